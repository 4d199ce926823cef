import { isCalendarDate } from '../shared/calendar-date.ts';
import { badInput } from '../shared/domain-error.ts';
import { quoted } from './csv-fields.ts';

export const dateOrders = { DAY_FIRST: 'DAY_FIRST', MONTH_FIRST: 'MONTH_FIRST' } as const;
export type DateOrder = keyof typeof dateOrders;
export const decimalSigns = { POINT: 'POINT', COMMA: 'COMMA' } as const;
export type DecimalSign = keyof typeof decimalSigns;

/** How a file writes 31/03/2026 and 1.234,50. Null: it does not tell, so nothing that depends on it is read. */
export interface CsvFormat {
  dateOrder: DateOrder | null;
  decimalSign: DecimalSign | null;
}

/** What was chosen; else what the file shows by a value that can be read in one way only, if no other value contradicts it. */
export function formatOf(dates: Iterable<string>, numbers: Iterable<string>, chosen?: Partial<CsvFormat> | null): CsvFormat {
  return {
    dateOrder: chosen?.dateOrder ?? agreed(dates, dateOrderShownBy),
    decimalSign: chosen?.decimalSign ?? agreed(numbers, decimalSignShownBy),
  };
}

function agreed<T>(texts: Iterable<string>, shownBy: (text: string) => T | null): T | null {
  const shown = new Set<T>();
  for (const text of texts) {
    const one = shownBy(text);
    if (one !== null) shown.add(one);
  }
  const [only] = shown;
  return shown.size === 1 ? (only ?? null) : null;
}

const SLASHED = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/;

function dateOrderShownBy(text: string): DateOrder | null {
  const [, first, second] = SLASHED.exec(text) ?? [];
  if (Number(first) > 12 && Number(second) <= 12) return 'DAY_FIRST';
  if (Number(second) > 12 && Number(first) <= 12) return 'MONTH_FIRST';
  return null;
}

/** One sign with other than three digits behind it, both signs, or one of them twice. "1,234" tells nothing. */
function decimalSignShownBy(text: string): DecimalSign | null {
  const number = bare(text);
  if (!/^-?[\d.,]+$/.test(number)) return null;
  const signs = number.replaceAll(/[^.,]/g, '');
  const last = signs.at(-1);
  if (!last) return null;
  const decimals = number.length - 1 - number.lastIndexOf(last);
  const isGrouping = signs.length > 1 && new Set(signs).size === 1;
  const isDecimal = new Set(signs).size === 2 || decimals !== 3 || /^-?0[.,]/.test(number);
  if (isGrouping) return last === ',' ? 'POINT' : 'COMMA';
  return isDecimal ? (last === ',' ? 'COMMA' : 'POINT') : null;
}

/** `YYYY-MM-DD` of a date as files write it. */
export function dateIn(text: string, { dateOrder }: CsvFormat): string {
  const day = isoOf(text, dateOrder);
  if (!isCalendarDate(day)) throw badInput(`${quoted(text)} is not a date; expected a day that exists, such as 2026-03-31.`);
  return day;
}

function isoOf(text: string, order: DateOrder | null): string {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?)?$/.exec(text);
  if (iso) return joined(iso[1], iso[2], iso[3]);
  // With points it is the day that comes first, wherever dates are written so.
  const pointed = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text);
  if (pointed) return joined(pointed[3], pointed[2], pointed[1]);
  const named = /^(\d{1,2})[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/i.exec(text);
  if (named) return joined(named[3], monthOf(named[2]), named[1]);
  const american = /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$/i.exec(text);
  if (american) return joined(american[3], monthOf(american[1]), american[2]);

  const [, first = '', second = '', year] = SLASHED.exec(text) ?? [];
  if (!year) return text;
  const its = order ?? dateOrderShownBy(text);
  if (!its && Number(first) !== Number(second)) {
    throw badInput(`${quoted(text)} may be ${inWords(first, second, year)} or ${inWords(second, first, year)}; choose whether the day or the month comes first.`);
  }
  return its === 'MONTH_FIRST' ? joined(year, first, second) : joined(year, second, first);
}

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];

function monthOf(name = ''): string {
  return String(MONTHS.findIndex((month) => month.startsWith(name.toLowerCase())) + 1);
}

function inWords(day: string, month: string, year: string): string {
  const name = MONTHS[Number(month) - 1] ?? '';
  return `${Number(day)} ${name.charAt(0).toUpperCase()}${name.slice(1)} ${year}`;
}

const joined = (year = '', month = '', day = '') => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

/** Digits with a point, as our own parsers want them. What is no number stays as it stands, for them to refuse. */
export function decimalIn(text: string, { decimalSign }: CsvFormat): string {
  const number = bare(text);
  if (/^-?\d+$/.test(number)) return number;
  if (decimalSign === 'COMMA' && /^-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/.test(number)) return number.replaceAll('.', '').replace(',', '.');
  if (decimalSign === 'COMMA') return text;
  if (/^-?\d+(\.\d+)?$/.test(number)) return number;
  if (!/^-?(\d{1,3}(,\d{3})+(\.\d+)?|\d+,\d+|\d{1,3}(\.\d{3})+,\d+)$/.test(number)) return text;
  if (decimalSign === null) throw badInput(`${quoted(text)} may have a comma for decimals or for thousands; choose which sign stands before decimals.`);
  return /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(number) ? number.replaceAll(',', '') : text;
}

/** Without what sets groups of three apart and is no sign of decimals anywhere. */
const bare = (text: string) => text.replace(/^[−–]/, '-').replaceAll(/(?<=\d)[\s'’](?=\d{3}(?!\d))/g, '');
