import type Stripe from 'stripe';
import { createHash } from 'node:crypto';
import { type FormParams, groupOf, requiredText, textOf } from './form-encoding.ts';
import { invalidRequest, StripeFailure, withDocumentation } from './stripe-failure.ts';
import { stripeId } from './stripe-id.ts';
import type { StoredPaymentMethod } from './stripe-state.ts';

/** What happens to a payment: decided by the number that a person types, and by nothing else. */
export type Outcome =
  | { kind: 'succeeds' }
  | { kind: 'declined'; decline: Decline }
  | { kind: 'asks'; afterwards: Outcome }
  | { kind: 'processes'; succeeds: boolean; delay: 'seconds' | 'minutes' };

export interface Decline {
  code: string;
  decline_code?: string;
  message: string;
}

const succeeds: Outcome = { kind: 'succeeds' };
const asks: Outcome = { kind: 'asks', afterwards: succeeds };
const declined = (decline_code: string, message = 'Your card was declined.'): Outcome => ({ kind: 'declined', decline: { code: 'card_declined', decline_code, message } });
const failed = (code: string, message: string): Outcome => ({ kind: 'declined', decline: { code, message } });

// https://docs.stripe.com/testing
const CARDS: Record<string, Outcome> = {
  '4242424242424242': succeeds,
  '4000056655665556': succeeds,
  '5555555555554444': succeeds,
  '2223003122003222': succeeds,
  '5200828282828210': succeeds,
  '378282246310005': succeeds,
  '6011111111111117': succeeds,
  '3056930009020004': succeeds,
  '3566002020360505': succeeds,
  '6200000000000005': succeeds,
  '4000000000003055': succeeds,
  '4000002500003155': asks,
  '4000002760003184': asks,
  '4000000000003220': asks,
  '4000003800000446': asks,
  '4000008260003178': { kind: 'asks', afterwards: declined('insufficient_funds', 'Your card has insufficient funds.') },
  '4000008400001629': { kind: 'asks', afterwards: declined('generic_decline') },
  '4000000000000002': declined('generic_decline'),
  '4000000000009995': declined('insufficient_funds', 'Your card has insufficient funds.'),
  '4000000000009987': declined('lost_card'),
  '4000000000009979': declined('stolen_card'),
  '4000000000006975': declined('card_velocity_exceeded', 'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.'),
  '4000000000000069': failed('expired_card', 'Your card has expired.'),
  '4000000000000127': failed('incorrect_cvc', "Your card's security code is incorrect."),
  '4000000000000119': failed('processing_error', 'An error occurred while processing your card. Try again in a little bit.'),
};

const TEST_MODE_ONLY = declined(
  'test_mode_live_card',
  'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
);

// https://docs.stripe.com/payments/sepa-debit/accept-a-payment#test-integration
const IBANS: Record<string, Outcome> = {
  DE89370400440532013000: { kind: 'processes', succeeds: true, delay: 'seconds' },
  DE08370400440532013003: { kind: 'processes', succeeds: true, delay: 'minutes' },
  DE62370400440532013001: { kind: 'processes', succeeds: false, delay: 'seconds' },
  DE78370400440532013004: { kind: 'processes', succeeds: false, delay: 'minutes' },
  AT611904300234573201: { kind: 'processes', succeeds: true, delay: 'seconds' },
  AT321904300235473204: { kind: 'processes', succeeds: true, delay: 'minutes' },
  AT861904300235473202: { kind: 'processes', succeeds: false, delay: 'seconds' },
  AT051904300235473205: { kind: 'processes', succeeds: false, delay: 'minutes' },
};

/** Stripe's shorthand for test code on the server side, e.g. `payment_method: 'pm_card_visa'`. */
const SHORTHAND: Record<string, string> = {
  pm_card_visa: '4242424242424242',
  pm_card_mastercard: '5555555555554444',
  pm_card_amex: '378282246310005',
  pm_card_visa_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_visa_chargeDeclinedLostCard: '4000000000009987',
  pm_card_chargeDeclinedExpiredCard: '4000000000000069',
  pm_card_chargeDeclinedIncorrectCvc: '4000000000000127',
  pm_card_chargeDeclinedProcessingError: '4000000000000119',
  pm_card_authenticationRequired: '4000002500003155',
  pm_card_threeDSecure2Required: '4000000000003220',
};

export function testPaymentMethod(shorthand: string): StoredPaymentMethod | undefined {
  const number = Object.hasOwn(SHORTHAND, shorthand) ? SHORTHAND[shorthand] : undefined;
  return number === undefined ? undefined : card(number, 12, new Date().getUTCFullYear() + 1, {});
}

/** Reads `payment_method_data`, as Stripe.js sends it. */
export function paymentMethodFrom(data: FormParams): StoredPaymentMethod {
  const type = requiredText(data, 'type');
  const billing = groupOf(data, 'billing_details');
  if (type === 'card') return typedCard(groupOf(data, 'card'), billing);
  if (type === 'sepa_debit') return typedIban(groupOf(data, 'sepa_debit'), billing);
  throw invalidRequest(`The simulator does not know the payment method type ${type}.`, { param: 'payment_method_data[type]' });
}

