import { replyTokensIn } from '../mail/reply-address.ts';
import { textOfHtml } from './text-of-html.ts';

/** A Postmark inbound payload, as far as it can be trusted to have any shape. */
export type InboundPayload = Record<string, unknown>;

const text = (value: unknown) => (typeof value === 'string' ? value : '');

export interface IncomingMail {
  from: string;
  fromName: string;
  subject: string;
  textBody: string;
  messageId: string | null;
  /** Message-IDs that it answers, nearest first. */
  references: string[];
  replyTokens: string[];
  attachmentNames: string[];
  header(name: string): string;
}

export function readPayload(payload: InboundPayload): IncomingMail {
  const headers = headersOf(payload['Headers']);
  const header = (name: string) => headers.get(name.toLowerCase()) ?? '';
  const full = (payload['FromFull'] ?? {}) as Record<string, unknown>;
  const from = (text(full['Email']) || /[^\s<>"@]+@[^\s<>"@]+/.exec(text(payload['From']).slice(0, 1_000))?.[0] || '').toLowerCase();
  return {
    from,
    fromName: text(full['Name']) || text(payload['FromName']) || from,
    subject: text(payload['Subject']),
    textBody: text(payload['TextBody']) || textOfHtml(text(payload['HtmlBody'])),
    messageId: idsIn(header('Message-ID'))[0] ?? null,
    references: [...idsIn(header('In-Reply-To')), ...idsIn(header('References')).toReversed()],
    replyTokens: tokensIn(payload),
    attachmentNames: Array.isArray(payload['Attachments']) ? payload['Attachments'].map((file) => text((file as InboundPayload)?.['Name'])) : [],
    header,
  };
}

function headersOf(value: unknown): Map<string, string> {
  const list = Array.isArray(value) ? (value as { Name?: unknown; Value?: unknown }[]) : [];
  return new Map(list.map((item) => [text(item?.Name).toLowerCase(), text(item?.Value)]));
}

const idsIn = (value: string) => [...value.matchAll(/<([^<>\s]{1,500})>/g)].map((match) => match[1] ?? '');

/** The token may be in any recipient field: people move addresses between To and Cc. */
function tokensIn(payload: InboundPayload): string[] {
  const lists = ['ToFull', 'CcFull', 'BccFull'].flatMap((name) => (Array.isArray(payload[name]) ? (payload[name] as InboundPayload[]) : []));
  const addresses = [
    ...lists.map((entry) => text(entry?.['Email'])),
    ...['To', 'Cc', 'Bcc', 'OriginalRecipient'].map((name) => text(payload[name])),
  ];
  const hash = text(payload['MailboxHash']).toLowerCase();
  return [...new Set([...addresses.flatMap(replyTokensIn), ...(/^[0-9a-f]{32}$/.test(hash) ? [hash] : [])])];
}

/** Why a mail was written by a machine (RFC 3834 and the usual headers); null when a person wrote it. */
export function automaticReason(mail: IncomingMail): string | null {
  const submitted = mail.header('Auto-Submitted').toLowerCase();
  if (submitted && submitted !== 'no') return `Automatic mail (Auto-Submitted: ${submitted})`;
  if (/^(bulk|junk|list|auto_reply)$/i.test(mail.header('Precedence').trim())) return `Automatic mail (Precedence: ${mail.header('Precedence').trim()})`;
  for (const name of ['X-Autoreply', 'X-Autorespond', 'List-Id', 'List-Unsubscribe']) {
    if (mail.header(name)) return `Automatic mail (${name})`;
  }
  if (/^(mailer-daemon|postmaster|no-?reply)@/i.test(mail.from)) return `Automatic mail (from ${mail.from})`;
  if (mail.header('Return-Path').trim() === '<>') return 'Bounce (empty return path)';
  return null;
}
