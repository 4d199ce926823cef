import Stripe from 'stripe';
import type { Services } from '../context.ts';
import type { Jobs } from '../jobs.ts';
import { announce } from '../live-bus.ts';
import { emFor } from '../tenancy.ts';
import { applyRefunds } from './apply-refunds.ts';
import { Payment } from './payment.entity.ts';
import { PaymentIntent } from './payment-intent.entity.ts';
import { Refund } from './refund.entity.ts';
import { stripeAccountOf } from './stripe-account.ts';
import { toStripeAmount } from './stripe-amount.ts';

/** The row's id is the idempotency key: a job that was killed half-way gives the money back once. */
export async function sendRefund(services: Services, { businessId, refundId }: Jobs['send-refund']): Promise<void> {
  const em = emFor(services.orm, { kind: 'business', businessId });
  const refund = await em.findOneOrFail(Refund, { businessId, id: refundId });
  if (refund.state !== 'CREATING') return;
  const payment = await em.findOneOrFail(Payment, { businessId, id: refund.paymentId });
  const intent = await em.findOneOrFail(PaymentIntent, { businessId, id: payment.paymentIntentId! });
  const account = await stripeAccountOf(services, businessId);
  if (!account) return fail(services, refund, 'Stripe is not connected any more.');
  try {
    if (await isAtStripe(account.stripe, refund, payment)) return void (await applyRefunds(services, account, payment, payment.providerChargeId!));
    const { charge } = await account.stripe.refunds.create(
      {
        payment_intent: intent.providerId!,
        amount: toStripeAmount({ minorUnits: refund.amount, currency: refund.currency }),
        metadata: { business_id: businessId, refund_id: refund.id },
      },
      { idempotencyKey: `refund-${refund.id}` },
    );
    const chargeId = typeof charge === 'string' ? charge : charge!.id;
    await applyRefunds(services, account, payment, chargeId);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return fail(services, refund, error.message);
    // Any other error may have come after Stripe did it, and is tried again: meanwhile whoever waits can see why.
    if (error instanceof Stripe.errors.StripeError) await em.execute('update refund set failure = ? where business_id = ? and id = ? and state = ?', [error.message, businessId, refundId, 'CREATING']);
    throw error;
  }
}

/** Stripe forgets an idempotency key after a day. */
async function isAtStripe(stripe: Stripe, refund: Refund, { providerChargeId }: Payment): Promise<boolean> {
  if (!providerChargeId || Date.now() - refund.createdAt.valueOf() < 3_600_000) return false;
  const made = await stripe.refunds.list({ charge: providerChargeId, limit: 100 }).autoPagingToArray({ limit: 1_000 });
  return made.some(({ metadata }) => metadata?.['refund_id'] === refund.id);
}

async function fail({ orm }: Services, { businessId, clientId, paymentId, id }: Refund, reason: string): Promise<void> {
  await emFor(orm, { kind: 'business', businessId }).transactional(async (em) => {
    await em.execute(`update refund set state = 'FAILED', failure = ? where business_id = ? and id = ? and state = 'CREATING'`, [reason, businessId, id]);
    await announce(em, { topic: 'payment', businessId, clientId, id: paymentId });
  });
}
