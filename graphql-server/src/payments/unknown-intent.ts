import type { MikroORM } from '@mikro-orm/postgresql';
import Stripe from 'stripe';
import type { Services } from '../context.ts';
import { emFor } from '../tenancy.ts';

/** The keys may belong to another account by now: nobody can pay such an intent any more, though the bank may have it. */
export const isUnknownToStripe = (error: unknown) =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';

export async function endUnknownIntent(orm: Pick<MikroORM, 'em'>, businessId: string, id: string): Promise<void> {
  await emFor(orm, { kind: 'business', businessId }).execute(
    `update payment_intent set state = 'CANCELED' where business_id = ? and id = ? and settled_at is null and state <> 'PROCESSING'`, [businessId, id],
  );
}

/** What Stripe says of an intent now; null when it knows none such, which also ends ours. */
export async function currentIntent(
  { orm }: Pick<Services, 'orm'>, stripe: Stripe, businessId: string, intent: { id: string; providerId: string },
): Promise<Stripe.PaymentIntent | null> {
  try {
    return await stripe.paymentIntents.retrieve(intent.providerId, { expand: ['latest_charge'] });
  } catch (error) {
    if (!isUnknownToStripe(error)) throw error;
    await endUnknownIntent(orm, businessId, intent.id);
    return null;
  }
}
