import Stripe from 'stripe';
import type { Services } from '../context.ts';
import type { Attempt, Jobs } from '../jobs.ts';
import { announce } from '../live-bus.ts';
import { emFor } from '../tenancy.ts';
import { applyDispute } from './apply-dispute.ts';
import { applyIntent } from './apply-intent.ts';
import { applyPayout } from './apply-payout.ts';
import { applyRefunds } from './apply-refunds.ts';
import { ProviderEvent } from './provider-event.entity.ts';
import { stripeAccountOf, type OpenAccount } from './stripe-account.ts';

/** What is not about a payment made here; the business may take others with the same account. */
class NotOurs extends Error {
  override readonly message = 'Not about a payment that was made here.';
}

/**
 * Applies an event by asking Stripe for the object's state now, so that the order in which events
 * arrive does not matter. What cannot be applied waits with its reason for a person.
 */
export async function applyPaymentEvent(services: Services, { businessId, eventId }: Jobs['apply-payment-event'], attempt: Attempt): Promise<void> {
  const em = emFor(services.orm, { kind: 'business', businessId });
  const event = await em.findOneOrFail(ProviderEvent, { businessId, id: eventId });
  if (event.appliedAt || event.dismissedAt) return;
  const outcome = await outcomeOf(services, businessId, event).catch((error: Error) => ({ problem: sayable(error), error }));
  const now = services.clock();
  await emFor(services.orm, { kind: 'business', businessId }).transactional(async (tx) => {
    await tx.execute(
      'update provider_event set attempts = attempts + 1, tried_at = ?, problem = ?, applied_at = ? where business_id = ? and id = ? and applied_at is null',
      [now, outcome.problem, 'isDone' in outcome && outcome.isDone ? now : null, businessId, eventId],
    );
    await announce(tx, { topic: 'payment', businessId, clientId: null, id: eventId });
  });
  if ('error' in outcome && !attempt.isLast) throw outcome.error;
}

async function outcomeOf(services: Services, businessId: string, event: ProviderEvent): Promise<{ problem: string | null; isDone: boolean }> {
  const account = await stripeAccountOf(services, businessId);
  if (!account) return { problem: 'Stripe is not connected.', isDone: false };
  if (event.payload.livemode !== undefined && event.payload.livemode !== account.isLive) {
    return { problem: `The event is from ${event.payload.livemode ? 'live' : 'test'} mode, the account is in the other.`, isDone: false };
  }
  if (event.payload.account && account.id && event.payload.account !== account.id) {
    return { problem: `The event is of the account ${event.payload.account}, which is not the one that is connected.`, isDone: false };
  }
  // Seen at a glance: another shop of the business may take thousands a day with the same account.
  if (isForeign(event, businessId)) return { problem: new NotOurs().message, isDone: true };
  try {
    const problem = await apply(services, account, businessId, event.payload.data.object);
    return { problem, isDone: problem === null };
  } catch (error) {
    if (error instanceof NotOurs) return { problem: error.message, isDone: true };
    throw error;
  }
}

/** We name the business in the metadata of every intent. */
function isForeign({ payload }: ProviderEvent, businessId: string): boolean {
  const { object, metadata } = payload.data.object;
  return object === 'payment_intent' && metadata?.['business_id'] !== businessId;
}

function apply(services: Services, account: OpenAccount, businessId: string, { object, id }: { object: string; id: string }): Promise<string | null> {
  switch (object) {
    case 'payment_intent': return applyIntentNow(services, account, businessId, id);
    case 'charge': return refundsOf(services, account, businessId, id);
    case 'refund': return account.stripe.refunds.retrieve(id).then(({ charge }) => refundsOf(services, account, businessId, idOf(charge)));
    case 'dispute': return disputeOf(services, account, businessId, id);
    case 'payout': return applyPayout(services, account, businessId, id);
    default: return Promise.resolve(`Events about a ${object} are not applied.`);
  }
}

async function applyIntentNow(services: Services, { stripe }: OpenAccount, businessId: string, id: string): Promise<string | null> {
  const intent = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
  const problem = await applyIntent(services, businessId, intent);
  if (problem && intent.metadata['business_id'] !== businessId) throw new NotOurs();
  return problem;
}

async function refundsOf(services: Services, account: OpenAccount, businessId: string, chargeId: string | null): Promise<string | null> {
  if (!chargeId) throw new NotOurs();
  const charge = await account.stripe.charges.retrieve(chargeId);
  const payment = await paymentOf(services, account, businessId, charge);
  return typeof payment === 'string' ? payment : applyRefunds(services, account, payment, chargeId);
}

async function disputeOf(services: Services, account: OpenAccount, businessId: string, id: string): Promise<string | null> {
  const { charge } = await account.stripe.disputes.retrieve(id, { expand: ['charge'] });
  const payment = await paymentOf(services, account, businessId, charge as Stripe.Charge);
  return typeof payment === 'string' ? payment : applyDispute(services, account, payment, id);
}

/** What is asked about may have overtaken the payment itself, which is booked first then. */
async function paymentOf(services: Services, account: OpenAccount, businessId: string, charge: Stripe.Charge): Promise<{ businessId: string; id: string } | string> {
  const intentId = idOf(charge.payment_intent);
  if (!intentId) throw new NotOurs();
  const find = async () => {
    const [row] = await emFor(services.orm, { kind: 'business', businessId }).execute<{ id: string }[]>(
      `select p.id from payment p join payment_intent i on i.business_id = p.business_id and i.id = p.payment_intent_id
       where p.business_id = ? and i.provider_id = ?`,
      [businessId, intentId],
    );
    return row && { businessId, id: row.id };
  };
  const known = await find();
  if (known) return known;
  const problem = await applyIntentNow(services, account, businessId, intentId);
  return problem ?? (await find()) ?? `The payment of charge ${charge.id} has not succeeded.`;
}

const idOf = (object: string | { id: string } | null | undefined): string | null => (typeof object === 'string' ? object : (object?.id ?? null));

/** For a person who looks at the inbox. */
const sayable = (error: Error) => (error instanceof Stripe.errors.StripeError ? `Stripe says: ${error.message}` : error.message);
