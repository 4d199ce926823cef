import type { EntityManager } from '@mikro-orm/postgresql';
import type Stripe from 'stripe';
import { Business } from '../businesses/business.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import type { Services } from '../context.ts';
import { lockInvoices } from '../invoices/invoice.access.ts';
import type { Invoice } from '../invoices/invoice.entity.ts';
import { announce } from '../live-bus.ts';
import { queueReceipt } from '../mail/queue-receipt.ts';
import { dayIn } from '../shared/clock.ts';
import { formatMoney } from '../shared/format.ts';
import { isUuid } from '../shared/uuid.ts';
import { emFor } from '../tenancy.ts';
import { bookPayment } from './book-payment.ts';
import { cancelLater } from './end-open-intents.ts';
import { PaymentAllocation } from './payment-allocation.entity.ts';
import { Payment, type PaymentMethod } from './payment.entity.ts';
import { PaymentIntent, type PaymentIntentState } from './payment-intent.entity.ts';
import { fromStripeAmount } from './stripe-amount.ts';

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
    const locked = await lockIntent(em, businessId, provided);
    if (!locked) return `No payment of ours has the id ${provided.id}.`;
    const { intent, invoices, allocations } = locked;
    if (provided.currency.toUpperCase() !== intent.currency) return `Stripe took ${provided.currency.toUpperCase()}, the invoices are in ${intent.currency}.`;

    intent.checkedAt = services.clock();
    const state = states[provided.status] ?? 'OPEN';
    if (state !== 'SUCCEEDED') intent.advance(state);
    else if (intent.settle(services.clock())) await book(em, intent, provided, invoices, allocations, services.clock());
    else return null;
    if (intent.state === 'OPEN' && !isStillOwed(invoices, allocations)) {
      // A debit that the bank refused can be paid again, and its invoices have changed meanwhile.
      intent.state = 'CANCELING';
      await cancelLater(em, businessId, [intent]);
    }
    for (const { id } of invoices) await announce(em, { topic: 'invoice', businessId, clientId: intent.clientId, id });
    return null;
  });
}

const isStillOwed = (invoices: Invoice[], allocations: PaymentAllocation[]) =>
  allocations.every(({ invoiceId, amount }) => invoices.some(({ id, state, balance }) => id === invoiceId && state === 'SENT' && amount <= balance));

/** Invoices are locked before the intent, as wherever an invoice's change ends its intents. */
async function lockIntent(em: EntityManager, businessId: string, provided: Stripe.PaymentIntent) {
  // A webhook may be faster than our own note of the provider's id, so ours is in the metadata.
  const ours = provided.metadata['payment_intent_id'] ?? '';
  const [row] = await em.execute<{ id: string }[]>(
    'select id from payment_intent where business_id = ? and (provider_id = ? or id = ?::uuid)', [businessId, provided.id, isUuid(ours) ? ours : null],
  );
  if (!row) return null;
  const allocations = await em.find(PaymentAllocation, { businessId, paymentIntentId: row.id });
  const invoices = await lockInvoices(em, businessId, allocations.map(({ invoiceId }) => invoiceId));
  await em.execute('select from payment_intent where business_id = ? and id = ? for update', [businessId, row.id]);
  const intent = await em.findOneOrFail(PaymentIntent, { businessId, id: row.id }, { refresh: true });
  intent.providerId ??= provided.id;
  return intent.providerId === provided.id ? { intent, invoices, allocations } : null;
}

async function book(em: EntityManager, intent: PaymentIntent, provided: Stripe.PaymentIntent, invoices: Invoice[], allocations: PaymentAllocation[], now: Date): Promise<void> {
  const { businessId, clientId, currency } = intent;
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const payment = Object.assign(new Payment(), {
    businessId, clientId, currency, amount: fromStripeAmount(provided.amount_received, currency), method: methodOf(provided), reference: provided.id,
    receivedOn: dayIn(business.timeZone, now), receivedAt: now, paymentIntentId: intent.id, providerChargeId: idOf(provided.latest_charge),
  });
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
  await announce(em, { topic: 'payment', businessId, clientId, id: payment.id });
}

const idOf = (object: string | { id: string } | null): string | null => (typeof object === 'string' ? object : (object?.id ?? null));

function methodOf(provided: Stripe.PaymentIntent): PaymentMethod {
  const charge = provided.latest_charge;
  const type = charge && typeof charge === 'object' ? charge.payment_method_details?.type : undefined;
  if (type === 'sepa_debit' || type === 'us_bank_account') return 'BANK_DEBIT';
  return type === undefined || type === 'card' ? 'CARD' : 'OTHER';
}
