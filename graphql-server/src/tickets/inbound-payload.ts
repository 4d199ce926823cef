import { replyTokensIn } from '../mail/reply-address.ts';
import { cutText } from '../shared/cut-text.ts';
import { calendarText } from './calendar-text.ts';
import { incomingAttachments, type IncomingAttachment } from './incoming-attachments.ts';
import { decodedWords, headersOf, rawHeaders, type Headers } from './mail-headers.ts';
import { MAX_PEOPLE, peopleIn, personFrom, type MailPerson } from './mail-people.ts';
import { textOfHtml } from './text-of-html.ts';

/** A Postmark inbound payload, as far as it can be trusted to have any shape. */
export type InboundPayload = Record<string, unknown>;

export interface IncomingMail {
  /** Lower case, like every address here; '' when it names nobody. */
  from: string;
  fromName: string;
  /** Who sent it for the author (RFC 5322, 3.6.2); null when they are the same. */
  sender: MailPerson | null;
  /** Where answers are wanted, when that is not the author. Anybody may write anything here: it says nothing of who wrote. */
  replyTo: MailPerson | null;
  to: MailPerson[];
  cc: MailPerson[];
  /** One line. */
  subject: string;
  /** As the sender says. */
  date: Date | null;
  /** The text part, or the words of the HTML, or what a calendar entry says. */
  textBody: string;
  /** As it came: for `cleanHtml`. */
  htmlBody: string | null;
  messageId: string | null;
  /** Message-IDs that it answers, nearest first. */
  references: string[];
  replyTokens: string[];
  attachments: IncomingAttachment[];
  attachmentNames: string[];
  /** The first of this name: what the last server wrote stands above what came with the mail. */
  header(name: string): string;
}

export function readPayload(payload: InboundPayload): IncomingMail {
  const raw = rawHeaders(text(payload['RawEmail']));
  const headers = new Map([...raw, ...headersOf(payload['Headers'])]);
  const header = (name: string) => headers.get(name.toLowerCase())?.[0] ?? '';
  const field = (name: string, headerName = name) => text(payload[name]) || header(headerName);

  const full = personFrom(payload['FromFull']);
  const author = full ?? peopleIn(field('From'))[0] ?? { address: '', name: '' };
  const named = full?.name || decodedWords(text(payload['FromName'])) || author.name;
  const sender = peopleIn(header('Sender'))[0] ?? null;
  const replyTo = peopleIn(field('ReplyTo', 'Reply-To'))[0] ?? null;
  const attachments = incomingAttachments(payload['Attachments']);
  const htmlBody = text(payload['HtmlBody']).trim() === '' ? null : text(payload['HtmlBody']);
  return {
    from: author.address,
    fromName: oneLine(named) || author.address,
    sender: sender && sender.address !== author.address ? sender : null,
    replyTo: replyTo && replyTo.address !== author.address ? replyTo : null,
    to: recipients(payload, headers, 'To'),
    cc: recipients(payload, headers, 'Cc'),
    subject: oneLine(decodedWords(field('Subject'))),
    date: dateFrom(field('Date')),
    textBody: words(payload, htmlBody, attachments),
    htmlBody,
    messageId: idsIn(header('Message-ID'))[0] ?? null,
    references: [...new Set([...idsIn(header('In-Reply-To')), ...idsIn(header('References')).toReversed()])],
    replyTokens: tokensIn(payload, headers),
    attachments,
    attachmentNames: attachments.map(({ name }) => name),
    header,
  };
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

const oneLine = (value: string) => cutText(value, 2_000).replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

function words(payload: InboundPayload, htmlBody: string | null, attachments: IncomingAttachment[]): string {
  const plain = text(payload['TextBody']);
  if (plain.trim() !== '') return plain;
  const ofHtml = htmlBody ? textOfHtml(htmlBody) : '';
  if (ofHtml !== '') return ofHtml;
  const calendar = attachments.find(({ kind }) => kind === 'CALENDAR')?.content();
  // Postmark's own guess at the reply is worth something only where nothing else is.
  return (calendar && calendarText(calendar.toString('utf8'))) || text(payload['StrippedTextReply']);
}

function recipients(payload: InboundPayload, headers: Headers, name: 'To' | 'Cc'): MailPerson[] {
  const full = payload[`${name}Full`];
  const listed = Array.isArray(full) ? full.slice(0, MAX_PEOPLE).map(personFrom).filter((person) => person !== null) : [];
  return listed.length > 0 ? listed : peopleIn(text(payload[name]) || (headers.get(name.toLowerCase())?.[0] ?? ''));
}

function dateFrom(value: string): Date | null {
  const at = new Date(value.slice(0, 100));
  return value === '' || Number.isNaN(at.valueOf()) ? null : at;
}

const MAX_IDS = 200;
/** Some programs break a long one over two lines, and some leave the brackets out. */
function idsIn(value: string): string[] {
  const start = value.slice(0, 100_000);
  const bracketed = [...start.matchAll(/<([^<>]{1,500})>/g)].map((match) => (match[1] ?? '').replaceAll(/\s+/g, ''));
  const ids = bracketed.length > 0 ? bracketed : start.split(/[\s,;]+/).filter((id) => /^[^@]{1,250}@[^@]{1,250}$/.test(id));
  return ids.filter(Boolean).slice(-MAX_IDS);
}

/** The token may be in any recipient field: people move addresses between To and Cc. */
function tokensIn(payload: InboundPayload, headers: Headers): string[] {
  const lists = ['ToFull', 'CcFull', 'BccFull'].flatMap((name) => (Array.isArray(payload[name]) ? (payload[name] as (InboundPayload | null)[]) : []));
  const addresses = [
    ...lists.map((entry) => text(entry?.['Email'])),
    ...['To', 'Cc', 'Bcc'].map((name) => text(payload[name])),
    ...['To', 'Cc', 'Delivered-To', 'X-Original-To', 'Envelope-To', 'X-Forwarded-To'].flatMap((name) => headers.get(name.toLowerCase()) ?? []),
  ];
  const hash = text(payload['MailboxHash']).toLowerCase();
  const delivered = [...(/^[0-9a-f]{32}$/.test(hash) ? [hash] : []), ...replyTokensIn(text(payload['OriginalRecipient']))];
  return [...new Set([...delivered, ...addresses.flatMap(replyTokensIn)])].slice(0, MAX_TOKENS);
}

const MAX_TOKENS = 100;

/** Everybody else who is in the conversation, once each: neither the author nor we ourselves. */
export function participantsOf(mail: IncomingMail, isOurs: (address: string) => boolean): MailPerson[] {
  const byAddress = new Map([...mail.to, ...mail.cc].map((person) => [person.address, person]));
  byAddress.delete(mail.from);
  return [...byAddress.values()].filter(({ address }) => !isOurs(address)).slice(0, MAX_PEOPLE);
}
