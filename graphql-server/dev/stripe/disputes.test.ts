import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { control, eventTypes, failureOf, paid, payByCard, simulated } from './simulated.ts';

const PAYMENT = ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded'];

describe('a disputed card', () => {
  it.each([
    ['4000000000000259', 'pm_card_createDispute', 'fraudulent', '10.4'],
    ['4000000000002685', 'pm_card_createDisputeProductNotReceived', 'product_not_received', '13.1'],
  ])('%s takes the money back, with a fee', async (number, token, reason, networkReason) => {
    const { simulator, stripe } = await simulated();
    const intent = await stripe.paymentIntents.create({ amount: 6000, currency: 'usd' });
    expect((await payByCard(simulator, intent, number)).body.status).toBe('succeeded');
    const [dispute] = (await stripe.disputes.list({ payment_intent: intent.id })).data;
    expect(dispute).toMatchObject({
      amount: 6000, currency: 'usd', reason, status: 'needs_response', is_charge_refundable: false,
      payment_method_details: { card: { case_type: 'chargeback', network_reason_code: networkReason } },
      balance_transactions: [{ amount: -6000, fee: 1500, net: -7500, type: 'adjustment', reporting_category: 'dispute' }],
      evidence_details: { has_evidence: false, submission_count: 0 },
    });
    const charge = await stripe.charges.retrieve(dispute!.charge as string);
    expect(charge).toMatchObject({ disputed: true, amount_refunded: 0 });
    expect(await eventTypes(stripe)).toEqual(['payment_intent.created', 'charge.succeeded', 'charge.dispute.created', 'charge.dispute.funds_withdrawn', 'payment_intent.succeeded']);

    await paid(stripe, { method: token });
    expect((await stripe.disputes.list()).data.map((one) => one.reason)).toEqual([reason, reason]);
    expect((await stripe.disputes.list({ charge: charge.id })).data).toHaveLength(1);
  });

  it('is won with winning_evidence: the money and the fee come back, and may be refunded', async () => {
    const { stripe } = await simulated();
    const dispute = await disputed(stripe);
    expect(await failureOf(stripe.refunds.create({ charge: dispute.charge as string }))).toMatchObject({ code: 'charge_disputed', message: `Charge ${dispute.charge as string} has been charged back; cannot issue a refund.` });

    const staged = await stripe.disputes.update(dispute.id, { evidence: { product_description: 'A desk' }, submit: false });
    expect(staged).toMatchObject({ status: 'needs_response', evidence: { product_description: 'A desk' }, evidence_details: { has_evidence: true, submission_count: 0 } });
    const won = await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' } });
    expect(won).toMatchObject({ status: 'won', is_charge_refundable: true, evidence_details: { submission_count: 1 } });
    expect(won.balance_transactions.map(({ net }) => net)).toEqual([-3500, 3500]);
    expect(await eventTypes(stripe, PAYMENT)).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn', 'charge.dispute.updated', 'charge.dispute.updated', 'charge.dispute.funds_reinstated', 'charge.dispute.closed']);
    expect(await stripe.refunds.create({ charge: dispute.charge as string })).toMatchObject({ status: 'succeeded', amount: 2000 });
    expect(await failureOf(stripe.disputes.close(dispute.id))).toMatchObject({ message: 'This dispute is already closed' });
  });

  it.each([
    ['losing_evidence', (stripe: Stripe, id: string) => stripe.disputes.update(id, { evidence: { uncategorized_text: 'losing_evidence' } })],
    ['being accepted', (stripe: Stripe, id: string) => stripe.disputes.close(id)],
  ])('is lost by %s', async (_, lose) => {
    const { stripe } = await simulated();
    const dispute = await disputed(stripe);
    const lost = await lose(stripe, dispute.id);
    expect(lost).toMatchObject({ status: 'lost', is_charge_refundable: false });
    expect(lost.balance_transactions).toHaveLength(1);
    expect((await eventTypes(stripe)).at(-1)).toBe('charge.dispute.closed');
    expect(await failureOf(stripe.refunds.create({ charge: dispute.charge as string, amount: 1 }))).toMatchObject({ code: 'charge_disputed' });
  });

  it('waits for the bank with any other evidence', async () => {
    const { stripe } = await simulated();
    const { id } = await disputed(stripe);
    expect(await stripe.disputes.update(id, { evidence: { uncategorized_text: 'It was delivered.' } })).toMatchObject({ status: 'under_review' });
    expect(await control(stripe, `disputes/${id}/close`, { outcome: 'won' })).toMatchObject({ status: 'won' });
  });
});

