import Stripe from 'stripe';
import type { Services } from '../context.ts';
import { readBody } from '../http/request.ts';
import type { Router } from '../http/router.ts';
import { isUuid } from '../shared/uuid.ts';
import { emFor } from '../tenancy.ts';
import { stripeAccountOf } from './stripe-account.ts';
import { keepEvent } from './stripe-events.ts';

const TOLERANCE_SECONDS = 300;
const MAX_BODY = 1_000_000;

/** Keeps the event and answers at once; a job applies it. */
export function routeStripeWebhook(router: Router, services: Services): void {
  router.on('POST', '/webhooks/stripe/:businessId', async (req, res, { businessId = '' }) => {
    const body = await readBody(req, MAX_BODY);
    const account = isUuid(businessId) ? await stripeAccountOf(services, businessId) : null;
    const event = account && verified(account.webhookSecret, body, String(req.headers['stripe-signature'] ?? ''), services.clock());
    if (!event) {
      if (account) await noteRefusal(services, businessId);
      res.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"code":"BAD_SIGNATURE","message":"The signature does not fit."}}');
      return;
    }
    await emFor(services.orm, { kind: 'business', businessId }).transactional((em) => keepEvent(em, businessId, event));
    res.writeHead(200, { 'content-type': 'application/json' }).end('{"received":true}');
  });
}

/** Stripe's library refuses what is too old; a signature from the future, and an empty secret, are refused here. */
function verified(secret: string, body: Buffer, signature: string, now: Date): Stripe.Event | null {
  const timestamps = [...signature.matchAll(/(?:^|,)t=(\d+)/g)].map(([, seconds]) => Number(seconds));
  if (!secret || timestamps.length !== 1 || timestamps[0]! > now.valueOf() / 1000 + TOLERANCE_SECONDS) return null;
  try {
    const event = Stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS, undefined, now.valueOf());
    return isEvent(event) && depthOf(body) <= MAX_DEPTH ? event : null;
  } catch {
    return null;
  }
}

/** Whoever knows the secret may sign anything. */
function isEvent(event: unknown): boolean {
  const { id, type, data } = (event ?? {}) as Partial<Stripe.Event>;
  const object = data?.object as { id?: unknown; object?: unknown } | undefined;
  return typeof id === 'string' && id.length < 256 && typeof type === 'string' && typeof object?.id === 'string' && typeof object.object === 'string';
}

const MAX_DEPTH = 100;

/** How deep objects and lists stand in each other. */
function depthOf(body: Buffer): number {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (isText) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) isText = false;
    } else if (byte === 0x22) isText = true;
    else if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return deepest;
}

/** For the owner to see, at most once a minute: anybody may send nonsense. */
async function noteRefusal({ orm, clock }: Services, businessId: string): Promise<void> {
  const now = clock();
  await emFor(orm, { kind: 'business', businessId }).execute(
    `update payment_account set refused_at = ? where business_id = ? and (refused_at is null or refused_at < ?::timestamptz - interval '1 minute')`,
    [now, businessId, now],
  );
}
