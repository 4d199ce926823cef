import type { Services } from '../context.ts';
import type { Attempt, Jobs } from '../jobs.ts';
import { emFor } from '../tenancy.ts';
import { applyIntent } from './apply-intent.ts';
import { ProviderEvent } from './provider-event.entity.ts';
import { stripeAccountOf } from './stripe-account.ts';
import { currentIntent } from './unknown-intent.ts';

/**
 * Applies an event by asking Stripe for the object's state now, so that the order in which events
 * arrive does not matter. What cannot be applied stays with its reason.
 */
export async function applyPaymentEvent(services: Services, { businessId, eventId }: Jobs['apply-payment-event'], attempt: Attempt): Promise<void> {
  const em = emFor(services.orm, { kind: 'business', businessId });
  const event = await em.findOneOrFail(ProviderEvent, { businessId, id: eventId });
  if (event.appliedAt) return;
  event.problem = await applied(services, businessId, event).catch((error: Error) => {
    if (!attempt.isLast) throw error;
    return error.message;
  });
  event.appliedAt = event.problem ? null : services.clock();
  await em.flush();
}

async function applied(services: Services, businessId: string, event: ProviderEvent): Promise<string | null> {
  const { object } = event.payload.data;
  if (object.object !== 'payment_intent') return `Events about a ${object.object} are not applied.`;
  const account = await stripeAccountOf(services, businessId);
  if (!account) return 'Stripe is not connected.';
  const provided = await account.stripe.paymentIntents.retrieve(object.id, { expand: ['latest_charge'] });
  return applyIntent(services, businessId, provided);
}

/** Asks Stripe about every intent that is not ended: a webhook may have been lost. */
export async function reconcilePayments(services: Services): Promise<void> {
  const em = emFor(services.orm, { kind: 'system' });
  // Whoever was to be given these went away before Stripe's answer, so nobody can pay them.
  await em.execute(
    `update payment_intent set state = 'CANCELED'
     where state = 'CREATING' and provider_id is null and created_at < now() - interval '2 minutes'`,
  );
  const open = await em.execute<OpenIntent[]>(
    `select business_id as "businessId", id, provider_id as "providerId" from payment_intent
     where state in ('OPEN', 'PROCESSING') and provider_id is not null and created_at < now() - interval '2 minutes'
     order by created_at limit 500`,
  );
  for (const intent of open) {
    // One that cannot be asked about must not hold up those of other businesses.
    await reconcile(services, intent).catch((error: unknown) => services.log(`payment ${intent.providerId} could not be reconciled: ${String(error)}`));
  }
}

interface OpenIntent { businessId: string; id: string; providerId: string }

async function reconcile(services: Services, { businessId, ...intent }: OpenIntent): Promise<void> {
  const account = await stripeAccountOf(services, businessId);
  const now = account && (await currentIntent(services, account.stripe, businessId, intent));
  if (now) await applyIntent(services, businessId, now);
}
