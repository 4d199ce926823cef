import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { parseAddresses } from './mail-address.ts';
import { SERVER_ID } from './mail-delivery.ts';
import type { MailDelivery } from './mail-delivery.ts';
import { linksOf } from './mail-links.ts';
import type { Mailbox } from './mailbox.store.ts';
import { readBody } from './request-body.ts';
import { header } from './sent-message.ts';
import type { MailAttachment, MailHeader, SentMessage, SubmittedEmail } from './sent-message.ts';
import { recipientsOf, refusalOf, unprocessable } from './submitted-email.validation.ts';
import type { PostmarkRefusal } from './submitted-email.validation.ts';

/** The part of Postmark's server API that this product uses. */
export class PostmarkApi {
  readonly #mailbox: Mailbox;
  readonly #delivery: MailDelivery;
  readonly #failedOnce = new Set<string>();

  constructor(mailbox: Mailbox, delivery: MailDelivery) {
    this.#mailbox = mailbox;
    this.#delivery = delivery;
  }

  async handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', 'http://localhost');
    const body = await readBody(req, 50 * 1024 * 1024);
    const token = String(req.headers['x-postmark-server-token'] ?? '').trim();
    if (!token || token.startsWith('invalid')) return refuse(res, BAD_TOKEN);
    if (!body) return refuse(res, TOO_LARGE);

    const route = `${req.method} ${url.pathname.replace(/\/$/, '')}`;
    if (route === 'POST /email' || route === 'POST /email/batch') {
      const sent = parseJson(req, body);
      if ('refusal' in sent) return refuse(res, sent.refusal);
      return route === 'POST /email' ? this.#email(res, sent.json, token) : this.#batch(res, sent.json, token);
    }
    if (route === 'GET /server') return answer(res, 200, SERVER);
    if (route === 'GET /messages/outbound') return this.#search(res, url.searchParams);
    const details = /^GET \/messages\/outbound\/([^/]+)\/details$/.exec(route);
    if (details) return this.#details(res, details[1]!);
    if (/^POST \/message-streams\/[^/]+\/suppressions\/delete$/.test(route)) return this.#reactivate(res, body);
    if (/^GET \/message-streams\/[^/]+\/suppressions\/dump$/.test(route)) return answer(res, 200, { Suppressions: this.#mailbox.suppressions() });
    return refuse(res, { status: 404, ErrorCode: 404, Message: 'The development stand-in does not know this address.' });
  }

  async #email(res: ServerResponse, json: unknown, token: string): Promise<void> {
    const email = json as SubmittedEmail;
    if (Array.isArray(json) || typeof json !== 'object' || json === null) return refuse(res, INCOMPATIBLE_JSON);
    const outage = this.#outageFor(email);
    if (outage === 'unavailable') return refuse(res, UNAVAILABLE);
    const result = this.#submit(email, token);
    // As when the connection breaks after Postmark took the mail: the sender cannot know.
    if (outage === 'lost-response') return void res.destroy();
    if (outage === 'slow-response') await delay(SLOW_MS);
    if ('status' in result) return refuse(res, result);
    answer(res, 200, result);
  }

