import { currencyExponent } from './currency-exponent.ts';

/**
 * The plain decimal ("1250.5") that a person means in their language: "1.250,50" in German,
 * "1,250.50" in English, and a lone comma or point that groups nothing in either. null when unreadable.
 */
export function readDecimal(text: string, language: string): string | null {
  const compact = text.trim().replace(/[\s'’٬]/g, '').replace(/[−–]/, '-');
  const match = /^([+-]?)([\d.,]*\d[\d.,]*)$/.exec(compact);
  if (!match) return null;
  const [, sign, body = ''] = match;
  const point = decimalPoint(body, language);
  const at = point ? body.lastIndexOf(point) : body.length;
  const whole = body.slice(0, at);
  const fraction = body.slice(at + 1);
  if (/[.,]/.test(fraction) || !/^(\d*|\d{1,3}([.,])\d{3}(\2\d{3})*)$/.test(whole)) return null;
  const digits = whole.replace(/[.,]/g, '').replace(/^0+(?=\d)/, '') || '0';
  const rest = fraction.replace(/0+$/, '');
  const plain = rest ? `${digits}.${rest}` : digits;
  return sign === '-' && plain !== '0' ? `-${plain}` : plain;
}

/** Minor units of a typed amount; null when unreadable or finer than the currency is. */
export function readAmount(text: string, currency: string, language: string): number | null {
  const decimal = readDecimal(text, language);
  if (decimal === null) return null;
  const [whole = '', fraction = ''] = decimal.split('.');
  const exponent = currencyExponent(currency);
  if (fraction.length > exponent) return null;
  const minorUnits = Number(whole + fraction.padEnd(exponent, '0'));
  if (!Number.isSafeInteger(minorUnits)) return null;
  return minorUnits === 0 ? 0 : minorUnits;
}

/** As this person would type it, without groups. */
export function decimalText(plain: string, language: string): string {
  return plain.replace('.', separators(language).decimal);
}

/** "19%", "8,875 %": exactly, no float is made of it. */
export function percentText(plain: string, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 9 }).format(`${plain}e-2` as Intl.StringNumericLiteral);
}

/** "1250.50", "1250,50"; for a currency without cents "1250". */
export function amountText({ minorUnits, currency }: { minorUnits: number; currency: string }, language: string): string {
  const exponent = currencyExponent(currency);
  const digits = String(Math.abs(minorUnits)).padStart(exponent + 1, '0');
  const at = digits.length - exponent;
  const plain = exponent > 0 ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits;
  return (minorUnits < 0 ? '-' : '') + decimalText(plain, language);
}

/** Which of the two separates the decimals, if one does. */
function decimalPoint(body: string, language: string): '.' | ',' | null {
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','));
  if (last < 0) return null;
  const candidate = body[last] as '.' | ',';
  if (body.includes(candidate === '.' ? ',' : '.')) return candidate;
  if (body.indexOf(candidate) !== last) return null;
  const { decimal, group } = separators(language);
  const isThousand = body.length - last === 4 && last > 0 && last <= 3 && body[0] !== '0';
  return candidate !== decimal && candidate === group && isThousand ? null : candidate;
}

const known = new Map<string, { decimal: string; group: string }>();

function separators(language: string): { decimal: string; group: string } {
  let found = known.get(language);
  if (!found) {
    const parts = new Intl.NumberFormat(language, { useGrouping: true, numberingSystem: 'latn' }).formatToParts(1234567.5);
    const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
    found = { decimal: of('decimal') === ',' ? ',' : '.', group: of('group') };
    known.set(language, found);
  }
  return found;
}
