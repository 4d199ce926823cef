import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { control, eventTypes, failureOf, paid, simulated, webhooks } from './simulated.ts';

const PAYMENT = ['payment_intent.created', 'charge.pending', 'payment_intent.processing', 'charge.succeeded', 'payment_intent.succeeded'];

describe('a refund that takes its time', () => {
  it('is pending first, and succeeds', async () => {
    const { stripe } = await simulated({ bankDelayMs: 60_000 });
    const intent = await paid(stripe, { method: 'pm_card_pendingRefund' });
    const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 800 });
    expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing' });
    expect(await chargeOf(stripe, intent)).toMatchObject({ amount_refunded: 800, refunded: false, refunds: { data: [{ id: refund.id, status: 'pending' }] } });

    expect(await control(stripe, 'refunds/settle')).toMatchObject({ settled: 1 });
    const settled = await stripe.refunds.retrieve(refund.id);
    expect(settled).toMatchObject({ status: 'succeeded' });
    expect(settled).not.toHaveProperty('pending_reason');
    expect(await chargeOf(stripe, intent)).toMatchObject({ amount_refunded: 800 });
    expect(await eventTypes(stripe, PAYMENT)).toEqual(['charge.refunded', 'refund.created', 'refund.updated', 'charge.refund.updated']);
    expect(await control(stripe, 'refunds/settle')).toMatchObject({ settled: 0 });
  });

  it('succeeds first, and fails later: the money comes back', async () => {
    const { stripe } = await simulated({ bankDelayMs: 60_000 });
    const intent = await paid(stripe, { method: 'pm_card_refundFail' });
    const refund = await stripe.refunds.create({ payment_intent: intent.id });
    expect(refund.status).toBe('succeeded');
    expect(await chargeOf(stripe, intent)).toMatchObject({ amount_refunded: 2000, refunded: true });

    await control(stripe, 'refunds/settle');
    const failed = await stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction'] });
    expect(failed).toMatchObject({ status: 'failed', failure_reason: 'expired_or_canceled_card', failure_balance_transaction: { amount: 2000, type: 'refund_failure' } });
    expect(await chargeOf(stripe, intent)).toMatchObject({ amount_refunded: 0, refunded: false });
    expect(await eventTypes(stripe, PAYMENT)).toEqual(['charge.refunded', 'refund.created', 'charge.updated', 'refund.updated', 'charge.refund.updated', 'refund.failed']);
    expect(await stripe.refunds.create({ payment_intent: intent.id })).toMatchObject({ amount: 2000 });
  });

  it('is answered by the bank without being asked', async () => {
    const { stripe } = await simulated({ bankDelayMs: 20 });
    const received = await webhooks(stripe, ['refund.failed']);
    const { id } = await paid(stripe, { method: 'pm_card_refundFail' });
    const refund = await stripe.refunds.create({ payment_intent: id });
    expect((await received.next()).data.object).toMatchObject({ id: refund.id, status: 'failed' });
  });

  it('can be canceled while it is pending', async () => {
    const { stripe } = await simulated({ bankDelayMs: 60_000 });
    const intent = await paid(stripe, { method: 'pm_card_pendingRefund' });
    const refund = await stripe.refunds.create({ payment_intent: intent.id });
    expect(await stripe.refunds.cancel(refund.id)).toMatchObject({ status: 'canceled' });
    expect(await chargeOf(stripe, intent)).toMatchObject({ amount_refunded: 0, refunded: false });
    expect(await control(stripe, 'refunds/settle')).toMatchObject({ settled: 0 });
    expect(await failureOf(stripe.refunds.cancel(refund.id))).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
  });

  it.each([
    ['usd', 'us_bank_account', 'pm_usBankAccount_success'],
    ['eur', 'sepa_debit', 'pm_sepaDebit_success_de'],
  ])('is pending for a debit of %s', async (currency, type, method) => {
    const { stripe } = await simulated({ bankDelayMs: 60_000 });
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency, confirm: true, payment_method: method, allowed_payment_method_types: [type] });
    expect(await failureOf(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({ message: `This PaymentIntent (${intent.id}) does not have a successful charge to refund.` });
    await control(stripe, 'bank_debits/settle');
    const refund = await stripe.refunds.create({ payment_intent: intent.id });
    expect(refund).toMatchObject({ status: 'pending', destination_details: { type } });
    expect(refund.id).toMatch(/^pyr_/);
    await control(stripe, 'refunds/settle');
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'succeeded' });
  });
});

it('refuses fractions that the currency has not', async () => {
  const { stripe } = await simulated();
  const intent = await paid(stripe, { amount: 5120, currency: 'kwd' });
  expect(await failureOf(stripe.refunds.create({ payment_intent: intent.id, amount: 1005 }))).toMatchObject({ param: 'amount' });
});

async function chargeOf(stripe: Stripe, { id }: { id: string }): Promise<Stripe.Charge> {
  return (await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge.refunds'] })).latest_charge as Stripe.Charge;
}