function typedCard(fields: FormParams, billing: FormParams): StoredPaymentMethod {
  const number = requiredText(fields, 'number').replaceAll(/[\s-]/g, '');
  const month = Number(requiredText(fields, 'exp_month'));
  const typedYear = Number(requiredText(fields, 'exp_year'));
  const year = typedYear < 100 ? 2000 + typedYear : typedYear;
  const cvc = textOf(fields, 'cvc');

  if (!isLuhnValid(number)) throw cardFailure('incorrect_number', 'Your card number is incorrect.', 'number');
  if (!(month >= 1 && month <= 12)) throw cardFailure('invalid_expiry_month', "Your card's expiration month is invalid.", 'exp_month');
  const now = new Date();
  if (!(year >= now.getUTCFullYear() && year < now.getUTCFullYear() + 50)) throw cardFailure('invalid_expiry_year', "Your card's expiration year is invalid.", 'exp_year');
  if (year === now.getUTCFullYear() && month < now.getUTCMonth() + 1) throw cardFailure('invalid_expiry_month', "Your card's expiration month is invalid.", 'exp_month');
  if (cvc && !/^\d{3,4}$/.test(cvc)) throw cardFailure('invalid_cvc', "Your card's security code is invalid.", 'cvc');
  return card(number, month, year, billing);
}

function card(number: string, month: number, year: number, billing: FormParams): StoredPaymentMethod {
  const brand = brandOf(number);
  return {
    outcome: (Object.hasOwn(CARDS, number) ? CARDS[number] : undefined) ?? TEST_MODE_ONLY,
    method: {
      ...paymentMethod(billing),
      type: 'card',
      card: {
        brand,
        checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: null },
        country: 'US',
        display_brand: brand,
        exp_month: month,
        exp_year: year,
        fingerprint: fingerprint(number),
        funding: 'credit',
        generated_from: null,
        last4: number.slice(-4),
        networks: { available: [brand], preferred: null },
        regulated_status: 'unregulated',
        three_d_secure_usage: { supported: true },
        wallet: null,
      },
    },
  };
}

function typedIban(fields: FormParams, billing: FormParams): StoredPaymentMethod {
  const iban = requiredText(fields, 'iban').replaceAll(/\s/g, '').toUpperCase();
  if (!isIbanValid(iban)) throw invalidRequest('The IBAN you provided is invalid.', { code: 'invalid_bank_account_iban', param: 'payment_method_data[sepa_debit][iban]' });
  if (!textOf(billing, 'name')) throw invalidRequest('Missing required param: billing_details[name].', { code: 'parameter_missing', param: 'billing_details[name]' });
  if (!textOf(billing, 'email')) throw invalidRequest('Missing required param: billing_details[email].', { code: 'parameter_missing', param: 'billing_details[email]' });
  const outcome = Object.hasOwn(IBANS, iban) ? IBANS[iban] : undefined;
  if (!outcome) throw invalidRequest('You must use a test bank account number when making transfers or debits in test mode.', { code: 'bank_account_unusable', param: 'payment_method_data[sepa_debit][iban]' });
  return {
    outcome,
    method: {
      ...paymentMethod(billing),
      type: 'sepa_debit',
      sepa_debit: { bank_code: iban.slice(4, 12), branch_code: '', country: iban.slice(0, 2), fingerprint: fingerprint(iban), generated_from: { charge: null, setup_attempt: null }, last4: iban.slice(-4) },
    },
  };
}

function paymentMethod(billing: FormParams): Omit<Stripe.PaymentMethod, 'type'> {
  const address = groupOf(billing, 'address');
  return {
    id: stripeId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: {
      address: {
        city: textOf(address, 'city') ?? null,
        country: textOf(address, 'country') ?? null,
        line1: textOf(address, 'line1') ?? null,
        line2: textOf(address, 'line2') ?? null,
        postal_code: textOf(address, 'postal_code') ?? null,
        state: textOf(address, 'state') ?? null,
      },
      email: textOf(billing, 'email') ?? null,
      name: textOf(billing, 'name') ?? null,
      phone: textOf(billing, 'phone') ?? null,
      tax_id: null,
    },
    created: Math.floor(Date.now() / 1000),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
  };
}

function cardFailure(code: string, message: string, param: string): StripeFailure {
  return new StripeFailure(402, withDocumentation({ type: 'card_error', code, message, param }));
}

function brandOf(number: string): string {
  if (/^4/.test(number)) return 'visa';
  if (/^3[47]/.test(number)) return 'amex';
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard';
  if (/^35/.test(number)) return 'jcb';
  if (/^3/.test(number)) return 'diners';
  if (/^62/.test(number)) return 'unionpay';
  return /^6/.test(number) ? 'discover' : 'unknown';
}

function isLuhnValid(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  const sum = [...number].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function isIbanValid(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n;
}

function fingerprint(number: string): string {
  return createHash('sha256').update(number).digest('base64url').replaceAll(/[-_]/g, 'x').slice(0, 16);
}