  #batch(res: ServerResponse, json: unknown, token: string): void {
    if (!Array.isArray(json)) return refuse(res, INCOMPATIBLE_JSON);
    if (json.length > 500) {
      return refuse(res, unprocessable(410, `Too many batch messages: ${json.length}. The maximum is 500.`));
    }
    const results = json.map((email: SubmittedEmail) => {
      const result = this.#submit(email, token);
      return 'status' in result ? { ErrorCode: result.ErrorCode, Message: result.Message } : result;
    });
    answer(res, 200, results);
  }

  #submit(email: SubmittedEmail, token: string): PostmarkRefusal | object {
    const refusal = refusalOf(email);
    if (refusal) return refusal;
    const recipients = recipientsOf(email);
    const inactive = recipients.filter((recipient) => this.#mailbox.isInactive(recipient));
    if (inactive.length === recipients.length) return inactiveRecipients(inactive);

    const message = accepted(email, recipients, inactive);
    const isTest = token === 'POSTMARK_API_TEST';
    if (!isTest) {
      this.#mailbox.add(message);
      this.#delivery.schedule(message);
    }
    return {
      To: message.To,
      ...(message.Cc && { Cc: message.Cc }),
      ...(message.Bcc && { Bcc: message.Bcc }),
      SubmittedAt: message.SubmittedAt,
      MessageID: message.MessageID,
      ErrorCode: 0,
      Message: isTest ? 'Test job accepted' : okMessage(inactive),
    };
  }

  /** The first mail to `unavailable@…` is refused with 503; to `lostresponse@…` it is taken without an answer, to `slowresponse@…` with a late one. */
  #outageFor(email: SubmittedEmail): 'unavailable' | 'lost-response' | 'slow-response' | undefined {
    const first = String(email?.To ?? '').toLowerCase();
    const kind = /\b(unavailable|lostresponse|slowresponse)[^@\s]*@/.exec(first)?.[1];
    const key = `${first} ${email.Subject}`;
    if (!kind || this.#failedOnce.has(key)) return undefined;
    this.#failedOnce.add(key);
    return ({ unavailable: 'unavailable', lostresponse: 'lost-response', slowresponse: 'slow-response' } as const)[kind as 'unavailable'];
  }

  #search(res: ServerResponse, query: URLSearchParams): void {
    const count = Number(query.get('count') ?? 100);
    const offset = Number(query.get('offset') ?? 0);
    const found = this.#mailbox.all().toReversed().filter((message) => matches(message, query));
    answer(res, 200, { TotalCount: found.length, Messages: found.slice(offset, offset + count).map(outboundMessage) });
  }

  #details(res: ServerResponse, messageId: string): void {
    const message = this.#mailbox.find(messageId);
    if (!message) return refuse(res, unprocessable(701, 'This message was not found.'));
    answer(res, 200, {
      ...outboundMessage(message),
      TextBody: message.TextBody,
      HtmlBody: message.HtmlBody,
      Body: message.TextBody || message.HtmlBody,
      MessageEvents: message.deliveries.filter(({ state }) => state !== 'queued').map(messageEvent),
    });
  }

  #reactivate(res: ServerResponse, body: Buffer): void {
    const { Suppressions = [] } = JSON.parse(body.toString() || '{}') as { Suppressions?: { EmailAddress: string }[] };
    answer(res, 200, {
      Suppressions: Suppressions.map(({ EmailAddress }) => {
        return this.#mailbox.reactivate(EmailAddress)
          ? { EmailAddress, Status: 'Deleted', Message: null }
          : { EmailAddress, Status: 'Failed', Message: 'You do not have the required authority to change this suppression.' };
      }),
    });
  }
}

/** Long enough for a test to do something meanwhile. */
const SLOW_MS = 1_500;

const BAD_TOKEN: PostmarkRefusal = {
  status: 401,
  ErrorCode: 10,
  Message: 'Request does not contain a valid Server token.',
};
const TOO_LARGE: PostmarkRefusal = { status: 413, ErrorCode: 300, Message: 'The request exceeds the limit of 50 MB.' };
const UNAVAILABLE: PostmarkRefusal = { status: 503, ErrorCode: 100, Message: 'Postmark is down for maintenance.' };
const INCOMPATIBLE_JSON = unprocessable(403, 'Incompatible JSON: the fields have not the expected form.');

const SERVER = {
  ID: SERVER_ID,
  Name: 'Development outbox',
  ApiTokens: [],
  ServerLink: '/dev/outbox',
  Color: 'yellow',
  SmtpApiActivated: false,
  RawEmailEnabled: false,
  DeliveryType: 'Sandbox',
  InboundAddress: 'development@inbound.postmarkapp.com',
  InboundHash: 'development',
  InboundDomain: '',
  InboundSpamThreshold: 0,
  PostFirstOpenOnly: false,
  TrackOpens: false,
  TrackLinks: 'None',
  IncludeBounceContentInHook: false,
  EnableSmtpApiErrorHooks: false,
};

function parseJson(req: IncomingMessage, body: Buffer): { json: unknown } | { refusal: PostmarkRefusal } {
  if (!/\bjson\b/i.test(req.headers['content-type'] ?? '') || !/json|\*\/\*/i.test(req.headers.accept ?? '*/*')) {
    const message = "Your HTTP request doesn't have the Accept and Content-Type headers set to application/json.";
    return { refusal: unprocessable(409, message) };
  }
  try {
    return { json: JSON.parse(body.toString('utf8')) };
  } catch {
    return { refusal: unprocessable(402, 'Invalid JSON: the body could not be read.') };
  }
}

