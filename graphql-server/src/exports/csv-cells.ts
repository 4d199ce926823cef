import { stringify } from 'csv-stringify/sync';
import { minorUnitsToDecimal } from '../shared/money.ts';

/** What spreadsheets begin a formula with, also in full width; and before it what they pass over. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－−＠]|^[\t\r\n]/u;

/**
 * A text as a cell that no spreadsheet takes for a formula: with an apostrophe before it, which they
 * know as "this is text". A program that parts the file by another sign than ours sees cells begin
 * within the text, so each of those is guarded, too. See OWASP, "CSV Injection".
 */
export function textCell(text: string | null): string {
  if (text === null) return '';
  return text
    .split(/(?<=[;\t\r\n])/)
    .map((part) => (FORMULA.test(part) ? `'${part}` : part))
    .join('');
}

/** An amount stays a number, also below zero: it is ours and holds nothing but digits. */
export function amountCell(minorUnits: number | null, currency: string): string {
  return minorUnits === null ? '' : minorUnitsToDecimal(minorUnits, currency);
}

/** RFC 4180. */
export function csvLines(records: string[][]): string {
  return stringify(records, { record_delimiter: 'windows', quoted_match: /[\r\n\t;]|^\s|\s$/ });
}
