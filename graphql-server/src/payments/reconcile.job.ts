import type { Services } from '../context.ts';
import { enqueue, type Jobs } from '../jobs.ts';
import { emFor } from '../tenancy.ts';
import { applyIntent } from './apply-intent.ts';
import { cancelAtStripe } from './cancel-intent.ts';
import { checkStripe } from './check-stripe.ts';
import { isUnreachable } from './leave-account.ts';
import { PaymentAccount } from './payment-account.entity.ts';
import type { PaymentIntentState } from './payment-intent.entity.ts';
import { Refund } from './refund.entity.ts';
import { sendRefund } from './send-refund.ts';
import { stripeAccountOf, type OpenAccount } from './stripe-account.ts';
import { keepEvent, STRIPE_EVENTS } from './stripe-events.ts';
import { currentIntent } from './unknown-intent.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Each account in a job of its own: one that cannot be asked must not hold up the others. */
export async function reconcilePayments({ orm }: Pick<Services, 'orm'>): Promise<void> {
  const em = emFor(orm, { kind: 'system' });
  // Whoever was to be given these went away before Stripe's answer, so nobody can pay them.
  await em.execute(
    `update payment_intent set state = 'CANCELED'
     where state in ('CREATING', 'CANCELING') and provider_id is null and created_at < now() - interval '2 minutes'`,
  );
  const accounts = await em.execute<{ businessId: string }[]>('select business_id as "businessId" from payment_account');
  for (const { businessId } of accounts) await enqueue(em, 'reconcile-account', { businessId }, `reconcile ${businessId}`);
}

/** Finds what a lost webhook left open: by Stripe's own list of events, and by asking about every payment that is not ended. */
export async function reconcileAccount(services: Services, { businessId }: Jobs['reconcile-account']): Promise<void> {
  const account = await stripeAccountOf(services, businessId).catch(() => null);
  // Gone meanwhile, or its keys cannot be opened, which the check writes down.
  if (!account) return checkStripe(services, businessId);
  for (const look of [catchUp, askAboutIntents, sendForgottenRefunds]) {
    const problem = await look(services, account, businessId).then(() => null, (error: unknown) => error);
    if (!problem) continue;
    services.log(`payments of business ${businessId} could not be reconciled: ${String(problem)}`);
    // Whoever does not answer now is asked again in five minutes.
    if (isUnreachable(problem)) return;
  }
  const { checkedAt } = await emFor(services.orm, { kind: 'business', businessId }).findOneOrFail(PaymentAccount, { businessId });
  if (!checkedAt || services.clock().valueOf() - checkedAt.valueOf() > HOUR) await checkStripe(services, businessId);
}

/** Stripe keeps events for thirty days. What is listed late is not missed: each look begins ten minutes before the last one. */
async function catchUp({ orm, clock }: Services, { stripe }: OpenAccount, businessId: string): Promise<void> {
  const em = emFor(orm, { kind: 'business', businessId });
  const { eventsSeenUntil, createdAt } = await em.findOneOrFail(PaymentAccount, { businessId });
  const now = clock();
  const since = (eventsSeenUntil ?? createdAt).valueOf() - 10 * MINUTE;
  for await (const event of stripe.events.list({ types: [...STRIPE_EVENTS], created: { gte: Math.floor(since / 1000) }, limit: 100 })) {
    await emFor(orm, { kind: 'business', businessId }).transactional((tx) => keepEvent(tx, businessId, event));
  }
  await em.execute('update payment_account set events_seen_until = ? where business_id = ?', [now, businessId]);
}

interface OpenIntent { id: string; providerId: string; state: PaymentIntentState; isAbandoned: boolean }

/** Whoever was asked about longest ago comes first, so that many that nobody pays hold up none. */
async function askAboutIntents(services: Services, { stripe }: OpenAccount, businessId: string): Promise<void> {
  const now = services.clock();
  const em = emFor(services.orm, { kind: 'business', businessId });
  const open = await em.execute<OpenIntent[]>(
    `select id, provider_id as "providerId", state, created_at < ? as "isAbandoned" from payment_intent
     where business_id = ? and state in ('OPEN', 'CANCELING', 'PROCESSING') and provider_id is not null and created_at < now() - interval '2 minutes'
     order by coalesce(checked_at, created_at) limit 200`,
    [new Date(now.valueOf() - DAY), businessId],
  );
  for (const intent of open) {
    await em.execute('update payment_intent set checked_at = ? where business_id = ? and id = ?', [now, businessId, intent.id]);
    await reconcile(services, stripe, businessId, intent).catch((error: unknown) => {
      if (isUnreachable(error)) throw error;
      services.log(`payment ${intent.providerId} could not be reconciled: ${String(error)}`);
    });
  }
}

async function reconcile(services: Services, stripe: OpenAccount['stripe'], businessId: string, intent: OpenIntent): Promise<void> {
  if (intent.state === 'CANCELING' || (intent.state === 'OPEN' && intent.isAbandoned)) return cancelAtStripe(services, stripe, businessId, intent);
  const said = await currentIntent(services, stripe, businessId, intent);
  if (said) await applyIntent(services, businessId, said);
}

/** Its job gave up, such as while Stripe was away for a day. */
async function sendForgottenRefunds(services: Services, _account: OpenAccount, businessId: string): Promise<void> {
  const since = new Date(services.clock().valueOf() - HOUR);
  const em = emFor(services.orm, { kind: 'business', businessId });
  for (const { id } of await em.find(Refund, { businessId, state: 'CREATING', createdAt: { $lt: since } })) {
    await sendRefund(services, { businessId, refundId: id }).catch((error: unknown) => services.log(`refund ${id} could not be sent: ${String(error)}`));
  }
}
