import {
  BEGINS_WITH_NAME_AND_ADDRESS,
  BEGINS_WITH_WHEN,
  DASHED_WROTE,
  DATE_OR_TIME,
  DEVICE_SIGNATURE,
  EMAIL_ADDRESS,
  ENDS_WITH_ADDRESS,
  ENDS_WITH_ADDRESS_AND_COLON,
  ENDS_WITH_BARE_WROTE,
  ENDS_WITH_WROTE,
  ENDS_WITH_WROTE_BY,
  FORWARDED_MESSAGE_LINE,
  headerKind,
  LEGAL_FOOTER,
  MAX_MARKER_LENGTH,
  ORIGINAL_MESSAGE_LINE,
  QUOTED_LINE,
  RULE,
  SHARES_LINE_WITH_REPLY,
  SIGNATURE_SEPARATOR,
  TIME,
  YEAR,
} from './reply-markers.ts';

/** `folded` holds quoted text and signatures. Each line of the mail, blank ones aside, is in one of the two, whole. */
export interface ReplyText {
  visible: string;
  folded: string | null;
}

/**
 * Separates what a person wrote from what their mail program put around it. Where it is in doubt it
 * shows too much. Answers below and between quoted lines stay visible. The time grows with the
 * length of the text and no faster: each line is looked at with at most a handful of its neighbours.
 */
export function splitReply(text: string): ReplyText {
  const lines = linesOf(text);
  const mail = new Mail(lines);
  const isFolded = markFolded(mail);
  const [shown, put]: [string[], string[]] = [[], []];
  for (const [index, line] of lines.entries()) {
    if (isFolded[index]) put.push(line);
    const visible = isFolded[index] ? mail.replyOnSharedLine(index) : line;
    if (visible !== null) shown.push(visible);
  }
  const [visible, folded] = [trimmed(shown), trimmed(put)];
  // A forward without a mark of its own looks like one large quote.
  if (visible === '') return { visible: trimmed(lines), folded: null };
  return { visible, folded: folded === '' ? null : folded };
}

/** Many more than anybody writes or quotes. */
const MAX_LINES = 400_000;

/** The last is all that is left, where there are too many. */
function linesOf(text: string): string[] {
  // Thousands of blank lines say no more than a few.
  const plain = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replaceAll(/\n{50,}/g, '\n'.repeat(50));
  const lines = plain.split('\n', MAX_LINES);
  if (lines.length < MAX_LINES) return lines;
  const length = lines.reduce((sum, line) => sum + line.length + 1, 0);
  return length > plain.length ? lines : [...lines, plain.slice(length)];
}

const BLANK = 0;
const QUOTED = 1;
const WRITTEN = 2;

/** More lines than anybody writes: from there on only the marks at their beginning are looked at. */
const MAX_WRITTEN_LINES = 20_000;

/** The lines as markers are looked for in them. */
class Mail {
  readonly length: number;
  readonly isQuoting: boolean;
  readonly #lines: string[];
  readonly #kinds: Uint8Array;
  readonly #nextWritten: Uint32Array;
  readonly #quoteHeaders = new Map<number, QuoteHeader | null>();
  /** The line from which on nothing is looked for. */
  readonly #end: number;

  constructor(lines: string[]) {
    this.length = lines.length;
    this.#lines = lines.every(isPlain) ? lines : lines.map(asLookedAt);
    this.#kinds = new Uint8Array(lines.length);
    this.#nextWritten = new Uint32Array(lines.length + 1).fill(lines.length);
    let [quoted, written, end] = [0, 0, lines.length];
    for (let index = 0; index < lines.length; index += 1) {
      const kind = kindOf(this.line(index));
      this.#kinds[index] = kind;
      if (kind === QUOTED) quoted += 1;
      if (kind === WRITTEN) written += 1;
      if (written === MAX_WRITTEN_LINES) end = Math.min(end, index);
    }
    for (let index = lines.length - 1; index >= 0; index -= 1) {
      this.#nextWritten[index] = this.isBlank(index) ? (this.#nextWritten[index + 1] ?? lines.length) : index;
    }
    // One line alone may begin with ">" for other reasons.
    this.isQuoting = quoted > 1;
    this.#end = end;
  }

  line(index: number): string {
    return this.#lines[index] ?? '';
  }

