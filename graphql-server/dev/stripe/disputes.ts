import type Stripe from 'stripe';
import { book } from './balance-transactions.ts';
import { booleanOf, type FormParams, groupOf, metadataOf, refuseUnknown, textOf } from './form-encoding.ts';
import type { Scene } from './scene.ts';
import { invalidRequest } from './stripe-failure.ts';
import { stripeId } from './stripe-id.ts';
import type { StoredCharge, StoredDispute } from './stripe-state.ts';
import type { DisputeCause } from './test-numbers.ts';

/** In minor units of any currency. */
const FEE = 1500;
const DAYS_TO_ANSWER = 9;

const CLOSED = ['won', 'lost', 'warning_closed', 'prevented'];
const NETWORK_REASONS: Record<string, string> = { fraudulent: '10.4', product_not_received: '13.1', duplicate: '12.6.1', credit_not_processed: '13.7', subscription_canceled: '13.2', product_unacceptable: '13.3' };
export const DISPUTE_REASONS = [...Object.keys(NETWORK_REASONS), 'bank_cannot_process', 'check_returned', 'customer_initiated', 'debit_not_authorized', 'general', 'incorrect_account_details', 'insufficient_funds', 'noncompliant', 'unrecognized'];

const EVIDENCE = 'access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal customer_communication customer_email_address customer_name customer_purchase_ip customer_signature duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description receipt refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation shipping_address shipping_carrier shipping_date shipping_documentation shipping_tracking_number uncategorized_file uncategorized_text'.split(' ');

/** The payer's bank asks the money back; an inquiry asks for an explanation first. https://docs.stripe.com/disputes/how-disputes-work */
export function openDispute(scene: Scene, charge: StoredCharge, { reason, inquiry, amount = charge.amount - charge.amount_refunded }: DisputeCause & { amount?: number }): StoredDispute {
  const id = stripeId('du');
  const now = Math.floor(Date.now() / 1000);
  const card = charge.payment_method_details?.card;
  const dispute: StoredDispute = {
    id,
    object: 'dispute',
    amount,
    balance_transactions: [],
    charge: charge.id,
    created: now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...Object.fromEntries(EVIDENCE.map((name) => [name, null])), enhanced_evidence: {} } as unknown as Stripe.Dispute.Evidence,
    // To the end of a day.
    evidence_details: { due_by: card ? (Math.floor(now / 86_400) + DAYS_TO_ANSWER) * 86_400 - 1 : null, enhanced_eligibility: {}, has_evidence: false, past_due: false, submission_count: 0, submission_method: 'not_submitted' },
    intended_submission_method: null,
    is_charge_refundable: Boolean(inquiry),
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: card
      ? { card: { brand: card.brand ?? 'visa', case_type: inquiry ? 'inquiry' : 'chargeback', network: card.brand ?? 'visa', network_reason_code: inquiry ? '10' : NETWORK_REASONS[reason] ?? '10.4' }, type: 'card' }
      : { type: charge.payment_method_details!.type },
    reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  };
  scene.account.disputes[id] = dispute;
  charge.disputed = true;
  tell(scene, dispute, 'created');
  if (!inquiry) withdraw(scene, dispute);
  // Nobody answers the bank of a debit: what its customer takes back is gone.
  if (!card) close(scene, dispute, 'lost');
  return dispute;
}

/** Texts that decide a dispute in Stripe's test mode: https://docs.stripe.com/testing#evidence */
export function updateDispute(scene: Scene, dispute: StoredDispute, params: FormParams): StoredDispute {
  refuseUnknown(params, ['evidence', 'intended_submission_method', 'metadata', 'submit']);
  refuseIfClosed(dispute);
  const sent = groupOf(params, 'evidence');
  refuseUnknown(sent, [...EVIDENCE, 'appeal', 'enhanced_evidence']);
  dispute.metadata = metadataOf(params, dispute.metadata);
  for (const name of EVIDENCE) {
    const text = textOf(sent, name);
    if (text !== undefined) Object.assign(dispute.evidence, { [name]: text });
  }
  if (params.evidence !== undefined) dispute.evidence_details.has_evidence = EVIDENCE.some((name) => dispute.evidence[name as 'receipt'] !== null);
  const isSubmitted = params.submit === undefined ? params.evidence !== undefined : booleanOf(params, 'submit');
  if (isSubmitted) submit(scene, dispute);
  else tell(scene, dispute, 'updated');
  return dispute;
}

/** The business accepts the dispute: https://docs.stripe.com/api/disputes/close */
export function acceptDispute(scene: Scene, dispute: StoredDispute): StoredDispute {
  refuseIfClosed(dispute);
  close(scene, dispute, 'lost');
  return dispute;
}

/** The payer's bank decides. */
export function decideDispute(scene: Scene, dispute: StoredDispute, outcome: 'won' | 'lost'): StoredDispute {
  refuseIfClosed(dispute);
  close(scene, dispute, outcome);
  return dispute;
}

function submit(scene: Scene, dispute: StoredDispute): void {
  dispute.evidence_details.submission_count += 1;
  dispute.evidence_details.submission_method = 'manual';
  const { uncategorized_text: text } = dispute.evidence;
  if (text === 'escalate_inquiry_evidence' && isInquiry(dispute)) return escalate(scene, dispute);
  dispute.status = isInquiry(dispute) ? 'warning_under_review' : 'under_review';
  tell(scene, dispute, 'updated');
  if (text === 'winning_evidence') close(scene, dispute, 'won');
  if (text === 'losing_evidence') close(scene, dispute, 'lost');
}

function escalate(scene: Scene, dispute: StoredDispute): void {
  dispute.status = 'needs_response';
  dispute.is_charge_refundable = false;
  dispute.payment_method_details!.card!.case_type = 'chargeback';
  tell(scene, dispute, 'updated');
  withdraw(scene, dispute);
}

function close(scene: Scene, dispute: StoredDispute, outcome: 'won' | 'lost'): void {
  if (isInquiry(dispute)) {
    dispute.status = 'warning_closed';
  } else {
    dispute.status = outcome;
    dispute.is_charge_refundable = outcome === 'won';
    if (outcome === 'won') reinstate(scene, dispute);
  }
  tell(scene, dispute, 'closed');
}

function withdraw(scene: Scene, dispute: StoredDispute): void {
  dispute.balance_transactions.push(book(scene, { ...movementOf(dispute), amount: -dispute.amount, description: `Chargeback withdrawal for ${dispute.charge}`, fee: { amount: FEE, description: 'Dispute fee' }, reporting_category: 'dispute' }));
  tell(scene, dispute, 'funds_withdrawn');
}

function reinstate(scene: Scene, dispute: StoredDispute): void {
  dispute.balance_transactions.push(book(scene, { ...movementOf(dispute), amount: dispute.amount, description: `Chargeback reversal for ${dispute.charge}`, fee: { amount: -FEE, description: 'Dispute fee refund' }, reporting_category: 'dispute_reversal' }));
  tell(scene, dispute, 'funds_reinstated');
}

const movementOf = ({ id, currency }: StoredDispute) => ({ currency, source: id, type: 'adjustment' as const });

const isInquiry = ({ status }: StoredDispute) => status.startsWith('warning_');

function refuseIfClosed(dispute: StoredDispute): void {
  if (CLOSED.includes(dispute.status)) throw invalidRequest('This dispute is already closed');
}

function tell(scene: Scene, dispute: StoredDispute, what: string): void {
  scene.world.record(scene.account, `charge.dispute.${what}`, dispute, scene.cause);
}
