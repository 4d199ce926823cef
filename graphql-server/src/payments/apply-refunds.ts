import type { EntityManager } from '@mikro-orm/postgresql';
import type Stripe from 'stripe';
import { Business } from '../businesses/business.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import type { Services } from '../context.ts';
import { announce } from '../live-bus.ts';
import { dayIn } from '../shared/clock.ts';
import { formatMoney } from '../shared/format.ts';
import { queueRefundNotices } from '../mail/queue-refund-notice.ts';
import { isUuid } from '../shared/uuid.ts';
import { inStep } from './in-step.ts';
import { bringBack, takeBack } from './move-money.ts';
import type { Payment } from './payment.entity.ts';
import { Refund, type RefundState } from './refund.entity.ts';
import type { OpenAccount } from './stripe-account.ts';
import { fromStripeAmount } from './stripe-amount.ts';

const states: Record<string, RefundState> = {
  pending: 'PENDING', requires_action: 'PENDING', succeeded: 'SUCCEEDED', failed: 'FAILED', canceled: 'CANCELED',
};

/**
 * Books refunds by difference: what Stripe says was given back of the charge in all, less what our books
 * say. So it does not matter which of them we were told of, in which order, or who made them.
 */
export function applyRefunds(services: Services, { stripe }: OpenAccount, payment: { businessId: string; id: string }, chargeId: string): Promise<string | null> {
  const ask = async () => ({
    // The sum is asked for last: it is never of before a refund of the list.
    refunds: await stripe.refunds.list({ charge: chargeId, limit: 100 }).autoPagingToArray({ limit: 1_000 }),
    charge: await stripe.charges.retrieve(chargeId),
  });
  return inStep(services, payment, ask, (em, locked, { refunds, charge }) => book(em, locked, charge, refunds, services.clock()));
}

async function book(em: EntityManager, payment: Payment, charge: Stripe.Charge, refunds: Stripe.Refund[], now: Date): Promise<string | null> {
  const { businessId, clientId, currency } = payment;
  if (charge.currency.toUpperCase() !== currency) return `Stripe gave back ${charge.currency.toUpperCase()}, the payment was in ${currency}.`;
  const { latest, begun } = await keepRefunds(em, payment, refunds);

  const given = fromStripeAmount(charge.amount_refunded, currency);
  const wanted = given - payment.amountRefunded;
  const change = Math.min(wanted, payment.amount - payment.amountRefunded - payment.amountDisputed);
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const cause = { occurredOn: dayIn(business.timeZone, now), refundId: latest?.id ?? null, reference: latest?.providerId ?? charge.id };
  const money = (amount: number) => formatMoney(amount, currency, business.locale);
  payment.amountRefunded += change;
  if (change > 0) {
    const reopened = await takeBack(em, payment, change, 'REFUNDED', cause);
    const owed = reopened.length > 0 ? `; owed again: ${reopened.map(({ number }) => number).join(', ')}` : '';
    record(em, payment, { kind: 'payment.refunded', summary: `${money(change)} was refunded${owed}`, invoiceId: reopened[0]?.id ?? null });
    await announceAll(em, payment, reopened);
    if (business.sendsReceipts) await queueRefundNotices(em, begun, now);
  } else if (change < 0) {
    const settled = await bringBack(em, payment, -change, 'REFUND_FAILED', cause, now);
    record(em, payment, { kind: 'refund.failed', summary: `A refund of ${money(-change)} failed; the money is here again`, invoiceId: settled[0]?.id ?? null });
    await announceAll(em, payment, settled);
  }
  await announce(em, { topic: 'payment', businessId, clientId, id: payment.id });
  return wanted > change ? `Stripe gave back ${money(wanted - change)} more than was left of the payment.` : null;
}

async function announceAll(em: EntityManager, { businessId, clientId }: Payment, invoices: { id: string }[]): Promise<void> {
  for (const { id } of invoices) await announce(em, { topic: 'invoice', businessId, clientId, id });
}

/** Ours learn how they stand; what was refunded in Stripe's dashboard gets a row. Answers with the newest, and with those that are news. */
async function keepRefunds(em: EntityManager, payment: Payment, provided: Stripe.Refund[]): Promise<{ latest: Refund | undefined; begun: Refund[] }> {
  const { businessId, clientId, id: paymentId, currency } = payment;
  const known = await em.find(Refund, { businessId, paymentId }, { orderBy: { id: 'asc' } });
  const begun: Refund[] = [];
  for (const said of provided.toReversed()) {
    const ours = said.metadata?.['refund_id'] ?? '';
    let refund = known.find(({ id, providerId }) => providerId === said.id || (isUuid(ours) && id === ours));
    if (!refund) {
      refund = Object.assign(new Refund(), { businessId, clientId, paymentId, currency, amount: fromStripeAmount(said.amount, currency) });
      em.persist(refund);
      known.push(refund);
    }
    if (!refund.providerId) begun.push(refund);
    refund.providerId = said.id;
    refund.state = states[said.status ?? ''] ?? 'PENDING';
    refund.failure = refund.state === 'FAILED' ? reasonOf(said) : null;
  }
  await em.flush();
  return { latest: known.at(-1), begun: begun.filter(({ state }) => state === 'PENDING' || state === 'SUCCEEDED') };
}

const reasonOf = ({ failure_reason: reason }: Stripe.Refund) => (reason ? `The bank says: ${reason.replaceAll('_', ' ')}.` : 'The bank did not take it.');