  isBlank(index: number): boolean {
    return (this.#kinds[index] ?? BLANK) === BLANK;
  }

  isQuoted(index: number): boolean {
    return this.#kinds[index] === QUOTED;
  }

  isLookedAt(index: number): boolean {
    return index < this.#end;
  }

  /** What precedes a quote header on the same line. The line is folded whole, and this shown. */
  replyOnSharedLine(index: number): string | null {
    if (this.#kinds[index] !== WRITTEN || !this.isLookedAt(index) || !this.isFollowedByQuote(index + 1)) return null;
    const [, reply, rest] = SHARES_LINE_WITH_REPLY.exec(this.line(index)) ?? [];
    return reply && rest && !beginsAttribution(reply) && isCertain(rest) ? reply.replace(/\s*-{2,}$/, '') : null;
  }

  /** The first line with text at or after `index`; `length` when there is none. */
  nextWritten(index: number): number {
    return this.#nextWritten[Math.min(index, this.length)] ?? this.length;
  }

  /** Kept, because a signature looks ahead for it. */
  quoteHeader(index: number): QuoteHeader | null {
    if (this.#kinds[index] !== WRITTEN || !this.isLookedAt(index)) return null;
    const known = this.#quoteHeaders.get(index);
    if (known !== undefined) return known;
    const found = quoteHeader(this, index);
    this.#quoteHeaders.set(index, found);
    return found;
  }

  isFollowedByQuote(index: number): boolean {
    return this.isQuoted(this.nextWritten(index));
  }
}

const isPlain = (line: string) => line.length <= MAX_MARKER_LENGTH && !NOT_ASCII.test(line);
const NOT_ASCII = /[\u0080-\uffff]/;

/** Mail programs wrap names and addresses in invisible direction marks. */
function asLookedAt(line: string): string {
  const start = line.length > MAX_MARKER_LENGTH ? line.slice(0, MAX_MARKER_LENGTH) : line;
  return NOT_ASCII.test(start) ? start.replaceAll(/\p{Cf}/gu, '').replaceAll('\u00a0', ' ') : start;
}

function kindOf(line: string): number {
  if (line === '') return BLANK;
  if (line.startsWith('>') || QUOTED_LINE.test(line)) return QUOTED;
  return /\S/.test(line) ? WRITTEN : BLANK;
}

function markFolded(mail: Mail): boolean[] {
  const isFolded = new Array<boolean>(mail.length).fill(false);
  let hasQuoteHeader = false;
  let inSignature = false;

  for (let index = 0; index < mail.length; index += 1) {
    const line = mail.line(index);
    if (mail.isBlank(index)) {
      isFolded[index] = index > 0 && isFolded[index - 1] === true;
      continue;
    }
    const isWritten = !mail.isQuoted(index) && mail.isLookedAt(index);
    if (isWritten && FORWARDED_MESSAGE_LINE.test(line)) break;

    const header = mail.quoteHeader(index);
    if (header) {
      foldRuleAbove(mail, index, isFolded);
      if (header.coversRest) return isFolded.fill(true, index);
      isFolded.fill(true, index, index + header.length);
      index += header.length - 1;
      hasQuoteHeader = true;
      inSignature = false;
    } else if (mail.isQuoted(index)) {
      isFolded[index] = hasQuoteHeader || mail.isQuoting;
      inSignature = false;
    } else if (isFolded[index - 1] && isRestOfQuotedLine(mail, index)) {
      isFolded[index] = true;
    } else if (inSignature || beginsSignature(mail, index)) {
      if (!inSignature) foldRuleAbove(mail, index, isFolded);
      isFolded[index] = true;
      inSignature = true;
    } else {
      isFolded[index] = isWritten && DEVICE_SIGNATURE.test(line) && endsParagraph(mail, index);
    }
  }
  return isFolded;
}

interface QuoteHeader {
  length: number;
  /** What follows is quoted without a mark on each line. */
  coversRest: boolean;
}

function quoteHeader(mail: Mail, index: number): QuoteHeader | null {
  const line = mail.line(index);
  if (mail.replyOnSharedLine(index)) return { length: 1, coversRest: false };
  if (ORIGINAL_MESSAGE_LINE.test(line) || DASHED_WROTE.test(line)) {
    return { length: 1, coversRest: !mail.isFollowedByQuote(index + 1) };
  }
  return messageHeader(mail, index) ?? attribution(mail, index);
}

const MAX_HEADER_LINES = 10;

/** From:, Sent:, To:, Subject: … in lines below each other. */
function messageHeader(mail: Mail, index: number): QuoteHeader | null {
  if (!headerKind(mail.line(index))) return null;
  const kinds = new Set<string>();
  let hasAddress = false;
  let hasInstant = false;
  let end = index;
  while (end < index + MAX_HEADER_LINES && end < mail.length && !mail.isBlank(end)) {
    const kind = headerKind(mail.line(end));
    if (kind) kinds.add(kind);
    hasAddress ||= EMAIL_ADDRESS.test(mail.line(end));
    hasInstant ||= kind === 'date' && YEAR.test(mail.line(end)) && TIME.test(mail.line(end));
    end += 1;
  }
  // "From: Lund, To: Oslo" is a journey.
  const isHeader = hasAddress ? kinds.size >= 2 : kinds.size >= 3 && kinds.has('from') && hasInstant;
  return isHeader ? { length: end - index, coversRest: !mail.isFollowedByQuote(end) } : null;
}

const MAX_ATTRIBUTION_LINES = 6;

/** "On Monday, Ada <ada@x.example> wrote:", on one line or broken over a few. */
function attribution(mail: Mail, index: number): QuoteHeader | null {
  if (!beginsAttribution(mail.line(index))) return null;
  let joined = '';
  for (let length = 1; length <= MAX_ATTRIBUTION_LINES && index + length <= mail.length; length += 1) {
    const at = index + length - 1;
    if (!isContinuation(mail, joined, at)) return null;
    joined = `${joined} ${mail.line(at).trim()}`.trim();
    if (joined.length > MAX_MARKER_LENGTH) return null;
    const isFollowedByQuote = mail.isFollowedByQuote(index + length);
    if (isCertain(joined)) return { length, coversRest: !isFollowedByQuote };
    if (isFollowedByQuote && isLikely(joined) && !hasOpenBracket(joined)) return { length, coversRest: false };
  }
  return null;
}

function beginsAttribution(line: string): boolean {
  return BEGINS_WITH_WHEN.test(line) || BEGINS_WITH_NAME_AND_ADDRESS.test(line);
}

/** A broken address may leave a blank line, and a line that begins with its ">". */
function isContinuation(mail: Mail, joined: string, at: number): boolean {
  if (joined === '') return true;
  const isInsideAddress = hasOpenBracket(joined);
  if (mail.isBlank(at)) return mail.line(mail.nextWritten(at)).trimStart().startsWith('<');
  if (mail.isQuoted(at)) return isInsideAddress;
  if (isInsideAddress || /^\s*</.test(mail.line(at))) return true;
  if (BEGINS_WITH_WHEN.test(mail.line(at))) return false;
  // The name may be broken, with its second half before the address.
  return !BEGINS_WITH_NAME_AND_ADDRESS.test(mail.line(at)) || (DATE_OR_TIME.test(joined) && !EMAIL_ADDRESS.test(joined));
}

function hasOpenBracket(joined: string): boolean {
  return joined.split('<').length > joined.split('>').length;
}

function isCertain(joined: string): boolean {
  const hasAddress = EMAIL_ADDRESS.test(joined);
  const hasWhen = DATE_OR_TIME.test(joined);
  if (ENDS_WITH_WROTE.test(joined)) return hasAddress || hasWhen;
  if (!hasAddress || !hasWhen) return false;
  return ENDS_WITH_BARE_WROTE.test(joined) || ENDS_WITH_WROTE_BY.test(joined) || ENDS_WITH_ADDRESS_AND_COLON.test(joined);
}

/** Enough when a quote follows. */
function isLikely(joined: string): boolean {
  return ENDS_WITH_WROTE.test(joined) || ENDS_WITH_WROTE_BY.test(joined) || (DATE_OR_TIME.test(joined) && (ENDS_WITH_ADDRESS.test(joined) || (BEGINS_WITH_NAME_AND_ADDRESS.test(joined) && /[:：]\s*$/.test(joined))));
}

/** A long quoted line or link that was broken again on its way, so that its end has no mark. */
function isRestOfQuotedLine(mail: Mail, index: number): boolean {
  if (!mail.isLookedAt(index) || !mail.isQuoted(index - 1) || !mail.isFollowedByQuote(index + 1)) return false;
  const [before, line] = [mail.line(index - 1), mail.line(index)];
  if (/[(<]https?:\/\/[^\s)>]*$/.test(before) || /^\s*[(<]https?:\/\/\S+[)>](\s*>)?\s*$/.test(line)) return true;
  const [firstWord = ''] = line.split(/\s/, 1);
  const wouldNotFit = before.length + 1 + firstWord.length > 70;
  return wouldNotFit && /^\p{Ll}/u.test(line) && !/[.!?:…]["”')]?\s*$/.test(before);
}

const MAX_SIGNATURE_LINES = 15;

function beginsSignature(mail: Mail, index: number): boolean {
  if (mail.line(index) === SIGNATURE_SEPARATOR) return true;
  if (!mail.isLookedAt(index)) return false;
  // Without its space it may as well be a rule between two parts of a text.
  if (mail.line(index).trimEnd() !== '--' && !LEGAL_FOOTER.test(mail.line(index))) return false;
  for (let at = index + 1; at <= index + MAX_SIGNATURE_LINES; at += 1) {
    if (at >= mail.length || mail.isQuoted(at) || mail.quoteHeader(at)) return true;
  }
  return false;
}

/** "Sent from my old address, it did not reach you." and on the next line "Please use …" is no signature. */
function endsParagraph(mail: Mail, index: number): boolean {
  const next = index + 1;
  if (mail.isBlank(next) || mail.isQuoted(next)) return true;
  return [RULE, DEVICE_SIGNATURE, LEGAL_FOOTER].some((marker) => marker.test(mail.line(next))) || mail.quoteHeader(next) !== null || beginsSignature(mail, next);
}

function foldRuleAbove(mail: Mail, index: number, isFolded: boolean[]): void {
  let above = index - 1;
  while (above > index - 3 && above > 0 && mail.isBlank(above)) above -= 1;
  if (above >= 0 && RULE.test(mail.line(above))) isFolded.fill(true, above, index);
}

/** Without the blank lines around it, and what stands at the end of the last. */
function trimmed(lines: string[]): string {
  const start = lines.findIndex((line) => /\S/.test(line));
  const end = lines.findLastIndex((line) => /\S/.test(line));
  return start < 0 ? '' : lines.slice(start, end + 1).join('\n').trimEnd();
}
