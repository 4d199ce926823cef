import Stripe from 'stripe';
import type { Services } from '../context.ts';
import type { Jobs } from '../jobs.ts';
import { emFor } from '../tenancy.ts';
import { applyIntent } from './apply-intent.ts';
import { PaymentIntent } from './payment-intent.entity.ts';
import { stripeAccountOf } from './stripe-account.ts';
import { currentIntent } from './unknown-intent.ts';

/** Ends at Stripe what our books have ended. One that Stripe has not answered about yet is ended by whoever asked for it. */
export async function cancelPaymentIntent(services: Services, { businessId, paymentIntentId }: Jobs['cancel-payment-intent']): Promise<void> {
  const intent = await emFor(services.orm, { kind: 'business', businessId }).findOne(PaymentIntent, { businessId, id: paymentIntentId });
  if (!intent?.providerId || intent.isEnded) return;
  const account = await stripeAccountOf(services, businessId);
  if (account) await cancelAtStripe(services, account.stripe, businessId, { id: intent.id, providerId: intent.providerId });
}

/** Somebody may have paid it a moment ago: whatever Stripe says now is booked. */
export async function cancelAtStripe(services: Pick<Services, 'orm' | 'clock'>, stripe: Stripe, businessId: string, intent: { id: string; providerId: string }): Promise<void> {
  const now = await stripe.paymentIntents.cancel(intent.providerId).catch((error: unknown) => {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return currentIntent(services, stripe, businessId, intent);
    throw error;
  });
  if (now) await applyIntent(services, businessId, now);
}
