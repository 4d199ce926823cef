import type Stripe from 'stripe';
import { expect, it } from 'vitest';
import { control, eventTypes, failureOf, paid, simulated } from './simulated.ts';

it('holds the money of a card for some days, and pays it out', async () => {
  const { stripe } = await simulated();
  const intent = await paid(stripe);
  expect(await balanceOf(stripe)).toEqual({ available: 0, pending: 1912 });

  const payout = await control<Stripe.Payout>(stripe, 'payouts', { currency: 'usd' });
  expect(payout).toMatchObject({ object: 'payout', amount: 1912, currency: 'usd', automatic: true, status: 'pending', reconciliation_status: 'in_progress', failure_code: null });
  expect(await balanceOf(stripe)).toEqual({ available: 0, pending: 0 });
  const parts = await stripe.balanceTransactions.list({ payout: payout.id });
  expect(parts.data.map(({ type, net }) => [type, net])).toEqual([['payout', -1912], ['charge', 1912]]);
  expect(parts.data[1]).toMatchObject({ source: intent.latest_charge });

  expect(await control(stripe, `payouts/${payout.id}/settle`, { outcome: 'paid' })).toMatchObject({ status: 'paid' });
  expect(await stripe.payouts.retrieve(payout.id, { expand: ['destination', 'balance_transaction'] })).toMatchObject({ status: 'paid', reconciliation_status: 'completed', destination: { object: 'bank_account', last4: '6789', currency: 'usd' }, balance_transaction: { amount: -1912 } });
  expect((await eventTypes(stripe)).filter((type) => type.startsWith('payout.'))).toEqual(['payout.created', 'payout.updated', 'payout.paid', 'payout.reconciliation_completed']);
  expect((await stripe.payouts.list({ status: 'paid' })).data.map(({ id }) => id)).toEqual([payout.id]);
  await expect(control(stripe, 'payouts', { currency: 'usd' })).rejects.toMatchObject({ code: 'balance_insufficient' });
});

it('pays out what is left of payments, refunds and disputes', async () => {
  const { stripe } = await simulated();
  const first = await paid(stripe, { amount: 10_000 });
  await stripe.refunds.create({ payment_intent: first.id, amount: 1_000 });
  await paid(stripe, { amount: 5_000, method: 'pm_card_createDispute' });
  await paid(stripe, { currency: 'eur' });
  const payout = await control<Stripe.Payout>(stripe, 'payouts', { currency: 'usd' });
  expect(payout.amount).toBe(9_680 - 1_000 + 4_825 - 6_500);
  const parts = await stripe.balanceTransactions.list({ payout: payout.id, limit: 100 });
  expect(parts.data.reduce((sum, { net }) => sum + net, 0)).toBe(0);
  expect(parts.data.map(({ reporting_category }) => reporting_category)).toEqual(['payout', 'dispute', 'charge', 'refund', 'charge']);
});

it.each([
  ['at once', []],
  ['after it was paid', ['paid']],
  ['on its way', ['in_transit']],
])('fails %s, and goes out with the next', async (_, before) => {
  const { stripe } = await simulated();
  await paid(stripe);
  const { id } = await control<Stripe.Payout>(stripe, 'payouts');
  for (const outcome of before) await control(stripe, `payouts/${id}/settle`, { outcome });
  const failed = await control(stripe, `payouts/${id}/settle`, { outcome: 'failed', failure_code: 'no_account' });
  expect(failed).toMatchObject({ status: 'failed', failure_code: 'no_account', failure_balance_transaction: expect.stringMatching(/^txn_/) });
  expect((await eventTypes(stripe)).at(-1)).toBe('payout.failed');
  expect(await balanceOf(stripe)).toEqual({ available: 1912, pending: 0 });
  await expect(control(stripe, `payouts/${id}/settle`, { outcome: 'paid' })).rejects.toMatchObject({ message: 'This payout has a status of failed.' });

  const next = await control<Stripe.Payout>(stripe, 'payouts');
  expect(next.amount).toBe(1912);
  expect((await stripe.balanceTransactions.list({ payout: next.id })).data.map(({ type }) => type)).toEqual(['payout', 'payout_failure']);
});

it('pays out by hand what is available, and takes it back', async () => {
  const { stripe } = await simulated();
  await paid(stripe, { amount: 3000 });
  expect(await failureOf(stripe.payouts.create({ amount: 100, currency: 'usd' }))).toMatchObject({ code: 'balance_insufficient' });
  await paid(stripe, { amount: 3000, method: 'pm_card_bypassPending' });
  const payout = await stripe.payouts.create({ amount: 1000, currency: 'usd', metadata: { week: '7' } });
  expect(payout).toMatchObject({ automatic: false, status: 'pending', reconciliation_status: 'not_applicable', metadata: { week: '7' } });
  expect(await failureOf(stripe.balanceTransactions.list({ payout: payout.id }))).toMatchObject({ message: 'Balance transaction history can only be filtered on automatic transfers, not manual.' });
  expect(await stripe.payouts.cancel(payout.id)).toMatchObject({ status: 'canceled' });
  expect(await balanceOf(stripe)).toMatchObject({ available: 2883 });
  expect((await eventTypes(stripe)).at(-1)).toBe('payout.canceled');
  expect(await failureOf(stripe.payouts.cancel(payout.id))).toMatchObject({ code: 'payouts_not_allowed' });
});

async function balanceOf(stripe: Stripe, currency = 'usd'): Promise<{ available: number; pending: number }> {
  const { available, pending } = await stripe.balance.retrieve();
  const amount = (rows: { currency: string; amount: number }[]) => rows.find((row) => row.currency === currency)?.amount ?? 0;
  return { available: amount(available), pending: amount(pending) };
}
