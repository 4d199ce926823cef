import { calculateFee } from './balance-transactions.ts';
import { newCharge } from './charges.ts';
import type { Cause } from './stripe-events.ts';
import { StripeFailure, type StripeErrorBody, withDocumentation } from './stripe-failure.ts';
import { stripeId } from './stripe-id.ts';
import type { PendingBankDebit, StoredCharge, StoredPaymentIntent, StoredPaymentMethod, StripeAccount } from './stripe-state.ts';
import type { StripeWorld } from './stripe-world.ts';
import type { Decline, Outcome } from './test-payment-methods.ts';

/** Where and why something happens. */
export interface Scene {
  world: StripeWorld;
  account: StripeAccount;
  cause: Cause;
}

/** One attempt to pay an intent. A decline throws, after the intent has been changed: as at Stripe, where the answer is a 402. */
export function attemptPayment(scene: Scene, intent: StoredPaymentIntent, { method, outcome }: StoredPaymentMethod): void {
  intent.payment_method = method.id;
  intent.last_payment_error = null;
  intent.next_action = null;
  follow(scene, intent, outcome);
}

/** The person finished or refused the bank's 3-D Secure challenge. */
export function answerChallenge(scene: Scene, intent: StoredPaymentIntent, passed: boolean): void {
  const { method, outcome } = scene.account.paymentMethods[intent.payment_method!]!;
  intent.next_action = null;
  if (passed && outcome.kind === 'asks') return follow(scene, intent, outcome.afterwards);
  intent.status = 'requires_payment_method';
  intent.payment_method = null;
  intent.last_payment_error = withDocumentation({
    code: 'payment_intent_authentication_failure',
    message: 'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    payment_method: method,
    type: 'invalid_request_error',
  });
  scene.world.record(scene.account, 'payment_intent.payment_failed', intent, scene.cause);
}

export function bankAnswered(scene: Scene, debit: PendingBankDebit): void {
  const intent = scene.account.paymentIntents[debit.paymentIntent];
  const charge = scene.account.charges[intent?.latest_charge ?? ''];
  if (intent?.status !== 'processing' || !charge) return;
  intent.processing = null;
  if (debit.succeeds) return succeed(scene, intent, charge);

  const message = 'The payment failed.';
  Object.assign(charge, { status: 'failed', paid: false, captured: false, failure_code: 'generic_could_not_process', failure_message: message });
  const method = scene.account.paymentMethods[intent.payment_method ?? '']?.method;
  intent.status = 'requires_payment_method';
  intent.payment_method = null;
  intent.last_payment_error = withDocumentation({ charge: charge.id, code: 'payment_intent_payment_attempt_failed', message, ...(method && { payment_method: method }), type: 'invalid_request_error' });
  scene.world.record(scene.account, 'charge.failed', charge, scene.cause);
  scene.world.record(scene.account, 'payment_intent.payment_failed', intent, scene.cause);
}

function follow(scene: Scene, intent: StoredPaymentIntent, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'succeeds':
      return succeed(scene, intent, chargeFor(scene, intent));
    case 'declined':
      return decline(scene, intent, outcome.decline);
    case 'asks':
      return ask(scene, intent);
    case 'processes':
      return process(scene, intent, outcome);
  }
}

function succeed(scene: Scene, intent: StoredPaymentIntent, charge: StoredCharge): void {
  const { fee, net } = calculateFee(charge.amount);
  const transaction = stripeId('txn');
  scene.account.balanceTransactions[transaction] = {
    id: transaction,
    object: 'balance_transaction',
    amount: charge.amount,
    available_on: charge.created + 2 * 86_400,
    balance_type: 'payments',
    created: Math.floor(Date.now() / 1000),
    currency: charge.currency,
    description: charge.description,
    exchange_rate: null,
    fee,
    fee_details: [{ amount: fee, application: null, currency: charge.currency, description: 'Stripe processing fees', type: 'stripe_fee' }],
    net,
    reporting_category: 'charge',
    source: charge.id,
    status: 'pending',
    type: charge.id.startsWith('py_') ? 'payment' : 'charge',
  };
  Object.assign(charge, { status: 'succeeded', paid: true, captured: true, amount_captured: charge.amount, balance_transaction: transaction });
  intent.status = 'succeeded';
  intent.amount_received = intent.amount;
  scene.world.record(scene.account, 'charge.succeeded', charge, scene.cause);
  scene.world.record(scene.account, 'payment_intent.succeeded', intent, scene.cause);
}

function decline(scene: Scene, intent: StoredPaymentIntent, { code, decline_code, message }: Decline): never {
  const charge = chargeFor(scene, intent);
  Object.assign(charge, { status: 'failed', failure_code: code, failure_message: message });
  charge.outcome = {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: 'declined_by_network',
    reason: decline_code ?? code,
    risk_level: 'normal',
    seller_message: 'The bank did not return any further details with this decline.',
    type: 'issuer_declined',
  };
  const { method } = scene.account.paymentMethods[intent.payment_method!]!;
  const error = withDocumentation({ charge: charge.id, code, ...(decline_code && { decline_code }), message, payment_method: method, type: 'card_error' } satisfies StripeErrorBody);
  intent.status = 'requires_payment_method';
  intent.payment_method = null;
  intent.last_payment_error = error;
  scene.world.record(scene.account, 'charge.failed', charge, scene.cause);
  scene.world.record(scene.account, 'payment_intent.payment_failed', intent, scene.cause);
  throw new StripeFailure(402, { ...error, payment_intent: structuredClone(intent) });
}

function ask(scene: Scene, intent: StoredPaymentIntent): void {
  intent.status = 'requires_action';
  intent.next_action = { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', source: stripeId('src') } };
  scene.world.record(scene.account, 'payment_intent.requires_action', intent, scene.cause);
}

function process(scene: Scene, intent: StoredPaymentIntent, outcome: Extract<Outcome, { kind: 'processes' }>): void {
  const charge = chargeFor(scene, intent);
  intent.status = 'processing';
  scene.world.record(scene.account, 'charge.pending', charge, scene.cause);
  scene.world.record(scene.account, 'payment_intent.processing', intent, scene.cause);
  scene.world.debitBank(scene.account, intent.id, outcome.succeeds, outcome.delay);
}

function chargeFor(scene: Scene, intent: StoredPaymentIntent): StoredCharge {
  const { method } = scene.account.paymentMethods[intent.payment_method!]!;
  const charge = newCharge(intent, method);
  scene.account.charges[charge.id] = charge;
  intent.latest_charge = charge.id;
  return charge;
}
