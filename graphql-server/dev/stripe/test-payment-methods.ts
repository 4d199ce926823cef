import { sepaDebit, typedIban, typedUsBankAccount, usBankAccount } from './bank-accounts.ts';
import { type FormParams, groupOf, requiredText, textOf } from './form-encoding.ts';
import { fingerprint, newPaymentMethod } from './new-payment-method.ts';
import { invalidRequest, StripeFailure, withDocumentation } from './stripe-failure.ts';
import type { StoredPaymentMethod } from './stripe-state.ts';
import { ibanOf, usAccountOf } from './test-bank-accounts.ts';
import { cardBehaviour, cardNumberOf } from './test-numbers.ts';

/** Stripe's shorthand for test code on the server side, e.g. `payment_method: 'pm_card_visa'`. */
export function testPaymentMethod(shorthand: string): StoredPaymentMethod | undefined {
  const number = cardNumberOf(shorthand);
  if (number) return card(number, 12, new Date().getUTCFullYear() + 1, {});
  const payer = { name: 'Jenny Rosen', email: 'jenny.rosen@example.com' };
  const iban = ibanOf(shorthand);
  if (iban) return sepaDebit(iban, payer);
  const account = usAccountOf(shorthand);
  return account ? usBankAccount(account, payer) : undefined;
}

/** Reads `payment_method_data`, as Stripe.js sends it. */
export function paymentMethodFrom(data: FormParams): StoredPaymentMethod {
  const type = requiredText(data, 'type');
  const billing = groupOf(data, 'billing_details');
  if (type === 'card') return typedCard(groupOf(data, 'card'), billing);
  if (type === 'sepa_debit') return typedIban(groupOf(data, 'sepa_debit'), billing);
  if (type === 'us_bank_account') return typedUsBankAccount(groupOf(data, 'us_bank_account'), billing);
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
    ...cardBehaviour(number),
    method: {
      ...newPaymentMethod(billing),
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
