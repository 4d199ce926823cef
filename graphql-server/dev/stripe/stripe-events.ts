import { stripeId } from './stripe-id.ts';
import type { StoredEvent, StripeAccount } from './stripe-state.ts';

/** The version that stripe-node 23 speaks; objects are shaped after it. */
export const API_VERSION = '2026-10-28.endive';

/** Why something changed: a request, or nobody (a bank settling later). */
export interface Cause {
  requestId: string | null;
  idempotencyKey: string | null;
}

export const NOBODY: Cause = { requestId: null, idempotencyKey: null };

/** Writes an event with the object as it is at this moment. */
export function newEvent(account: StripeAccount, type: string, object: object, cause: Cause, previous?: object): StoredEvent {
  const event: StoredEvent = {
    id: stripeId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: Math.floor(Date.now() / 1000),
    data: { object: structuredClone(object), ...(previous && { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: 0,
    request: { id: cause.requestId, idempotency_key: cause.idempotencyKey },
    type,
  };
  account.events[event.id] = event;
  return event;
}
