import type Stripe from 'stripe';
import { type FormParams, requiredText, textOf } from './form-encoding.ts';
import { fingerprint, newPaymentMethod } from './new-payment-method.ts';
import { invalidRequest } from './stripe-failure.ts';
import type { StoredPaymentMethod } from './stripe-state.ts';
import { ibanBehaviour, ibanRefusal, usAccountBehaviour } from './test-bank-accounts.ts';

/** Every test account of the United States stands at this bank. */
export const TEST_ROUTING_NUMBER = '110000000';

export function typedIban(fields: FormParams, billing: FormParams): StoredPaymentMethod {
  const iban = requiredText(fields, 'iban').replaceAll(/\s/g, '').toUpperCase();
  const param = 'payment_method_data[sepa_debit][iban]';
  if (!isIbanValid(iban)) throw invalidRequest('The IBAN you provided is invalid.', { code: 'invalid_bank_account_iban', param });
  requireBilling(billing, 'name');
  requireBilling(billing, 'email');
  const refusal = ibanRefusal(iban);
  if (refusal) throw invalidRequest(refusal.message, { code: refusal.code, param });
  return sepaDebit(iban, billing) ?? refuseLiveAccount(param);
}

export function sepaDebit(iban: string, billing: FormParams): StoredPaymentMethod | undefined {
  const behaviour = ibanBehaviour(iban);
  return behaviour && {
    ...behaviour,
    method: {
      ...newPaymentMethod(billing),
      type: 'sepa_debit',
      sepa_debit: { bank_code: iban.slice(4, 12), branch_code: '', country: iban.slice(0, 2), fingerprint: fingerprint(iban), generated_from: { charge: null, setup_attempt: null }, last4: iban.slice(-4) },
    },
  };
}

/** Typed by hand. Stripe would first send two small amounts to verify the account; here it counts as verified. */
export function typedUsBankAccount(fields: FormParams, billing: FormParams): StoredPaymentMethod {
  const param = (name: string) => `payment_method_data[us_bank_account][${name}]`;
  const routing = requiredText(fields, 'routing_number').replaceAll(/\s/g, '');
  const number = requiredText(fields, 'account_number').replaceAll(/\s/g, '');
  const holder = textOf(fields, 'account_holder_type') ?? 'individual';
  const type = textOf(fields, 'account_type') ?? 'checking';
  if (!isRoutingNumberValid(routing)) throw invalidRequest('The routing number you provided is invalid.', { code: 'routing_number_invalid', param: param('routing_number') });
  if (!/^\d{4,17}$/.test(number)) throw invalidRequest('The account number you provided is invalid.', { code: 'account_number_invalid', param: param('account_number') });
  if (!['individual', 'company'].includes(holder)) throw invalidRequest('Invalid account_holder_type: must be one of company or individual', { param: param('account_holder_type') });
  if (!['checking', 'savings'].includes(type)) throw invalidRequest('Invalid account_type: must be one of checking or savings', { param: param('account_type') });
  requireBilling(billing, 'name');
  const method = routing === TEST_ROUTING_NUMBER ? usBankAccount(number, billing, { holder, type }) : undefined;
  return method ?? refuseLiveAccount(param('account_number'));
}

export function usBankAccount(number: string, billing: FormParams, { holder = 'individual', type = 'checking' } = {}): StoredPaymentMethod | undefined {
  const behaviour = usAccountBehaviour(number);
  if (!behaviour) return undefined;
  const us_bank_account: Stripe.PaymentMethod.UsBankAccount = {
    account_holder_type: holder,
    account_type: type,
    bank_name: 'STRIPE TEST BANK',
    financial_connections_account: null,
    fingerprint: fingerprint(number),
    last4: number.slice(-4),
    networks: { preferred: 'ach', supported: ['ach'] },
    routing_number: TEST_ROUTING_NUMBER,
    status_details: {},
  };
  return { outcome: behaviour.outcome, aftermath: behaviour.aftermath, method: { ...newPaymentMethod(billing), type: 'us_bank_account', us_bank_account } };
}

function requireBilling(billing: FormParams, name: string): void {
  if (!textOf(billing, name)) throw invalidRequest(`Missing required param: billing_details[${name}].`, { code: 'parameter_missing', param: `billing_details[${name}]` });
}

function refuseLiveAccount(param: string): never {
  throw invalidRequest('You must use a test bank account number when making transfers or debits in test mode.', { code: 'bank_account_unusable', param });
}

function isIbanValid(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n;
}

// https://en.wikipedia.org/wiki/ABA_routing_transit_number#Check_digit
function isRoutingNumberValid(routing: string): boolean {
  if (!/^\d{9}$/.test(routing)) return false;
  const weights = [3, 7, 1];
  return [...routing].reduce((sum, digit, index) => sum + Number(digit) * weights[index % 3]!, 0) % 10 === 0;
}
