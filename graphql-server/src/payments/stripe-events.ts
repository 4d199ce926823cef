import type { EntityManager } from '@mikro-orm/postgresql';
import type Stripe from 'stripe';
import { enqueue } from '../jobs.ts';
import { ProviderEvent } from './provider-event.entity.ts';

/** What we ask Stripe to tell us of. */
export const STRIPE_EVENTS = [
  'payment_intent.succeeded', 'payment_intent.processing', 'payment_intent.payment_failed', 'payment_intent.canceled',
  'charge.refunded', 'refund.created', 'refund.updated', 'refund.failed',
  'charge.dispute.created', 'charge.dispute.updated', 'charge.dispute.closed', 'charge.dispute.funds_withdrawn', 'charge.dispute.funds_reinstated',
  'payout.created', 'payout.updated', 'payout.paid', 'payout.failed', 'payout.canceled',
] as const satisfies Stripe.WebhookEndpointCreateParams.EnabledEvent[];

/** Each event once, however often and by whichever way it comes; a job applies it. */
export async function keepEvent(em: EntityManager, businessId: string, event: Stripe.Event): Promise<void> {
  // PostgreSQL has no room for NUL and for half a surrogate pair.
  const raw = JSON.stringify(event, (_key, value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value));
  const { id, createdAt } = new ProviderEvent();
  const [added] = await em.execute<{ id: string }[]>(
    `insert into provider_event (id, business_id, created_at, provider_event_id, type, object_id, payload)
     values (?, ?, ?, ?, ?, ?, ?::jsonb) on conflict (business_id, provider_event_id) do nothing returning id`,
    [id, businessId, createdAt, event.id, event.type, (event.data.object as { id?: string }).id ?? null, raw],
  );
  if (added) await enqueue(em, 'apply-payment-event', { businessId, eventId: id });
}
