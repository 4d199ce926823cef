import { isCalendarDate } from '../shared/calendar-date.ts';
import { badInput } from '../shared/domain-error.ts';

/** `{YYYY}` `{YY}` `{MM}` of the issue date; `{SEQ}` the sequence, `{SEQ:4}` with at least four digits. */
const TOKEN = /\{(YYYY|YY|MM|SEQ(?::([1-9]))?)\}/g;

/** What may stand between: it ends up in file names, subjects and bank transfers. */
const LITERAL = /^[A-Za-z0-9 ._/#-]*$/;

/** Throws DomainError when a business could not number its documents by the pattern. */
export function validateNumberPattern(pattern: string, field = 'numberPattern'): void {
  const refused = (problem: string) => badInput(`The number pattern "${pattern.slice(0, 60)}" ${problem}.`, field);
  if (pattern.length > 40) throw refused('is longer than 40 characters');
  const sequences = pattern.match(/\{SEQ(:[1-9])?\}/g) ?? [];
  if (sequences.length !== 1) throw refused('needs {SEQ} or {SEQ:4} exactly once');
  if (pattern.includes('{MM}') && !/\{YY/.test(pattern)) throw refused('needs {YYYY} or {YY} beside {MM}, or its numbers come again each year');
  const literals = pattern.replaceAll(TOKEN, '');
  if (/[{}]/.test(literals)) throw refused('has an unknown part; known are {YYYY}, {YY}, {MM}, {SEQ} and {SEQ:4}');
  if (!LITERAL.test(literals) || pattern !== pattern.trim()) {
    throw refused('may have letters A to Z, digits, inner spaces and . _ / # - between its parts');
  }
}

/** "INV-{YYYY}-{SEQ:4}", 7, "2026-03-31" is "INV-2026-0007". A sequence that outgrows its digits is not cut. */
export function formatDocumentNumber(pattern: string, sequence: number, issueDate: string): string {
  validateNumberPattern(pattern);
  if (!Number.isSafeInteger(sequence) || sequence < 1) throw new RangeError(`${sequence} is not a place in a sequence`);
  if (!isCalendarDate(issueDate)) throw badInput(`"${issueDate}" is not a date such as 2026-03-31.`, 'issueDate');
  return pattern.replaceAll(TOKEN, (_, token: string, digits?: string) => {
    if (token === 'YYYY') return issueDate.slice(0, 4);
    if (token === 'YY') return issueDate.slice(2, 4);
    if (token === 'MM') return issueDate.slice(5, 7);
    return String(sequence).padStart(Number(digits ?? 1), '0');
  });
}
