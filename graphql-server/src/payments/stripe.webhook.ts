import Stripe from 'stripe';
import type { Services } from '../context.ts';
import { readBody } from '../http/request.ts';
import type { Router } from '../http/router.ts';
import { enqueue } from '../jobs.ts';
import { isUuid } from '../shared/uuid.ts';
import { emFor } from '../tenancy.ts';
import { ProviderEvent } from './provider-event.entity.ts';
import { stripeAccountOf } from './stripe-account.ts';

const TOLERANCE_SECONDS = 300;
const MAX_BODY = 1_000_000;

/** Keeps the event and answers at once; a job applies it. */
export function routeStripeWebhook(router: Router, services: Services): void {
  router.on('POST', '/webhooks/stripe/:businessId', async (req, res, { businessId = '' }) => {
    const body = await readBody(req, MAX_BODY);
    const account = isUuid(businessId) ? await stripeAccountOf(services, businessId) : null;
    const event = account && verified(account.webhookSecret, body, String(req.headers['stripe-signature'] ?? ''), services.clock());
    if (!event) {
      res.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"code":"BAD_SIGNATURE","message":"The signature does not fit."}}');
      return;
    }
    await emFor(services.orm, { kind: 'business', businessId }).transactional(async (em) => {
      const row = Object.assign(new ProviderEvent(), { businessId, providerEventId: event.id, type: event.type, payload: event });
      const [added] = await em.execute<{ id: string }[]>(
        `insert into provider_event (id, business_id, created_at, provider_event_id, type, payload)
         values (?, ?, ?, ?, ?, ?::jsonb) on conflict (business_id, provider_event_id) do nothing returning id`,
        [row.id, businessId, row.createdAt, event.id, event.type, body.toString('utf8')],
      );
      if (added) await enqueue(em, 'apply-payment-event', { businessId, eventId: row.id });
    });
    res.writeHead(200, { 'content-type': 'application/json' }).end('{"received":true}');
  });
}

/** Stripe's library refuses what is too old; a signature from the future is refused here. */
function verified(secret: string, body: Buffer, signature: string, now: Date): Stripe.Event | null {
  const timestamp = Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1] ?? Number.NaN);
  if (!secret || !(timestamp <= now.valueOf() / 1000 + TOLERANCE_SECONDS)) return null;
  try {
    return Stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS, undefined, now.valueOf());
  } catch {
    return null;
  }
}
