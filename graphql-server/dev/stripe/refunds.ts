import type { Scene } from './attempt-payment.ts';
import { checkCurrency, written } from './check-amount.ts';
import { type FormParams, integerOf, metadataOf, refuseUnknown, textOf } from './form-encoding.ts';
import { invalidRequest, noSuch } from './stripe-failure.ts';
import { stripeId } from './stripe-id.ts';
import type { StoredCharge, StoredRefund } from './stripe-state.ts';

const REASONS = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

export function createRefund(scene: Scene, params: FormParams): StoredRefund {
  refuseUnknown(params, ['amount', 'charge', 'currency', 'customer', 'instructions_email', 'metadata', 'origin', 'payment_intent', 'reason', 'refund_application_fee', 'reverse_transfer']);
  const charge = chargeToRefund(scene, params);
  const left = charge.amount - charge.amount_refunded;
  const amount = integerOf(params, 'amount') ?? left;
  if (left === 0) throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  if (amount < 1) throw invalidRequest('This value must be greater than or equal to 1.', { code: 'parameter_invalid_integer', param: 'amount' });
  if (amount > left) {
    throw invalidRequest(`Refund amount (${written(amount, charge.currency)}) is greater than unrefunded amount on charge (${written(left, charge.currency)})`, { param: 'amount' });
  }
  if (params.currency !== undefined && checkCurrency(textOf(params, 'currency')) !== charge.currency) {
    throw invalidRequest(`The currency of the refund must be that of the charge (${charge.currency}).`, { param: 'currency' });
  }
  const sentReason = textOf(params, 'reason') ?? null;
  const reason = REASONS.find((known) => known === sentReason) ?? null;
  if (sentReason && !reason) throw invalidRequest(`Invalid reason: must be one of ${REASONS.join(', ')}`, { param: 'reason' });

  const refund = newRefund(charge, amount, reason, metadataOf(params));
  const before = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  scene.account.refunds[refund.id] = refund;
  takeFromBalance(scene, refund);
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  scene.world.record(scene.account, 'charge.refunded', charge, scene.cause, before);
  scene.world.record(scene.account, 'refund.created', refund, scene.cause);
  return refund;
}

export function updateRefund(scene: Scene, refund: StoredRefund, params: FormParams): StoredRefund {
  refuseUnknown(params, ['metadata']);
  const before = refund.metadata ?? {};
  refund.metadata = metadataOf(params, before);
  scene.world.record(scene.account, 'refund.updated', refund, scene.cause, { metadata: before });
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

function newRefund(charge: StoredCharge, amount: number, reason: StoredRefund['reason'], metadata: Record<string, string>): StoredRefund {
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
    destination_details: { type: charge.payment_method_details?.type ?? 'card' },
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
}

function takeFromBalance(scene: Scene, refund: StoredRefund): void {
  const id = stripeId('txn');
  refund.balance_transaction = id;
  scene.account.balanceTransactions[id] = {
    id,
    object: 'balance_transaction',
    amount: -refund.amount,
    available_on: refund.created,
    balance_type: 'payments',
    created: refund.created,
    currency: refund.currency,
    description: 'REFUND FOR CHARGE',
    exchange_rate: null,
    fee: 0,
    fee_details: [],
    net: -refund.amount,
    reporting_category: 'refund',
    source: refund.id,
    status: 'available',
    type: refund.id.startsWith('pyr_') ? 'payment_refund' : 'refund',
  };
}
