import { currencyExponent } from './currency.ts';
import { badInput } from './domain-error.ts';

/** `minorUnits` is a safe integer: 232860 USD is 2,328.60, 1200 JPY is 1,200, 1500 KWD is 1.500. */
export interface Money {
  minorUnits: number;
  currency: string;
}

/** Digits, at most one point with digits on both sides. No separators: "1,234" is 1.234 in half the world. */
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** "2328.60" USD is 232860. Throws DomainError when the text is not exactly an amount of the currency. */
export function parseMinorUnits(text: string, currency: string): number {
  const exponent = currencyExponent(currency);
  const match = text.length <= 40 ? DECIMAL.exec(text) : null;
  if (!match) {
    throw badInput(`"${text.slice(0, 40)}" is not an amount; expected digits with a point for decimals, such as ${example(exponent)}.`);
  }
  const [, sign = '', whole = '', decimals = ''] = match;
  if (decimals.length > exponent) {
    throw badInput(`"${text}" has ${decimals.length === 1 ? '1 decimal' : `${decimals.length} decimals`}; ${currency} has ${exponent === 0 ? 'none' : exponent}.`);
  }
  const magnitude = Number(whole + decimals.padEnd(exponent, '0'));
  if (!Number.isSafeInteger(magnitude)) throw badInput(`"${text}" is too large an amount.`);
  return sign && magnitude !== 0 ? -magnitude : magnitude;
}

/** 232860 USD is "2328.60": plain digits for files and messages, not for people (see Intl). */
export function minorUnitsToDecimal(minorUnits: number, currency: string): string {
  const exponent = currencyExponent(currency);
  if (!Number.isSafeInteger(minorUnits)) throw new RangeError(`${minorUnits} is not an integer of minor units`);
  const sign = minorUnits < 0 ? '-' : '';
  const digits = String(Math.abs(minorUnits)).padStart(exponent + 1, '0');
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

function example(exponent: number): string {
  return exponent === 0 ? '1234' : `1234.${'50'.padEnd(exponent, '0').slice(0, exponent)}`;
}
