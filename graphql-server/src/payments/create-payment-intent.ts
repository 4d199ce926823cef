import type { EntityManager } from '@mikro-orm/postgresql';
import Stripe from 'stripe';
import type { ContactViewer } from '../auth/viewer.ts';
import type { Services } from '../context.ts';
import { visibleTo } from '../invoices/invoice.access.ts';
import { Invoice } from '../invoices/invoice.entity.ts';
import { places } from '../plain-rows.ts';
import { badInput, DomainError, notFound } from '../shared/domain-error.ts';
import type { Money } from '../shared/money.ts';
import { isUuid } from '../shared/uuid.ts';
import { emFor } from '../tenancy.ts';
import { applyIntent } from './apply-intent.ts';
import { mustTakePayments, type OpenAccount } from './stripe-account.ts';
import { currentIntent, endUnknownIntent, isUnknownToStripe } from './unknown-intent.ts';
import { PaymentAllocation } from './payment-allocation.entity.ts';
import { PaymentIntent } from './payment-intent.entity.ts';

export interface Checkout { clientSecret: string; publishableKey: string; amount: Money; paymentIntentId: string }

const MAX_INVOICES = 100;

/** Stripe counts these otherwise than ISO 4217 does; an amount off by a hundred must never be charged (https://docs.stripe.com/currencies). */
const OTHER_MINOR_UNITS = new Set(['ISK', 'MGA', 'UGX']);

/**
 * What the browser needs to pay these invoices in full. The amount is computed here. An invoice
 * has at most one intent that is not ended: the same set is offered the same intent again (two
 * tabs, two devices), and any other that touches one of the invoices is cancelled first.
 */
export async function createPaymentIntent(services: Services, viewer: ContactViewer, invoiceIds: string[]): Promise<Checkout> {
  const account = await mustTakePayments(services, viewer.businessId);
  // Each step looks afresh: what an earlier one has read may have changed.
  const afresh = () => emFor(services.orm, { kind: 'business', businessId: viewer.businessId });
  // What is refused must not have cancelled a payment that another tab has open.
  await afresh().transactional((em) => lockPayable(em, viewer, invoiceIds));
  await cancelOverlapping(services, account, viewer, invoiceIds);
  const intent = await afresh().transactional((em) => reserve(em, viewer, invoiceIds));

  const provided = await provide(account, intent).catch((error: unknown) => refuse(services, intent, error));
  await noteProvided(services, viewer.businessId, intent.id, provided.id);
  if (!isPayable(provided)) {
    // Its webhook is still on the way, or was lost.
    await applyIntent(services, viewer.businessId, provided);
    throw new DomainError('CONFLICT', 'This payment has moved on meanwhile. Please look again.');
  }
  if (!provided.client_secret) throw new Error(`Stripe gave intent ${provided.id} no client secret`);
  return {
    clientSecret: provided.client_secret,
    publishableKey: account.publishableKey,
    amount: { minorUnits: intent.amount, currency: intent.currency },
    paymentIntentId: intent.id,
  };
}

const isPayable = ({ status }: Stripe.PaymentIntent) => status.startsWith('requires_');

/** The row's id is the idempotency key: two tabs that get here together are given one intent. */
function provide({ stripe }: OpenAccount, intent: PaymentIntent): Promise<Stripe.PaymentIntent> {
  if (intent.providerId) return stripe.paymentIntents.retrieve(intent.providerId);
  return stripe.paymentIntents.create(
    {
      amount: intent.amount,
      currency: intent.currency.toLowerCase(),
      automatic_payment_methods: { enabled: true },
      metadata: { business_id: intent.businessId, client_id: intent.clientId, payment_intent_id: intent.id },
    },
    { idempotencyKey: intent.id },
  );
}

/** Stripe will not change its mind about the amount or the keys, so the reservation ends here. */
async function refuse({ orm, log }: Services, { id, businessId }: PaymentIntent, error: unknown): Promise<never> {
  if (isUnknownToStripe(error)) {
    await endUnknownIntent(orm, businessId, id);
    throw new DomainError('CONFLICT', 'This payment has to begin again. Please try once more.');
  }
  const isAmount = error instanceof Stripe.errors.StripeInvalidRequestError;
  const isKey = error instanceof Stripe.errors.StripeAuthenticationError || error instanceof Stripe.errors.StripePermissionError;
  if (!isAmount && !isKey) throw error;
  log(`Stripe refused payment ${id}: ${error.message}`);
  await emFor(orm, { kind: 'business', businessId }).execute(
    `update payment_intent set state = 'CANCELED' where business_id = ? and id = ? and state = 'CREATING'`, [businessId, id],
  );
  const reason = isAmount ? error.message : 'Please use the bank details of this business.';
  throw new DomainError('PAYMENTS_UNAVAILABLE', `This payment cannot be made by card: ${reason}`);
}

