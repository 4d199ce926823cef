import type Stripe from 'stripe';
import type { Services } from '../context.ts';
import { Business } from '../businesses/business.entity.ts';
import { announce } from '../live-bus.ts';
import { dayIn } from '../shared/clock.ts';
import { postPayout } from '../statements/ledger.ts';
import { emFor } from '../tenancy.ts';
import { Payout } from './payout.entity.ts';
import type { OpenAccount } from './stripe-account.ts';
import { fromStripeAmount } from './stripe-amount.ts';

/** Books what has reached the bank, and what came back from it: by difference, and never an older answer over a newer one. */
export async function applyPayout(services: Services, { stripe }: OpenAccount, businessId: string, payoutId: string): Promise<null> {
  for (let turn = 0; turn < 20; turn += 1) {
    const { id, syncs } = await ensureRow(services, businessId, await stripe.payouts.retrieve(payoutId));
    const said = await stripe.payouts.retrieve(payoutId);
    if (await book(services, businessId, id, syncs, said)) return null;
  }
  throw new Error(`Payout ${payoutId} changes faster than it can be booked.`);
}

/** Something to lock. */
function ensureRow({ orm }: Services, businessId: string, said: Stripe.Payout): Promise<Payout> {
  return emFor(orm, { kind: 'business', businessId }).transactional(async (em) => {
    const { id, createdAt } = new Payout();
    await em.execute(
      `insert into payout (id, business_id, created_at, provider_id, currency, amount, paid_out, syncs, status, arrives_on, initiated_at)
       values (?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?) on conflict (business_id, provider_id) do nothing`,
      [id, businessId, createdAt, said.id, said.currency.toUpperCase(), fromStripeAmount(said.amount, said.currency), said.status, dayOf(said.arrival_date), new Date(said.created * 1000)],
    );
    return em.findOneOrFail(Payout, { businessId, providerId: said.id });
  });
}

/** False when somebody else's answer was booked since ours was asked for. */
function book({ orm, clock }: Services, businessId: string, id: string, syncs: number, said: Stripe.Payout): Promise<boolean> {
  return emFor(orm, { kind: 'business', businessId }).transactional(async (em) => {
    await em.execute('select from payout where business_id = ? and id = ? for update', [businessId, id]);
    const payout = await em.findOneOrFail(Payout, { businessId, id });
    if (payout.syncs !== syncs) return false;
    const { currency, providerId: reference } = payout;
    const amount = fromStripeAmount(said.amount, currency);
    const paidOut = said.status === 'paid' ? amount : 0;
    const change = paidOut - payout.paidOut;
    Object.assign(payout, { syncs: syncs + 1, amount, paidOut, status: said.status, arrivesOn: dayOf(said.arrival_date), failure: said.failure_message });
    if (change !== 0) {
      const business = await em.findOneOrFail(Business, { businessId, id: businessId });
      const kind = paidOut === 0 ? 'PAYOUT_FAILED' : 'PAID_OUT';
      await postPayout(em, { businessId, currency, kind, payoutId: id, reference, paidOutChange: change, occurredOn: dayIn(business.timeZone, clock()) });
    }
    await announce(em, { topic: 'payment', businessId, clientId: null, id });
    return true;
  });
}

/** Stripe gives the day as its midnight in UTC. */
const dayOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
