// What may stand in each field: formatting while typing, and Stripe.js's own errors.

const BRANDS = [
  { name: 'amex', pattern: /^3[47]/, lengths: [15], groups: [4, 6, 5], cvc: 4 },
  { name: 'diners', pattern: /^3[0689]/, lengths: [14, 16], groups: [4, 6, 4], cvc: 3 },
  { name: 'jcb', pattern: /^35/, lengths: [16], groups: [4, 4, 4, 4], cvc: 3 },
  { name: 'mastercard', pattern: /^(5[1-5]|2[2-7])/, lengths: [16], groups: [4, 4, 4, 4], cvc: 3 },
  { name: 'visa', pattern: /^4/, lengths: [16], groups: [4, 4, 4, 4], cvc: 3 },
  { name: 'unionpay', pattern: /^62/, lengths: [16, 17, 18, 19], groups: [4, 4, 4, 4, 3], cvc: 3 },
  { name: 'discover', pattern: /^6/, lengths: [16], groups: [4, 4, 4, 4], cvc: 3 },
];
const UNKNOWN = { name: 'unknown', lengths: [16], groups: [4, 4, 4, 4, 3], cvc: 3 };

export function brandOf(number) {
  return BRANDS.find(({ pattern }) => pattern.test(digits(number))) ?? UNKNOWN;
}

export function formatNumber(text) {
  const brand = brandOf(text);
  let rest = digits(text).slice(0, Math.max(...brand.lengths));
  const groups = [];
  for (const size of brand.groups) {
    if (rest === '') break;
    groups.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return groups.join(' ') + rest;
}

export function numberError(text) {
  const number = digits(text);
  const longest = Math.max(...brandOf(number).lengths);
  if (brandOf(number).lengths.includes(number.length) && isLuhnValid(number)) return null;
  if (number.length < longest) return { code: 'incomplete_number', message: 'Your card number is incomplete.' };
  return { code: 'invalid_number', message: 'Your card number is invalid.' };
}

export function formatExpiry(text, isDeleting) {
  let typed = digits(text).slice(0, 4);
  if (/^[2-9]/.test(typed)) typed = `0${typed}`.slice(0, 4);
  // A slash after one digit says that the month is complete.
  if (/^1\s*\/$/.test(text)) typed = '01';
  if (typed.length < 2 || (typed.length === 2 && isDeleting)) return typed;
  return `${typed.slice(0, 2)} / ${typed.slice(2)}`;
}

export function expiryOf(text) {
  const typed = digits(text);
  return { month: Number(typed.slice(0, 2)), year: 2000 + Number(typed.slice(2, 4)), isComplete: typed.length === 4 };
}

export function expiryError(text, today = new Date()) {
  const { month, year, isComplete } = expiryOf(text);
  if (!isComplete) return { code: 'incomplete_expiry', message: "Your card's expiration date is incomplete." };
  if (month < 1 || month > 12) return { code: 'invalid_expiry_month', message: "Your card's expiration date is invalid." };
  if (year < today.getFullYear()) return { code: 'invalid_expiry_year_past', message: "Your card's expiration year is in the past." };
  if (year === today.getFullYear() && month < today.getMonth() + 1) return { code: 'invalid_expiry_month_past', message: "Your card's expiration date is in the past." };
  if (year > today.getFullYear() + 50) return { code: 'invalid_expiry_year', message: "Your card's expiration year is invalid." };
  return null;
}

export function formatCvc(text, number) {
  return digits(text).slice(0, brandOf(number).cvc);
}

export function cvcError(text, number) {
  return digits(text).length === brandOf(number).cvc ? null : { code: 'incomplete_cvc', message: "Your card's security code is incomplete." };
}

export function formatIban(text) {
  const typed = text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '').slice(0, 34);
  return typed.match(/.{1,4}/g)?.join(' ') ?? '';
}

export function ibanError(text) {
  const iban = text.replaceAll(' ', '');
  if (iban.length < (IBAN_LENGTHS[iban.slice(0, 2)] ?? 15)) return { code: 'incomplete_iban', message: 'The IBAN you entered is incomplete.' };
  return hasIbanChecksum(iban) ? null : { code: 'invalid_iban', message: 'The IBAN you entered is invalid.' };
}

export function formatRoutingNumber(text) {
  return digits(text).slice(0, 9);
}

export function routingNumberError(text) {
  if (text.length < 9) return { code: 'incomplete_routing_number', message: 'Your routing number is incomplete.' };
  const sum = [...text].reduce((total, digit, index) => total + Number(digit) * [3, 7, 1][index % 3], 0);
  return sum % 10 === 0 ? null : { code: 'invalid_routing_number', message: 'Your routing number is invalid.' };
}

export function formatAccountNumber(text) {
  return digits(text).slice(0, 17);
}

export function accountNumberError(text) {
  return text.length < 4 ? { code: 'incomplete_account_number', message: 'Your account number is incomplete.' } : null;
}

const IBAN_LENGTHS = { AT: 20, BE: 16, BG: 22, CH: 21, CY: 28, CZ: 24, DE: 22, DK: 18, EE: 20, ES: 24, FI: 18, FR: 27, GB: 22, GR: 27, HR: 21, HU: 28, IE: 22, IT: 27, LT: 20, LU: 20, LV: 21, MT: 31, NL: 18, NO: 15, PL: 28, PT: 25, RO: 24, SE: 24, SI: 19, SK: 24 };

function hasIbanChecksum(iban) {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return false;
  return BigInt((iban.slice(4) + iban.slice(0, 4)).replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))) % 97n === 1n;
}

function isLuhnValid(number) {
  const sum = [...number].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

export function digits(text) {
  return text.replaceAll(/\D/g, '');
}
