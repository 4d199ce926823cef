import { Errors, ServerClient } from 'postmark';
import { MailRefused, RecipientInactive, type Mail, type MailAttachment, type Mailer } from '../context.ts';

const STREAM = 'outbound';

/** Postmark's server API. `requestHost` is set to a stand-in in development. */
export function createPostmarkMailer(options: { token: string; from: string; requestHost?: string }): Mailer {
  const client = new ServerClient(options.token, {
    timeout: 30,
    ...(options.requestHost && { requestHost: options.requestHost, useHttps: false }),
  });
  return {
    async send(mail) {
      try {
        const answer = await client.sendEmail(toPostmark(mail, options.from));
        return { id: answer.MessageID, subject: mail.subject };
      } catch (error) {
        throw asRefusal(error);
      }
    },
    async find(reference) {
      // https://postmarkapp.com/developer/api/messages-api#outbound-message-search
      const { Messages } = await client.getOutboundMessages({ count: 1, offset: 0, messageStream: STREAM, metadata_reference: reference });
      const [found] = Messages;
      return found ? { id: found.MessageID, subject: found.Subject } : null;
    },
    async reactivate(address) {
      const answer = await client.deleteSuppressions(STREAM, { Suppressions: [{ EmailAddress: address }] }).catch((error: unknown) => {
        throw asRefusal(error);
      });
      const refused = answer.Suppressions.find(({ Status }) => Status === 'Failed');
      if (refused) throw new MailRefused(refused.Message);
    },
  };
}

function toPostmark(mail: Mail, from: string) {
  const bracketed = mail.references.map((id) => `<${id}>`);
  return {
    From: `${quoted(mail.fromName)} <${from}>`,
    To: mail.to,
    Subject: mail.subject,
    HtmlBody: mail.html,
    TextBody: mail.text,
    Tag: mail.tag,
    MessageStream: STREAM,
    TrackOpens: mail.tracksOpens ?? false,
    ...(mail.reference && { Metadata: { reference: mail.reference } }),
    ...(mail.replyTo && { ReplyTo: mail.replyTo }),
    ...(mail.attachments?.length && { Attachments: mail.attachments.map(attached) }),
    Headers: [
      ...(mail.isAutomatic ? [{ Name: 'Auto-Submitted', Value: 'auto-generated' }] : []),
      // Exchange and Outlook answer by themselves unless they are asked not to ([MS-OXCMAIL] 2.2.3.2.14).
      { Name: 'X-Auto-Response-Suppress', Value: mail.isAutomatic ? 'All' : 'OOF, AutoReply' },
      // Postmark makes its own Message-ID unless it is told to keep ours.
      ...(mail.messageId ? [{ Name: 'Message-ID', Value: `<${mail.messageId}>` }, { Name: 'X-PM-KeepID', Value: 'true' }] : []),
      ...(bracketed.length > 0
        ? [{ Name: 'In-Reply-To', Value: bracketed.at(-1) ?? '' }, { Name: 'References', Value: bracketed.join(' ') }]
        : []),
    ],
  };
}

/** A display name as RFC 5322 wants it. */
const quoted = (name: string) => `"${name.replaceAll(/[\r\n]+/g, ' ').replaceAll(/["\\]/g, '')}"`;

const attached = ({ name, contentType, content }: MailAttachment) => ({
  Name: name, ContentType: contentType, Content: Buffer.from(content).toString('base64'), ContentID: null,
});

/** Postmark answers 422 when the mail itself is at fault: the same mail is refused again. */
function asRefusal(error: unknown): unknown {
  if (error instanceof Errors.InactiveRecipientsError) return new RecipientInactive(error.message);
  return error instanceof Errors.ApiInputError ? new MailRefused(error.message) : error;
}
