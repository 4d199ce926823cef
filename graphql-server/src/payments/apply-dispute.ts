import type { EntityManager } from '@mikro-orm/postgresql';
import type Stripe from 'stripe';
import { Business } from '../businesses/business.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import type { Services } from '../context.ts';
import { announce } from '../live-bus.ts';
import { dayIn } from '../shared/clock.ts';
import { formatMoney } from '../shared/format.ts';
import { Dispute } from './dispute.entity.ts';
import { inStep } from './in-step.ts';
import { bringBack, takeBack } from './move-money.ts';
import type { Payment } from './payment.entity.ts';
import type { OpenAccount } from './stripe-account.ts';
import { fromStripeAmount } from './stripe-amount.ts';

/** The money is with the payer's bank: from when a dispute is opened, and for good once it is lost. An inquiry takes nothing. */
const WITHDRAWN = new Set<string>(['needs_response', 'under_review', 'lost']);
const CLOSED = new Set<string>(['won', 'lost', 'warning_closed', 'prevented']);

/** Moves the balance once when a dispute is opened and once when it is won: by difference, as refunds are. */
export function applyDispute(services: Services, { stripe }: OpenAccount, payment: { businessId: string; id: string }, disputeId: string): Promise<string | null> {
  return inStep(services, payment, () => stripe.disputes.retrieve(disputeId), (em, locked, said) => book(em, locked, said, services.clock()));
}

async function book(em: EntityManager, payment: Payment, said: Stripe.Dispute, now: Date): Promise<string | null> {
  const { businessId, clientId, currency } = payment;
  if (said.currency.toUpperCase() !== currency) return `The dispute is in ${said.currency.toUpperCase()}, the payment was in ${currency}.`;
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const amount = fromStripeAmount(said.amount, currency);
  let dispute = await em.findOne(Dispute, { businessId, providerId: said.id });
  if (!dispute) {
    dispute = Object.assign(new Dispute(), { businessId, clientId, paymentId: payment.id, providerId: said.id, currency, openedAt: new Date(said.created * 1000) });
    em.persist(dispute);
  }
  const due = said.evidence_details.due_by;
  const isClosed = CLOSED.has(said.status);
  Object.assign(dispute, {
    amount, reason: said.reason, evidenceDueAt: due ? new Date(due * 1000) : null, status: said.status, closedAt: isClosed ? (dispute.closedAt ?? now) : null,
  });

  const wanted = (WITHDRAWN.has(said.status) ? amount : 0) - dispute.withdrawn;
  // A bank may ask for more than is left, such as after a refund: what is left is gone all the same.
  const change = Math.min(wanted, payment.amount - payment.amountRefunded - payment.amountDisputed);
  const money = formatMoney(amount, currency, business.locale);
  const cause = { occurredOn: dayIn(business.timeZone, now), disputeId: dispute.id, reference: said.id };
  dispute.withdrawn += change;
  payment.amountDisputed += change;
  if (change > 0) {
    const reopened = await takeBack(em, payment, change, 'DISPUTED', cause);
    record(em, payment, { kind: 'dispute.opened', summary: `A payment of ${money} was disputed (${said.reason.replaceAll('_', ' ')})`, invoiceId: reopened[0]?.id ?? null });
    await announceAll(em, payment, reopened);
  } else if (change < 0) {
    const settled = await bringBack(em, payment, -change, 'DISPUTE_WON', cause, now);
    record(em, payment, { kind: 'dispute.won', summary: `The dispute of ${money} was won; the money is here again`, invoiceId: settled[0]?.id ?? null });
    await announceAll(em, payment, settled);
  }
  if (said.status === 'lost' && dispute.closedAt === now) {
    record(em, payment, { kind: 'dispute.lost', summary: `The dispute of ${money} was lost` });
  }
  await announce(em, { topic: 'payment', businessId, clientId, id: payment.id });
  return wanted > change ? `The dispute took ${formatMoney(wanted - change, currency, business.locale)} more than was left of the payment.` : null;
}

async function announceAll(em: EntityManager, { businessId, clientId }: Payment, invoices: { id: string }[]): Promise<void> {
  for (const { id } of invoices) await announce(em, { topic: 'invoice', businessId, clientId, id });
}