/** Finds or writes the intent, holding the invoices' rows, so that two requests take turns. */
async function reserve(em: EntityManager, viewer: ContactViewer, invoiceIds: string[]): Promise<PaymentIntent> {
  const { businessId, clientId } = viewer;
  const invoices = await lockPayable(em, viewer, invoiceIds);
  const currency = invoices[0]!.currency;
  const open = await openIntents(em, businessId, invoices.map(({ id }) => id));
  const same = open.find((intent) => covers(intent, invoices));
  if (same) return em.findOneOrFail(PaymentIntent, { businessId, id: same.id });
  if (open.length > 0) throw new DomainError('CONFLICT', 'Another payment of one of these invoices has just begun. Please try again in a moment.');

  const amount = invoices.reduce((sum, invoice) => sum + invoice.balance, 0);
  const intent = Object.assign(new PaymentIntent(), { businessId, clientId, currency, amount });
  em.persist(intent);
  await em.flush();
  for (const invoice of invoices) {
    em.persist(Object.assign(new PaymentAllocation(), {
      businessId, clientId, paymentIntentId: intent.id, invoiceId: invoice.id, amount: invoice.balance,
    }));
  }
  return intent;
}

async function lockPayable(em: EntityManager, viewer: ContactViewer, ids: string[]): Promise<Invoice[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) throw badInput('Choose at least one invoice to pay.', 'invoiceIds');
  if (wanted.length > MAX_INVOICES) throw badInput(`At most ${MAX_INVOICES} invoices can be paid at once.`, 'invoiceIds');
  if (!wanted.every(isUuid)) throw notFound('invoice');
  const visible = visibleTo(viewer);
  // Always in the same order, so that two sets never wait for each other.
  const rows = await em.execute<{ id: string }[]>(
    `select i.id from invoice i where ${visible.sql} and i.id in (${places(wanted)}) order by i.id for update`,
    [...visible.params, ...wanted],
  );
  if (rows.length !== wanted.length) throw notFound('invoice');
  const invoices = await em.find(Invoice, { businessId: viewer.businessId, id: { $in: wanted } }, { orderBy: { id: 'asc' } });
  for (const invoice of invoices) invoice.mustBePayable();
  const unknown = invoices.find(({ currency }) => OTHER_MINOR_UNITS.has(currency));
  if (unknown) throw new DomainError('PAYMENTS_UNAVAILABLE', `Payments in ${unknown.currency} cannot be made by card. Please use the bank details of this business.`);
  if (new Set(invoices.map(({ currency }) => currency)).size > 1) {
    throw badInput('Invoices in different currencies cannot be paid together.', 'invoiceIds');
  }
  return invoices;
}

interface OpenIntent { id: string; providerId: string | null; state: string; parts: { invoiceId: string; amount: number }[] }

function openIntents(em: EntityManager, businessId: string, invoiceIds: string[]): Promise<OpenIntent[]> {
  return em.execute(
    `select p.id, p.provider_id as "providerId", p.state,
       (select json_agg(json_build_object('invoiceId', a.invoice_id, 'amount', a.amount)) from payment_allocation a
        where a.business_id = p.business_id and a.payment_intent_id = p.id) as parts
     from payment_intent p
     where p.business_id = ? and p.state in ('CREATING', 'OPEN', 'PROCESSING') and exists (
       select from payment_allocation a
       where a.business_id = p.business_id and a.payment_intent_id = p.id and a.invoice_id in (${places(invoiceIds)}))`,
    [businessId, ...invoiceIds],
  );
}

const hasProvider = (intent: OpenIntent): intent is OpenIntent & { providerId: string } => intent.providerId !== null;

function covers(intent: OpenIntent, invoices: Invoice[]): boolean {
  return (
    intent.parts.length === invoices.length &&
    invoices.every((invoice) => intent.parts.some((part) => part.invoiceId === invoice.id && part.amount === invoice.balance))
  );
}

/** Cancels at Stripe what stands in the way. What cannot be cancelled is being paid, and is said so. */
async function cancelOverlapping(services: Services, { stripe }: OpenAccount, viewer: ContactViewer, invoiceIds: string[]): Promise<void> {
  const { businessId } = viewer;
  const em = emFor(services.orm, { kind: 'business', businessId });
  const ids = [...new Set(invoiceIds)].filter(isUuid);
  const visible = visibleTo(viewer);
  const mine = await em.execute<{ id: string; balance: number }[]>(
    `select i.id, i.balance from invoice i where ${visible.sql} and i.id in (${places(ids)})`, [...visible.params, ...ids],
  );
  for (const intent of await openIntents(em, businessId, mine.map(({ id }) => id))) {
    if (intent.state === 'PROCESSING') throw new DomainError('CONFLICT', 'A payment of one of these invoices is being processed.');
    if (covers(intent, mine as Invoice[]) || !hasProvider(intent)) continue;
    // Somebody may have paid it a moment ago: whatever Stripe says now is booked.
    const now = await stripe.paymentIntents.cancel(intent.providerId).catch(() => currentIntent(services, stripe, businessId, intent));
    if (now) await applyIntent(services, businessId, now);
  }
}

async function noteProvided({ orm }: Services, businessId: string, id: string, providerId: string): Promise<void> {
  await emFor(orm, { kind: 'business', businessId }).execute(
    `update payment_intent set provider_id = ?, state = case when state = 'CREATING' then 'OPEN' else state end
     where business_id = ? and id = ?`,
    [providerId, businessId, id],
  );
}
