import { cutText } from '../shared/cut-text.ts';
import { decodedWords } from './mail-headers.ts';

/** What a part of a mail is there for: TNEF is Outlook's package (winmail.dat), MESSAGE a forwarded mail or a delivery report. */
export type AttachmentKind = 'FILE' | 'CALENDAR' | 'MESSAGE' | 'TNEF';

export interface IncomingAttachment {
  /** As the sender named it, or by its kind: not yet safe (`safeFileName`). */
  name: string;
  kind: AttachmentKind;
  /** As declared; the bytes decide (`fileTypeOf`). */
  contentType: string;
  /** Without brackets, as `cid:` names it. */
  contentId: string | null;
  /** Bytes, without decoding them. */
  size: number;
  /** Decoded when asked for; empty when it is no base64. */
  content(): Buffer;
}

const MAX_ATTACHMENTS = 2_000;

export function incomingAttachments(value: unknown): IncomingAttachment[] {
  return (Array.isArray(value) ? (value as unknown[]) : []).slice(0, MAX_ATTACHMENTS).filter((part) => part !== null && typeof part === 'object').map(attachmentFrom);
}

function attachmentFrom(part: unknown): IncomingAttachment {
  const field = (name: string) => {
    const value = (part as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : '';
  };
  // Postmark's own test payload says Data.
  const encoded = field('Content') || field('Data');
  const contentType = /^\s*([\w.+-]{1,100}\/[\w.+-]{1,100})/.exec(field('ContentType').slice(0, 300))?.[1]?.toLowerCase() ?? 'application/octet-stream';
  const named = decodedWords(field('Name').slice(0, 4_000)).trim();
  const kind = kindOf(contentType, named);
  return {
    name: named || nameFor(kind, contentType),
    kind,
    contentType,
    contentId: cutText(field('ContentID').trim(), 500).replace(/^<(.*)>$/, '$1') || null,
    size: sizeOf(encoded),
    content: () => (isBase64(encoded) ? Buffer.from(encoded, 'base64') : Buffer.alloc(0)),
  };
}

function kindOf(contentType: string, name: string): AttachmentKind {
  if (/^application\/(?:vnd\.)?ms-tnef$/.test(contentType) || /^winmail\.dat$/i.test(name)) return 'TNEF';
  if (contentType === 'text/calendar' || contentType === 'application/ics') return 'CALENDAR';
  return contentType === 'message/rfc822' || /\.eml$/i.test(name) ? 'MESSAGE' : 'FILE';
}

function nameFor(kind: AttachmentKind, contentType: string): string {
  if (kind !== 'FILE') return { CALENDAR: 'invite.ics', MESSAGE: 'message.eml', TNEF: 'winmail.dat' }[kind];
  const [, extension] = /^image\/(png|jpeg|gif|webp)$/.exec(contentType) ?? [];
  return extension ? `image.${extension.replace('jpeg', 'jpg')}` : 'attachment';
}

/** What the payload says of it may be wrong: the encoded text is not. */
function sizeOf(encoded: string): number {
  const padding = encoded.endsWith('==') ? 2 : encoded.endsWith('=') ? 1 : 0;
  return Math.max(0, Math.floor((encoded.length * 3) / 4) - padding);
}

/** White space has one place in it, so that a mail full of it takes no longer than its length. */
const isBase64 = (encoded: string) => /^[\w+/\s-]*(?:={1,2}\s*)?$/.test(encoded);
