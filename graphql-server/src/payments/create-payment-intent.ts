import type { EntityManager } from '@mikro-orm/postgresql';
import Stripe from 'stripe';
import type { ContactViewer } from '../auth/viewer.ts';
import type { Services } from '../context.ts';
import { places } from '../plain-rows.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import type { Money } from '../shared/money.ts';
import { emFor } from '../tenancy.ts';
import { applyIntent } from './apply-intent.ts';
import { cancelAtStripe } from './cancel-intent.ts';
import { lockWhatIsPaid, type Part, type ToPay } from './what-is-paid.ts';
import { mustTakePayments, type OpenAccount } from './stripe-account.ts';
import { toStripeAmount } from './stripe-amount.ts';
import { endUnknownIntent, isUnknownToStripe } from './unknown-intent.ts';
import { PaymentAllocation } from './payment-allocation.entity.ts';
import { PaymentIntent, type PaymentIntentState } from './payment-intent.entity.ts';

export interface Checkout { clientSecret: string; publishableKey: string; amount: Money; remaining: Money; paymentIntentId: string }

/**
 * What the browser needs to pay these invoices. The amount is computed here. An invoice has at most one
 * intent that is not ended: the same parts of the same set are offered the same intent again (two tabs,
 * two devices), and any other that touches one of the invoices is cancelled first.
 */
export async function createPaymentIntent(services: Services, viewer: ContactViewer, toPay: ToPay): Promise<Checkout> {
  const account = await mustTakePayments(services, viewer.businessId);
  try {
    return await begin(services, account, viewer, toPay);
  } catch (error) {
    throw refusal(services, error, toPay);
  }
}

async function begin(services: Services, account: OpenAccount, viewer: ContactViewer, toPay: ToPay): Promise<Checkout> {
  const { businessId } = viewer;
  // Each step looks afresh: what an earlier one has read may have changed.
  const afresh = () => emFor(services.orm, { kind: 'business', businessId });
  // What is refused must not have cancelled a payment that another tab has open.
  const { parts } = await afresh().transactional((em) => lockWhatIsPaid(em, viewer, toPay));
  await cancelOthers(services, account, businessId, parts);
  const { intent, remaining, description } = await afresh().transactional((em) => reserve(em, viewer, toPay));

  const provided = await provide(account, intent, description).catch((error: unknown) => endRefused(services, intent, error));
  await noteProvided(services, account, intent, provided);
  if (!isPayable(provided)) {
    // Its webhook is still on the way, or was lost.
    await applyIntent(services, businessId, provided);
    throw movedOn();
  }
  if (!provided.client_secret) throw new Error(`Stripe gave intent ${provided.id} no client secret`);
  return {
    clientSecret: provided.client_secret,
    publishableKey: account.publishableKey,
    amount: { minorUnits: intent.amount, currency: intent.currency },
    remaining: { minorUnits: remaining, currency: intent.currency },
    paymentIntentId: intent.id,
  };
}

const isPayable = ({ status }: Stripe.PaymentIntent) => status.startsWith('requires_');
const movedOn = () => new DomainError('CONFLICT', 'This payment has moved on meanwhile. Please look again.');

/** The row's id is the idempotency key: two tabs that get here together are given one intent. */
async function provide({ stripe }: OpenAccount, intent: PaymentIntent, description: string): Promise<Stripe.PaymentIntent> {
  if (intent.providerId) return stripe.paymentIntents.retrieve(intent.providerId, { expand: ['latest_charge'] });
  return stripe.paymentIntents.create(
    {
      amount: toStripeAmount({ minorUnits: intent.amount, currency: intent.currency }),
      currency: intent.currency.toLowerCase(),
      automatic_payment_methods: { enabled: true },
      description,
      metadata: { business_id: intent.businessId, client_id: intent.clientId, payment_intent_id: intent.id },
    },
    { idempotencyKey: intent.id },
  );
}

/** Stripe will not change its mind about the amount or the keys, so the reservation ends here. */
async function endRefused({ orm }: Services, { id, businessId }: PaymentIntent, error: unknown): Promise<never> {
  if (isUnknownToStripe(error)) {
    await endUnknownIntent(orm, businessId, id);
    throw new DomainError('CONFLICT', 'This payment has to begin again. Please try once more.');
  }
  if (isRefusedForGood(error)) {
    await emFor(orm, { kind: 'business', businessId }).execute(
      `update payment_intent set state = 'CANCELED' where business_id = ? and id = ? and provider_id is null and state in ('CREATING', 'CANCELING')`, [businessId, id],
    );
  }
  throw error;
}

const isRefusedForGood = (error: unknown): boolean => isAboutTheKey(error) || error instanceof DomainError || error instanceof Stripe.errors.StripeInvalidRequestError;
const isAboutTheKey = (error: unknown): boolean => error instanceof Stripe.errors.StripeAuthenticationError || error instanceof Stripe.errors.StripePermissionError;

