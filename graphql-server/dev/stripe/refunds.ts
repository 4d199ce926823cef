import type Stripe from 'stripe';
import { book } from './balance-transactions.ts';
import { checkCurrency, checkFractions, written } from './check-amount.ts';
import { type FormParams, integerOf, metadataOf, refuseUnknown, textOf } from './form-encoding.ts';
import type { Scene } from './scene.ts';
import { invalidRequest, noSuch } from './stripe-failure.ts';
import { stripeId } from './stripe-id.ts';
import type { PendingRefund, StoredCharge, StoredRefund } from './stripe-state.ts';

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

export function createRefund(scene: Scene, params: FormParams): StoredRefund {
  refuseUnknown(params, ['amount', 'charge', 'currency', 'customer', 'instructions_email', 'metadata', 'origin', 'payment_intent', 'reason', 'refund_application_fee', 'reverse_transfer']);
  const charge = chargeToRefund(scene, params);
  const left = charge.amount - charge.amount_refunded;
  const amount = integerOf(params, 'amount') ?? left;
  if (Object.values(scene.account.disputes).some((dispute) => dispute.charge === charge.id && !dispute.is_charge_refundable)) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  }
  if (left === 0) throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  if (amount < 1) throw invalidRequest('This value must be greater than or equal to 1.', { code: 'parameter_invalid_integer', param: 'amount' });
  if (amount > left) {
    throw invalidRequest(`Refund amount (${written(amount, charge.currency)}) is greater than unrefunded amount on charge (${written(left, charge.currency)})`, { param: 'amount' });
  }
  checkFractions(amount, charge.currency);
  if (params.currency !== undefined && checkCurrency(textOf(params, 'currency')) !== charge.currency) {
    throw invalidRequest(`The currency of the refund must be that of the charge (${charge.currency}).`, { param: 'currency' });
  }
  const sentReason = textOf(params, 'reason') ?? null;
  const reason = REASONS.find((known) => known === sentReason) ?? null;
  if (sentReason && !reason) throw invalidRequest(`Invalid reason: must be one of ${REASONS.join(', ')}`, { param: 'reason' });

  const how = scene.account.paymentMethods[charge.payment_method!]?.aftermath?.refunds;
  const refund = newRefund(charge, amount, reason, metadataOf(params), how === 'pending');
  scene.account.refunds[refund.id] = refund;
  refund.balance_transaction = book(scene, { ...movementOf(refund), amount: -amount, description: 'REFUND FOR CHARGE', reporting_category: 'refund', type: refund.id.startsWith('pyr_') ? 'payment_refund' : 'refund' }).id;
  const before = refundedOf(charge);
  count(charge, amount);
  scene.world.record(scene.account, 'charge.refunded', charge, scene.cause, before);
  scene.world.record(scene.account, 'refund.created', refund, scene.cause);
  if (how) scene.world.later(scene.account, { what: 'refund', refund: refund.id, becomes: how === 'pending' ? 'succeeded' : 'failed' });
  return refund;
}

/** The bank that was to take the money back says whether it did. */
export function refundAnswered(scene: Scene, { refund: id, becomes }: PendingRefund): void {
  const refund = scene.account.refunds[id]!;
  const before = { status: refund.status };
  if (becomes === 'succeeded') {
    refund.status = 'succeeded';
    delete refund.pending_reason;
    tellUpdate(scene, refund, before);
  } else {
    giveBack(scene, refund, 'failed', 'expired_or_canceled_card');
    tellUpdate(scene, refund, before);
    scene.world.record(scene.account, 'refund.failed', refund, scene.cause);
  }
}

/** At Stripe a pending card refund is canceled in the dashboard, and by the API where the payer still has to act; here the API does both. */
export function cancelRefund(scene: Scene, refund: StoredRefund): StoredRefund {
  if (refund.status !== 'pending') throw invalidRequest(`Refund ${refund.id} has a status of ${refund.status} and cannot be canceled.`, { code: 'refund_not_cancelable' });
  scene.world.forget(scene.account, (pending) => pending.what === 'refund' && pending.refund === refund.id);
  giveBack(scene, refund, 'canceled', 'merchant_request');
  tellUpdate(scene, refund, { status: 'pending' });
  return refund;
}

export function updateRefund(scene: Scene, refund: StoredRefund, params: FormParams): StoredRefund {
  refuseUnknown(params, ['metadata']);
  const before = refund.metadata ?? {};
  refund.metadata = metadataOf(params, before);
  tellUpdate(scene, refund, { metadata: before });
  return refund;
}

function chargeToRefund(scene: Scene, params: FormParams): StoredCharge {
  const { charges, paymentIntents } = scene.account;
  const intentId = textOf(params, 'payment_intent');
  const chargeId = textOf(params, 'charge');
  if (!intentId && !chargeId) throw invalidRequest('One of the following params should be provided for this request: payment_intent or charge.');
  const intent = Object.hasOwn(paymentIntents, intentId ?? '') ? paymentIntents[intentId!] : undefined;
  if (intentId && !intent) throw noSuch('payment_intent', intentId);
  const charge = charges[(intentId ? intent?.latest_charge : chargeId) ?? ''];
  if (chargeId && !charge) throw noSuch('charge', chargeId);
  if (charge?.status !== 'succeeded') {
    throw invalidRequest(intentId ? `This PaymentIntent (${intentId}) does not have a successful charge to refund.` : `This Charge (${chargeId}) has not been paid, and cannot be refunded.`);
  }
  return charge;
}

function newRefund(charge: StoredCharge, amount: number, reason: StoredRefund['reason'], metadata: Record<string, string>, isPending: boolean): StoredRefund {
  return {
    id: stripeId(charge.id.startsWith('py_') ? 'pyr' : 're'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: Math.floor(Date.now() / 1000),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: destinationOf(charge),
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    ...(isPending && { pending_reason: 'processing' }),
    status: isPending ? 'pending' : 'succeeded',
    transfer_reversal: null,
  };
}

function destinationOf(charge: StoredCharge): Stripe.Refund.DestinationDetails {
  const type = charge.payment_method_details?.type ?? 'card';
  return type === 'card' ? { card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' }, type } : { type };
}

function giveBack(scene: Scene, refund: StoredRefund, status: 'failed' | 'canceled', reason: string): void {
  const charge = scene.account.charges[refund.charge]!;
  delete refund.pending_reason;
  refund.status = status;
  refund.failure_reason = reason;
  refund.failure_balance_transaction = book(scene, { ...movementOf(refund), amount: refund.amount, description: `REFUND ${status === 'failed' ? 'FAILURE' : 'CANCELLATION'}`, reporting_category: 'refund_failure', type: 'refund_failure' }).id;
  const before = refundedOf(charge);
  count(charge, -refund.amount);
  scene.world.record(scene.account, 'charge.updated', charge, scene.cause, before);
}

function count(charge: StoredCharge, amount: number): void {
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
}

const refundedOf = ({ amount_refunded, refunded }: StoredCharge) => ({ amount_refunded, refunded });

const movementOf = ({ id, currency }: StoredRefund) => ({ currency, source: id });

function tellUpdate(scene: Scene, refund: StoredRefund, before: object): void {
  scene.world.record(scene.account, 'refund.updated', refund, scene.cause, before);
  scene.world.record(scene.account, 'charge.refund.updated', refund, scene.cause, before);
}
