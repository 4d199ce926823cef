import { type FormParams, listOf, refuseUnknown, textOf } from './form-encoding.ts';
import { listPage } from './lists.ts';
import type { Scene } from './scene.ts';
import { invalidRequest } from './stripe-failure.ts';
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

/** https://docs.stripe.com/api/events/list */
export function listEvents({ account }: Scene, params: FormParams): object {
  refuseUnknown(params, ['created', 'delivery_success', 'ending_before', 'limit', 'starting_after', 'type', 'types']);
  const types = listOf(params, 'types');
  const type = textOf(params, 'type');
  if (type && types.length > 0) throw invalidRequest('You may not specify both type and types.', { param: 'types' });
  if (types.length > 20) throw invalidRequest('You may not specify more than 20 types.', { param: 'types' });
  // `charge.*` stands for all that begins so.
  const isAsked = (asked: string, sent: string) => (asked.endsWith('*') ? sent.startsWith(asked.slice(0, -1)) : sent === asked);
  const delivered = textOf(params, 'delivery_success');
  return listPage('/v1/events', account.events, params, (event) =>
    (types.length === 0 || types.includes(event.type)) && (!type || isAsked(type, event.type)) && (!delivered || String(event.pending_webhooks === 0) === delivered));
}