/** In words for the client, who can do nothing about keys and outages. */
function refusal({ log }: Services, error: unknown, { amount }: ToPay): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  log(`Stripe refused a payment: ${error.message}`);
  if (isAboutTheKey(error)) return unavailable('Please use the bank details of this business.');
  const isAmount = error instanceof Stripe.errors.StripeInvalidRequestError && /^amount_too_/.test(error.code ?? '');
  if (isAmount && amount) return badInput(`This cannot be paid by card: ${error.message}`, 'amount');
  if (error instanceof Stripe.errors.StripeInvalidRequestError) return unavailable(error.message);
  return new DomainError('PAYMENTS_UNAVAILABLE', 'Stripe does not answer at the moment. Please try again in a minute; nothing was charged.');
}

const unavailable = (reason: string) => new DomainError('PAYMENTS_UNAVAILABLE', `This payment cannot be made by card: ${reason}`);

/** Finds or writes the intent, holding the invoices' rows, so that two requests take turns. */
async function reserve(em: EntityManager, viewer: ContactViewer, toPay: ToPay): Promise<{ intent: PaymentIntent; remaining: number; description: string }> {
  const { businessId, clientId } = viewer;
  const { parts, currency, remaining, numbers } = await lockWhatIsPaid(em, viewer, toPay);
  const description = describe(numbers);
  const open = await openIntents(em, businessId, parts);
  const same = open.find((intent) => covers(intent, parts));
  if (same) return { intent: await em.findOneOrFail(PaymentIntent, { businessId, id: same.id }), remaining, description };
  if (open.length > 0) throw new DomainError('CONFLICT', 'Another payment of one of these invoices has just begun. Please try again in a moment.');

  const amount = parts.reduce((sum, part) => sum + part.amount, 0);
  const intent = Object.assign(new PaymentIntent(), { businessId, clientId, currency, amount });
  em.persist(intent);
  await em.flush();
  for (const part of parts) em.persist(Object.assign(new PaymentAllocation(), { businessId, clientId, paymentIntentId: intent.id, ...part }));
  return { intent, remaining, description };
}

/** For whoever looks at the payment in Stripe's dashboard, which takes 1,000 characters. */
function describe(numbers: string[]): string {
  const text = `${numbers.length === 1 ? 'Invoice' : 'Invoices'} ${numbers.join(', ')}`;
  return text.length <= 500 ? text : `${text.slice(0, 499)}…`;
}

interface OpenIntent { id: string; providerId: string | null; state: PaymentIntentState; parts: Part[] }

function openIntents(em: EntityManager, businessId: string, parts: Part[]): Promise<OpenIntent[]> {
  const ids = parts.map(({ invoiceId }) => invoiceId);
  return em.execute(
    `select p.id, p.provider_id as "providerId", p.state,
       (select json_agg(json_build_object('invoiceId', a.invoice_id, 'amount', a.amount)) from payment_allocation a
        where a.business_id = p.business_id and a.payment_intent_id = p.id) as parts
     from payment_intent p
     where p.business_id = ? and p.state in ('CREATING', 'OPEN', 'CANCELING', 'PROCESSING') and exists (
       select from payment_allocation a
       where a.business_id = p.business_id and a.payment_intent_id = p.id and a.invoice_id in (${places(ids)}))`,
    [businessId, ...ids],
  );
}

const hasProvider = (intent: OpenIntent): intent is OpenIntent & { providerId: string } => intent.providerId !== null;

const covers = (intent: OpenIntent, parts: Part[]) =>
  intent.state !== 'CANCELING' && intent.parts.length === parts.length &&
  parts.every(({ invoiceId, amount }) => intent.parts.some((part) => part.invoiceId === invoiceId && part.amount === amount));

/** Cancels at Stripe what stands in the way. What cannot be cancelled is being paid, and is said so. */
async function cancelOthers(services: Services, { stripe }: OpenAccount, businessId: string, parts: Part[]): Promise<void> {
  for (const intent of await openIntents(emFor(services.orm, { kind: 'business', businessId }), businessId, parts)) {
    if (intent.state === 'PROCESSING') throw new DomainError('CONFLICT', 'A payment of one of these invoices is being processed.');
    if (covers(intent, parts) || !hasProvider(intent)) continue;
    await cancelAtStripe(services, stripe, businessId, intent);
  }
}

/** An invoice may have changed, or Stripe been disconnected, while Stripe was asked: then the intent ends before anybody is given it. */
async function noteProvided(services: Services, { stripe }: OpenAccount, { businessId, id }: PaymentIntent, { id: providerId }: Stripe.PaymentIntent): Promise<void> {
  const [row] = await emFor(services.orm, { kind: 'business', businessId }).execute<{ state: PaymentIntentState }[]>(
    `update payment_intent set provider_id = ?, state = case when state = 'CREATING' then 'OPEN' else state end
     where business_id = ? and id = ? returning state`,
    [providerId, businessId, id],
  );
  if (row?.state !== 'CANCELING' && row?.state !== 'CANCELED') return;
  await cancelAtStripe(services, stripe, businessId, { id, providerId });
  throw movedOn();
}
