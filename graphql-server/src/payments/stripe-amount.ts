import { DomainError } from '../shared/domain-error.ts';
import type { Money } from '../shared/money.ts';

/**
 * Where Stripe's smallest unit is not the standard's: how many of Stripe's make one of ours
 * (https://docs.stripe.com/currencies#special-cases). An amount off by a hundred must never be charged.
 */
const STRIPES_IN_ONE: Readonly<Record<string, number>> = { ISK: 100, UGX: 100, MGA: 1 / 100 };

/** Amounts in these end in a zero. */
const TENS = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** Throws PAYMENTS_UNAVAILABLE for an amount that Stripe cannot take. */
export function toStripeAmount({ minorUnits, currency }: Money): number {
  const amount = minorUnits * (STRIPES_IN_ONE[currency] ?? 1);
  if (Number.isInteger(amount) && !(TENS.has(currency) && amount % 10 !== 0)) return amount;
  const step = currency === 'MGA' ? 'whole ariary' : 'hundredths';
  throw new DomainError('PAYMENTS_UNAVAILABLE', `By card, amounts in ${currency} are paid in ${step} only. Please use the bank details of this business.`);
}

/** In minor units of ISO 4217; a remainder that the standard has no unit for cannot be. */
export function fromStripeAmount(amount: number, currency: string): number {
  return Math.round(amount / (STRIPES_IN_ONE[currency.toUpperCase()] ?? 1));
}
