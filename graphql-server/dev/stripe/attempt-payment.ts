import { begin } from './aftermath.ts';
import { book, processingFee } from './balance-transactions.ts';
import { newCharge } from './charges.ts';
import type { Scene } from './scene.ts';
import { StripeFailure, type StripeErrorBody, withDocumentation } from './stripe-failure.ts';
import { stripeId } from './stripe-id.ts';
import type { PendingBankDebit, StoredCharge, StoredPaymentIntent, StoredPaymentMethod } from './stripe-state.ts';
import type { Decline, Failure, Outcome } from './test-numbers.ts';

const DAYS_BEFORE_PAYOUT = 2;

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
  if (debit.failure) bounce(scene, intent, charge, debit.failure);
  else succeed(scene, intent, charge);
}

/** An ACH debit can be called back until the bank has it; other debits cannot. */
export function callBack(scene: Scene, intent: StoredPaymentIntent): void {
  const charge = scene.account.charges[intent.latest_charge!]!;
  scene.world.forget(scene.account, (pending) => pending.what === 'bank_debit' && pending.paymentIntent === intent.id);
  Object.assign(charge, { status: 'failed', failure_code: 'canceled', failure_message: 'The payment was canceled before it was sent to the bank.' });
  scene.world.record(scene.account, 'charge.failed', charge, scene.cause);
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
  const { aftermath } = scene.account.paymentMethods[intent.payment_method!]!;
  const transaction = book(scene, {
    amount: charge.amount,
    currency: charge.currency,
    description: charge.description,
    fee: processingFee(charge.amount),
    reporting_category: 'charge',
    source: charge.id,
    type: charge.id.startsWith('py_') ? 'payment' : 'charge',
    ...(!aftermath?.available && { availableOn: Math.floor(Date.now() / 1000) + DAYS_BEFORE_PAYOUT * 86_400 }),
  });
  Object.assign(charge, { status: 'succeeded', paid: true, captured: true, amount_captured: charge.amount, balance_transaction: transaction.id });
  intent.status = 'succeeded';
  intent.amount_received = intent.amount;
  scene.world.record(scene.account, 'charge.succeeded', charge, scene.cause);
  // As at Stripe, where a test card's dispute is told of before its payment.
  if (aftermath) begin(scene, charge, aftermath);
  scene.world.record(scene.account, 'payment_intent.succeeded', intent, scene.cause);
}

function bounce(scene: Scene, intent: StoredPaymentIntent, charge: StoredCharge, { code, message }: Failure): void {
  Object.assign(charge, { status: 'failed', failure_code: code, failure_message: message });
  const method = scene.account.paymentMethods[intent.payment_method ?? '']?.method;
  intent.status = 'requires_payment_method';
  intent.payment_method = null;
  intent.last_payment_error = withDocumentation({
    charge: charge.id,
    code: code === 'generic_could_not_process' ? 'payment_intent_payment_attempt_failed' : code,
    message,
    ...(method && { payment_method: method }),
    type: 'invalid_request_error',
  });
  scene.world.record(scene.account, 'charge.failed', charge, scene.cause);
  scene.world.record(scene.account, 'payment_intent.payment_failed', intent, scene.cause);
}

function decline(scene: Scene, intent: StoredPaymentIntent, { code, decline_code, message, blocked }: Decline): never {
  const charge = chargeFor(scene, intent);
  Object.assign(charge, { status: 'failed', failure_code: code, failure_message: message });
  charge.outcome = {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: blocked ? 'not_sent_to_network' : 'declined_by_network',
    reason: blocked ? 'highest_risk_level' : decline_code ?? code,
    risk_level: blocked ? 'highest' : 'normal',
    seller_message: blocked ? 'Stripe blocked this payment as too risky.' : 'The bank did not return any further details with this decline.',
    type: blocked ? 'blocked' : 'issuer_declined',
  };
  const { method } = scene.account.paymentMethods[intent.payment_method!]!;
  const type = method.type === 'card' ? 'card_error' : 'invalid_request_error';
  const error = withDocumentation({ charge: charge.id, code, ...(decline_code && { decline_code }), message, payment_method: method, type } satisfies StripeErrorBody);
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
  if (outcome.delay) scene.world.later(scene.account, { what: 'bank_debit', paymentIntent: intent.id, failure: outcome.failure }, outcome.delay);
}

function chargeFor(scene: Scene, intent: StoredPaymentIntent): StoredCharge {
  const { method } = scene.account.paymentMethods[intent.payment_method!]!;
  const charge = newCharge(intent, method);
  scene.account.charges[charge.id] = charge;
  intent.latest_charge = charge.id;
  return charge;
}