describe('an inquiry', () => {
  it('moves no money, does not stop a refund, and closes', async () => {
    const { stripe } = await simulated();
    const dispute = await disputed(stripe, 'pm_card_createDisputeInquiry');
    expect(dispute).toMatchObject({ status: 'warning_needs_response', is_charge_refundable: true, balance_transactions: [], payment_method_details: { card: { case_type: 'inquiry' } } });
    await stripe.refunds.create({ charge: dispute.charge as string, amount: 100 });
    expect(await stripe.disputes.close(dispute.id)).toMatchObject({ status: 'warning_closed', balance_transactions: [] });
  });

  it('becomes a chargeback when it is escalated', async () => {
    const { stripe } = await simulated();
    const { id } = await disputed(stripe, 'pm_card_createDisputeInquiry');
    const escalated = await stripe.disputes.update(id, { evidence: { uncategorized_text: 'escalate_inquiry_evidence' } });
    expect(escalated).toMatchObject({ status: 'needs_response', is_charge_refundable: false, balance_transactions: [{ net: -3500 }] });
    expect((await eventTypes(stripe)).slice(-2)).toEqual(['charge.dispute.updated', 'charge.dispute.funds_withdrawn']);
  });
});

it('opens a dispute on any charge, of a part too', async () => {
  const { stripe } = await simulated();
  const charge = (await paid(stripe)).latest_charge as string;
  const dispute = await control<Stripe.Dispute>(stripe, `charges/${charge}/dispute`, { amount: 700, reason: 'duplicate' });
  expect(dispute).toMatchObject({ object: 'dispute', amount: 700, reason: 'duplicate', status: 'needs_response' });
  expect(await stripe.disputes.retrieve(dispute.id, { expand: ['charge'] })).toMatchObject({ charge: { id: charge, disputed: true } });
  expect(await control(stripe, `disputes/${dispute.id}/close`, { outcome: 'lost' })).toMatchObject({ status: 'lost' });
  await expect(control(stripe, `charges/${charge}/dispute`, { amount: 2001 })).rejects.toMatchObject({ param: 'amount' });
  await expect(control(stripe, `disputes/${dispute.id}/close`, { outcome: 'perhaps' })).rejects.toMatchObject({ param: 'outcome' });
});

it('loses the dispute of a bank debit at once', async () => {
  const { stripe } = await simulated({ bankDelayMs: 60_000 });
  await stripe.paymentIntents.create({ amount: 2000, currency: 'usd', confirm: true, payment_method: 'pm_usBankAccount_dispute', allowed_payment_method_types: ['us_bank_account'] });
  await control(stripe, 'bank_debits/settle');
  expect((await stripe.disputes.list()).data).toMatchObject([{ status: 'lost', reason: 'debit_not_authorized', payment_method_details: { type: 'us_bank_account' } }]);
  expect(await eventTypes(stripe)).toEqual(['payment_intent.created', 'charge.pending', 'payment_intent.processing', 'charge.succeeded', 'charge.dispute.created', 'charge.dispute.funds_withdrawn', 'charge.dispute.closed', 'payment_intent.succeeded']);
});

it('warns of fraud early', async () => {
  const { stripe } = await simulated();
  const intent = await paid(stripe, { method: 'pm_card_createIssuerFraudRecord' });
  expect((await stripe.radar.earlyFraudWarnings.list()).data).toMatchObject([{ actionable: true, payment_intent: intent.id }]);
  expect(await eventTypes(stripe)).toContain('radar.early_fraud_warning.created');
  expect((await stripe.disputes.list()).data).toEqual([]);
});

async function disputed(stripe: Stripe, method = 'pm_card_createDispute'): Promise<Stripe.Dispute> {
  const intent = await paid(stripe, { method });
  return (await stripe.disputes.list({ payment_intent: intent.id })).data[0]!;
}