function accepted(email: SubmittedEmail, recipients: string[], inactive: string[]): SentMessage {
  const MessageID = randomUUID();
  const SubmittedAt = new Date().toISOString();
  const bodies = { HtmlBody: email.HtmlBody ?? '', TextBody: email.TextBody ?? '' };
  const Headers: MailHeader[] = (email.Headers ?? []).map(({ Name, Value }) => ({ Name, Value: String(Value) }));
  return {
    MessageID,
    SubmittedAt,
    From: email.From ?? '',
    To: email.To ?? '',
    Cc: email.Cc ?? '',
    Bcc: email.Bcc ?? '',
    ReplyTo: email.ReplyTo ?? header({ Headers }, 'Reply-To') ?? '',
    Subject: email.Subject ?? '',
    ...bodies,
    Tag: email.Tag ?? '',
    TrackOpens: email.TrackOpens === true,
    MessageStream: email.MessageStream || 'outbound',
    Metadata: Object.fromEntries(Object.entries(email.Metadata ?? {}).map(([name, value]) => [name, String(value)])),
    Headers,
    Attachments: (email.Attachments ?? []).map(attachmentOf),
    internetMessageId: internetMessageId(MessageID, Headers),
    links: linksOf(bodies),
    deliveries: recipients.map((recipient) => ({
      recipient,
      state: inactive.includes(recipient) ? 'inactive' : 'queued',
      details: '',
      at: SubmittedAt,
    })),
    replies: [],
  };
}

/** Postmark replaces Message-ID unless it is told to keep it (https://postmarkapp.com/support/article/854). */
function internetMessageId(messageId: string, Headers: MailHeader[]): string {
  const own = header({ Headers }, 'Message-ID');
  const isKept = header({ Headers }, 'X-PM-KeepID')?.toLowerCase() === 'true';
  return own && isKept ? own : `<${messageId}@mtasv.net>`;
}

function attachmentOf(attachment: NonNullable<SubmittedEmail['Attachments']>[number]): MailAttachment {
  const { Name, Content, ContentType, ContentID } = attachment;
  return { Name, Content, ContentType, ContentID: ContentID ?? '' };
}

function okMessage(inactive: string[]): string {
  return inactive.length === 0
    ? 'OK'
    : `Message OK, but will not deliver to these inactive addresses: ${inactive.join(', ')}`;
}

function inactiveRecipients(inactive: string[]): PostmarkRefusal {
  return unprocessable(
    406,
    `You tried to send to recipient(s) that have been marked as inactive. Found inactive addresses: ${inactive.join(', ')}. Inactive recipients are ones that have generated a hard bounce, a spam complaint, or a manual suppression.`,
  );
}

/** Postmark reads the names of the parameters in any case; those of metadata are the sender's own. */
function matches(message: SentMessage, asked: URLSearchParams): boolean {
  const query = new Map([...asked].map(([name, value]) => [name.toLowerCase(), value]));
  const recipient = query.get('recipient')?.toLowerCase();
  const metadata = [...asked].filter(([name]) => name.startsWith('metadata_'));
  return (
    (!recipient || message.deliveries.some((one) => one.recipient.toLowerCase() === recipient)) &&
    (!query.get('tag') || message.Tag === query.get('tag')) &&
    (!query.get('subject') || message.Subject.includes(query.get('subject')!)) &&
    (!query.get('fromemail') || message.From.includes(query.get('fromemail')!)) &&
    (!query.get('messagestream') || message.MessageStream === query.get('messagestream')) &&
    metadata.every(([name, value]) => message.Metadata[name.slice('metadata_'.length)] === value)
  );
}

function outboundMessage(message: SentMessage) {
  const recipients = (list: string) => parseAddresses(list).map(({ name, email }) => ({ Email: email, Name: name }));
  return {
    MessageID: message.MessageID,
    Tag: message.Tag,
    To: recipients(message.To),
    Cc: recipients(message.Cc),
    Bcc: recipients(message.Bcc),
    Recipients: message.deliveries.map(({ recipient }) => recipient),
    ReceivedAt: message.SubmittedAt,
    From: message.From,
    Subject: message.Subject,
    Attachments: message.Attachments.map(({ Name }) => Name),
    Status: message.deliveries.some(({ state }) => state === 'queued') ? 'Queued' : 'Sent',
    TrackOpens: message.TrackOpens,
    TrackLinks: 'None',
    Metadata: message.Metadata,
    MessageStream: message.MessageStream,
    Sandboxed: true,
  };
}

function messageEvent({ recipient, state, details, at }: SentMessage['deliveries'][number]) {
  return state === 'delivered'
    ? { Recipient: recipient, Type: 'Delivered', ReceivedAt: at, Details: { DeliveryMessage: details } }
    : { Recipient: recipient, Type: 'Bounced', ReceivedAt: at, Details: { Summary: details } };
}

function refuse(res: ServerResponse, { status, ErrorCode, Message }: PostmarkRefusal): void {
  answer(res, status, { ErrorCode, Message });
}

function answer(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  res.end(JSON.stringify(body));
}
