import { currencyExponent } from 'web-kit/currency-exponent.ts';

/**
 * Minor units of a typed amount such as "1250.50" or "1250,50"; null when unreadable or finer than the currency is.
 * A comma before three digits may group thousands, so it is not guessed at.
 */
export function typedAmount(text: string, currency: string): number | null {
  const match = /^(\d*)(?:\.(\d*)|,(\d{0,2}))?$/.exec(text.trim());
  const [, whole = '', afterPoint, afterComma] = match ?? [];
  const fraction = afterPoint ?? afterComma ?? '';
  const exponent = currencyExponent(currency);
  if (whole + fraction === '' || /[1-9]/.test(fraction.slice(exponent))) return null;
  const minorUnits = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  return Number.isSafeInteger(minorUnits) ? minorUnits : null;
}

/** The amount as a person types it: "1250.50". */
export function amountText({ minorUnits, currency }: { minorUnits: number; currency: string }): string {
  const exponent = currencyExponent(currency);
  const digits = String(Math.abs(minorUnits)).padStart(exponent + 1, '0');
  const point = digits.length - exponent;
  return (minorUnits < 0 ? '-' : '') + digits.slice(0, point) + (exponent > 0 ? `.${digits.slice(point)}` : '');
}
