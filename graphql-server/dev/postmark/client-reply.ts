import { randomBytes, randomUUID } from 'node:crypto';
import { formatAddress, mailboxHash, parseAddress, parseAddresses } from './mail-address.ts';
import type { MailAddress } from './mail-address.ts';
import { header } from './sent-message.ts';
import type { MailAttachment, MailHeader, SentMessage } from './sent-message.ts';

export interface ClientReply {
  /** Who answers; the first recipient when left out. May carry a name: `Jane <jane@example.com>`. */
  from?: string;
  text: string;
  subject?: string;
  cc?: string;
  /** Come after the usual ones; a name that is already there is replaced. */
  headers?: MailHeader[];
  /** Whether the original stands below, as mail programs do it; true when left out. */
  quote?: boolean;
  attachments?: MailAttachment[];
}

/**
 * The payload that Postmark posts to the inbound webhook when a person answers a mail in Gmail
 * (https://postmarkapp.com/developer/webhooks/inbound-webhook).
 */
export function inboundPayload(original: SentMessage, reply: ClientReply, now: Date) {
  const sender = reply.from ? parseAddress(reply.from) : firstRecipient(original);
  const to = parseAddresses(original.ReplyTo || original.From);
  const cc = parseAddresses(reply.cc ?? '');
  const quoted = reply.quote === false ? undefined : quotationOf(original);
  const recipient = to[0]?.email ?? '';
  return {
    FromName: sender.name,
    MessageStream: 'inbound',
    From: sender.email,
    FromFull: fullAddress(sender),
    To: to.map(formatAddress).join(', '),
    ToFull: to.map(fullAddress),
    Cc: cc.map(formatAddress).join(', '),
    CcFull: cc.map(fullAddress),
    Bcc: '',
    BccFull: [],
    OriginalRecipient: recipient,
    Subject: reply.subject ?? replySubject(original.Subject),
    MessageID: randomUUID(),
    ReplyTo: '',
    MailboxHash: mailboxHash(recipient),
    Date: mailDate(now),
    TextBody: reply.text + (quoted ? `\n\n${quoted.text}` : '') + '\n',
    HtmlBody: `<div dir="ltr">${htmlOfText(reply.text)}</div>` + (quoted ? `<br>${quoted.html}` : ''),
    StrippedTextReply: reply.text,
    Tag: '',
    Headers: replyHeaders(original, sender, reply.headers ?? []),
    Attachments: (reply.attachments ?? []).map((attachment) => ({
      ...attachment,
      ContentLength: Buffer.from(attachment.Content, 'base64').length,
    })),
  };
}

export type InboundPayload = ReturnType<typeof inboundPayload>;

export function firstRecipient({ To, Cc, Bcc }: SentMessage): MailAddress {
  return parseAddresses([To, Cc, Bcc].filter(Boolean).join(','))[0] ?? { name: '', email: '' };
}

function replyHeaders(original: SentMessage, sender: MailAddress, extra: MailHeader[]): MailHeader[] {
  const references = [header(original, 'References'), original.internetMessageId].filter(Boolean).join(' ');
  const usual: MailHeader[] = [
    { Name: 'Return-Path', Value: `<${sender.email}>` },
    { Name: 'Received', Value: 'from mail.example.com by p-pm-inbound01a-aws-useast1a.inbound.postmarkapp.com' },
    { Name: 'X-Spam-Checker-Version', Value: 'SpamAssassin 3.4.0 (2014-02-07)' },
    { Name: 'X-Spam-Status', Value: 'No' },
    { Name: 'X-Spam-Score', Value: '-0.1' },
    { Name: 'X-Spam-Tests', Value: 'DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU,HTML_MESSAGE,SPF_PASS' },
    { Name: 'Received-SPF', Value: `Pass (sender SPF authorized) envelope-from=${sender.email}` },
    { Name: 'MIME-Version', Value: '1.0' },
    { Name: 'References', Value: references },
    { Name: 'In-Reply-To', Value: original.internetMessageId },
    { Name: 'Message-ID', Value: `<CA${randomBytes(24).toString('base64url')}@mail.example.com>` },
    { Name: 'Content-Type', Value: 'multipart/alternative; boundary="0000000000"' },
  ];
  const replaced = new Set(extra.map(({ Name }) => Name.toLowerCase()));
  return [...usual.filter(({ Name }) => !replaced.has(Name.toLowerCase())), ...extra];
}

function quotationOf(original: SentMessage): { text: string; html: string } {
  const author = parseAddress(original.From);
  const sent = new Date(original.SubmittedAt);
  const day = sent.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const time = sent.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const when = `On ${day} at ${time},${author.name && ` ${author.name}`}`;
  return {
    text: `${wrapAttribution(`${when} <${author.email}> wrote:`)}\n\n${quoteLines(original.TextBody)}`,
    html:
      `<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${escapeHtml(when)} ` +
      `&lt;<a href="mailto:${escapeHtml(author.email)}">${escapeHtml(author.email)}</a>&gt; wrote:<br></div>` +
      '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">' +
      `${quotedHtml(original)}</blockquote></div>`,
  };
}

/** Gmail breaks its plain text at 78 characters, which often cuts this line in two. */
function wrapAttribution(line: string): string {
  if (line.length <= 78) return line;
  const at = line.lastIndexOf(' ', 78);
  return `${line.slice(0, at)}\n${line.slice(at + 1)}`;
}

function quoteLines(text: string): string {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => (line ? `> ${line}` : '>'))
    .join('\n');
}

/** Mail programs drop the head, and keep styles and links. */
function quotedHtml({ HtmlBody, TextBody }: SentMessage): string {
  if (!HtmlBody) return htmlOfText(TextBody);
  return /<body[^>]*>(.*?)<\/body\s*>/is.exec(HtmlBody)?.[1] ?? HtmlBody;
}

function replySubject(subject: string): string {
  return /^re:/i.test(subject) ? subject : `Re: ${subject}`;
}

function fullAddress({ name, email }: MailAddress) {
  return { Email: email, Name: name, MailboxHash: mailboxHash(email) };
}

/** RFC 5322, as `Thu, 5 Apr 2025 16:59:01 +0000`. */
function mailDate(date: Date): string {
  return date.toUTCString().replace(/ 0(\d) /, ' $1 ').replace('GMT', '+0000');
}

function htmlOfText(text: string): string {
  return escapeHtml(text).replaceAll(/\r?\n/g, '<br>');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
