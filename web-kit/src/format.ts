import { currencyExponent } from './currency-exponent.ts';

export interface Money {
  minorUnits: number;
  currency: string;
}

/** Every currency with the decimals of its minor unit (JPY 0, KWD 3), exactly: no float is made of it. */
export function formatMoney({ minorUnits, currency }: Money, locale = 'en'): string {
  const digits = String(Math.abs(minorUnits)).padStart(currencyExponent(currency) + 1, '0');
  const point = digits.length - currencyExponent(currency);
  const decimal = `${minorUnits < 0 ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point) || '0'}`;
  return moneyFormat(locale, currency).format(decimal as Intl.StringNumericLiteral);
}

/** `YYYY-MM-DD` is a calendar date: the same day in every time zone. */
export function formatDate(date: string, locale = 'en'): string {
  return dateFormat(locale, 'UTC', 'date').format(new Date(`${date.slice(0, 10)}T00:00:00Z`));
}

export function formatDateTime(instant: string, locale = 'en', timeZone = 'UTC'): string {
  return dateFormat(locale, timeZone, 'instant').format(new Date(instant));
}

/** The day on which an instant falls in a time zone. */
export function formatDay(instant: string, locale = 'en', timeZone = 'UTC'): string {
  return dateFormat(locale, timeZone, 'date').format(new Date(instant));
}

/** Whole days from today in the given time zone to a calendar date; negative when past. */
export function daysUntil(date: string, timeZone = 'UTC', now = new Date()): number {
  const today = dayFormat(timeZone).format(now);
  return Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);
}

/** "in 3 days", "yesterday". */
export function formatDays(days: number, locale = 'en'): string {
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
}

export function formatNumber(value: number, locale = 'en'): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** Bytes in the unit that a person would choose. */
export function formatBytes(bytes: number, locale = 'en'): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const step = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step],
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(bytes / 1000 ** step);
}

/** Making an Intl format costs far more than using one. */
const moneyFormats = new Map<string, Intl.NumberFormat>();

function moneyFormat(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let format = moneyFormats.get(key);
  if (!format) {
    const digits = currencyExponent(currency);
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    moneyFormats.set(key, format);
  }
  return format;
}

/** Formats a day as `YYYY-MM-DD`, as Canadians do. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
    dayFormats.set(timeZone, format);
  }
  return format;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string, timeZone: string, kind: 'date' | 'instant'): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${kind}`;
  let format = dateFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, {
      dateStyle: 'medium',
      ...(kind === 'instant' && { timeStyle: 'short' }),
      timeZone,
    });
    dateFormats.set(key, format);
  }
  return format;
}
