import { minorUnitsToDecimal } from './money.ts';

/** 232860 USD is "$2,328.60", exactly: the number never passes through a float. */
export function formatMoney(minorUnits: number, currency: string, locale: string): string {
  const decimal = minorUnitsToDecimal(minorUnits, currency);
  const decimals = decimal.split('.')[1]?.length ?? 0;
  return numberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(decimal as Intl.StringNumericLiteral);
}

/** "1234.50" is "1,234.5". */
export function formatDecimal(decimal: string, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 10 }).format(decimal as Intl.StringNumericLiteral);
}

/** "19" is "19%". */
export function formatPercent(percent: string, locale: string): string {
  const format = numberFormat(locale, { style: 'unit', unit: 'percent', maximumFractionDigits: 4 });
  return format.format(percent as Intl.StringNumericLiteral);
}

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

/** 2340000 is "2.3 MB". */
export function formatFileSize(bytes: number, locale: string): string {
  const step = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), SIZES.length - 1);
  const options = { style: 'unit', unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: step > 1 ? 1 : 0 } as const;
  return numberFormat(locale, { ...options, unit: SIZES[step] }).format(bytes / 1000 ** step);
}

/** A calendar day, `YYYY-MM-DD`: "1 March 2026". */
export function formatDay(day: string, locale: string): string {
  return dateFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** "1 March 2026 at 14:05", with the zone's name, as the reader may be in another. */
export function formatInstant(at: Date, locale: string, timeZone = 'UTC'): string {
  const parts = { day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const;
  return dateFormat(locale, { ...parts, timeZone }).format(at);
}

/**
 * Our words are English so far, and figures in another language beside them read like a mistake;
 * what the region decides stays: "3 November" in sv-SE, "November 3" in en-US.
 */
function inOurWords(locale: string): string {
  const { region } = new Intl.Locale(knownLocale(locale)).maximize();
  return region ? `en-${region}` : 'en';
}

/** The locale itself when it is one, else English: what an import brought must not stop a document. */
export function knownLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

const numberFormat = remembered((locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(inOurWords(locale), options));
const dateFormat = remembered((locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(inOurWords(locale), options));

/** Making a formatter costs far more than using it. */
function remembered<Options extends object, Format>(make: (locale: string, options: Options) => Format) {
  const made = new Map<string, Format>();
  return (locale: string, options: Options): Format => {
    const key = `${locale} ${JSON.stringify(options)}`;
    let format = made.get(key);
    if (!format) made.set(key, (format = make(knownLocale(locale), options)));
    return format;
  };
}
