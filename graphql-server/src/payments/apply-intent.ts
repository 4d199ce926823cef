import type { EntityManager } from '@mikro-orm/postgresql';
import type Stripe from 'stripe';
import { Business } from '../businesses/business.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import type { Services } from '../context.ts';
import { lockInvoices } from '../invoices/invoice.access.ts';
import { announce } from '../live-bus.ts';
import { queueReceipt } from '../mail/queue-receipt.ts';
import { dayIn } from '../shared/clock.ts';
import { formatMoney } from '../shared/format.ts';
import { isUuid } from '../shared/uuid.ts';
import { emFor } from '../tenancy.ts';
import { bookPayment } from './book-payment.ts';
import { PaymentAllocation } from './payment-allocation.entity.ts';
import { Payment, type PaymentMethod } from './payment.entity.ts';
import { PaymentIntent, type PaymentIntentState } from './payment-intent.entity.ts';

const states: Record<Stripe.PaymentIntent.Status, PaymentIntentState> = {
  requires_payment_method: 'OPEN',
  requires_confirmation: 'OPEN',
  requires_action: 'OPEN',
  requires_capture: 'OPEN',
  processing: 'PROCESSING',
  succeeded: 'SUCCEEDED',
  canceled: 'CANCELED',
};

/**
 * Makes our books say what Stripe says of an intent now. May run any number of times, in any
 * order and at the same time: the money is booked once. Answers with why it cannot be applied.
 */
export function applyIntent(services: Pick<Services, 'orm' | 'clock'>, businessId: string, provided: Stripe.PaymentIntent): Promise<string | null> {
  return emFor(services.orm, { kind: 'business', businessId }).transactional(async (em) => {
    const intent = await lockIntent(em, businessId, provided);
    if (!intent) return `No payment of ours has the id ${provided.id}.`;
    if (provided.currency.toUpperCase() !== intent.currency) return `Stripe took ${provided.currency.toUpperCase()}, the invoices are in ${intent.currency}.`;

    const state = states[provided.status] ?? 'OPEN';
    if (state === 'SUCCEEDED') {
      if (intent.settle(services.clock())) await book(em, intent, provided, services.clock());
    } else {
      intent.advance(state);
      await announceInvoices(em, intent, await allocationsOf(em, intent));
    }
    return null;
  });
}

async function lockIntent(em: EntityManager, businessId: string, provided: Stripe.PaymentIntent): Promise<PaymentIntent | null> {
  // A webhook may be faster than our own note of the provider's id, so ours is in the metadata.
  const ours = provided.metadata['payment_intent_id'] ?? '';
  const [row] = await em.execute<{ id: string }[]>(
    'select id from payment_intent where business_id = ? and (provider_id = ? or id = ?::uuid) for update',
    [businessId, provided.id, isUuid(ours) ? ours : null],
  );
  if (!row) return null;
  const intent = await em.findOneOrFail(PaymentIntent, { businessId, id: row.id }, { refresh: true });
  intent.providerId ??= provided.id;
  return intent.providerId === provided.id ? intent : null;
}

async function book(em: EntityManager, intent: PaymentIntent, provided: Stripe.PaymentIntent, now: Date): Promise<void> {
  const { businessId, clientId, currency } = intent;
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const payment = Object.assign(new Payment(), {
    businessId, clientId, currency, amount: provided.amount_received, method: methodOf(provided), reference: provided.id,
    receivedOn: dayIn(business.timeZone, now), receivedAt: now, paymentIntentId: intent.id,
  });
  const allocations = await allocationsOf(em, intent);
  const invoices = await lockInvoices(em, businessId, allocations.map((part) => part.invoiceId));
  const parts = invoices.map((invoice) => ({ invoice, amount: allocations.find((part) => part.invoiceId === invoice.id)?.amount ?? 0 }));
  const { settled, credit } = await bookPayment(em, payment, parts);

  const money = (amount: number) => formatMoney(amount, currency, business.locale);
  for (const { invoice, amount } of settled) {
    record(em, intent, { kind: 'invoice.paid', summary: `${money(amount)} was paid on invoice ${invoice.number}`, invoiceId: invoice.id });
  }
  if (credit > 0) {
    record(em, intent, { kind: 'credit.received', summary: `${money(credit)} was paid beyond what was owed and is kept as credit` });
  }
  if (business.sendsReceipts) await queueReceipt(em, payment, invoices);
  await announceInvoices(em, intent, allocations);
}

const allocationsOf = (em: EntityManager, { businessId, id }: PaymentIntent) =>
  em.find(PaymentAllocation, { businessId, paymentIntentId: id }, { orderBy: { invoiceId: 'asc' } });

async function announceInvoices(em: EntityManager, { businessId, clientId }: PaymentIntent, allocations: PaymentAllocation[]): Promise<void> {
  for (const { invoiceId } of allocations) await announce(em, { topic: 'invoice', businessId, clientId, id: invoiceId });
}

function methodOf(provided: Stripe.PaymentIntent): PaymentMethod {
  const charge = provided.latest_charge;
  const type = charge && typeof charge === 'object' ? charge.payment_method_details?.type : undefined;
  if (type === 'sepa_debit' || type === 'us_bank_account') return 'BANK_DEBIT';
  return type === undefined || type === 'card' ? 'CARD' : 'OTHER';
}
