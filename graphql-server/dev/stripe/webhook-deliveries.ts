import { createHmac } from 'node:crypto';
import { stripeId } from './stripe-id.ts';
import type { PendingDelivery, StoredEvent, StoredWebhookEndpoint, StripeAccount } from './stripe-state.ts';

const ATTEMPT_TIMEOUT_MS = 10_000;
const HELD_FOR_REORDERING_MS = 2_000;

/** Posts events to webhook endpoints, signed, again with growing pauses until the answer is 2xx. */
export class WebhookDeliveries {
  readonly #retryDelaysMs: readonly number[];
  readonly #log: (line: string) => void;
  readonly #progressed: () => void;
  readonly #closing = new AbortController();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #queues = new Map<string, Promise<void>>();
  readonly #held = new Map<StripeAccount, PendingDelivery[]>();

  constructor(options: { retryDelaysMs: readonly number[]; log: (line: string) => void; progressed: () => void }) {
    this.#retryDelaysMs = options.retryDelaysMs;
    this.#log = options.log;
    this.#progressed = options.progressed;
  }

  /** Takes up what an earlier run left. */
  resume(account: StripeAccount): void {
    for (const delivery of account.deliveries) {
      if (!delivery.isDelayed) this.#schedule(account, delivery);
    }
  }

  send(account: StripeAccount, event: StoredEvent): void {
    for (const endpoint of Object.values(account.webhookEndpoints)) {
      if (endpoint.status !== 'enabled' || !wants(endpoint, event)) continue;
      event.pending_webhooks += 1;
      if (account.faults.drop > 0) {
        account.faults.drop -= 1;
        this.#log(`stripe simulator: dropped ${event.type} to ${endpoint.url}, as asked`);
        continue;
      }
      const copies = account.faults.duplicate > 0 ? 2 : 1;
      account.faults.duplicate -= copies - 1;
      for (let copy = 0; copy < copies; copy += 1) this.#enqueue(account, event, endpoint);
    }
  }

  /** Sends what was delayed on request. */
  release(account: StripeAccount): number {
    const delayed = account.deliveries.filter(({ isDelayed }) => isDelayed);
    for (const delivery of delayed) {
      delete delivery.isDelayed;
      this.#schedule(account, delivery);
    }
    return delayed.length;
  }

  /** Resolves when no attempt is due or under way; later retries and what is delayed are not waited for. */
  async settled(): Promise<void> {
    for (;;) {
      for (const account of this.#held.keys()) this.#releaseHeld(account);
      if (this.#queues.size === 0) return;
      await Promise.all(this.#queues.values());
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#queues.values());
  }

  #enqueue(account: StripeAccount, event: StoredEvent, endpoint: StoredWebhookEndpoint): void {
    const delivery: PendingDelivery = { id: stripeId('whd'), event: event.id, endpoint: endpoint.id, attempts: 0, dueAt: Date.now() };
    account.deliveries.push(delivery);
    if (account.faults.delay > 0) {
      account.faults.delay -= 1;
      delivery.isDelayed = true;
    } else if (account.faults.reorder > 0) {
      account.faults.reorder -= 1;
      this.#hold(account, delivery);
    } else {
      this.#schedule(account, delivery);
    }
  }

  #hold(account: StripeAccount, delivery: PendingDelivery): void {
    const held = this.#held.get(account) ?? [];
    this.#held.set(account, [...held, delivery]);
    if (account.faults.reorder === 0) this.#releaseHeld(account);
    else if (held.length === 0) this.#later(HELD_FOR_REORDERING_MS, () => this.#releaseHeld(account));
  }

  #releaseHeld(account: StripeAccount): void {
    const held = this.#held.get(account) ?? [];
    this.#held.delete(account);
    for (const delivery of held.toReversed()) this.#schedule(account, delivery);
  }

  #schedule(account: StripeAccount, delivery: PendingDelivery): void {
    const wait = delivery.dueAt - Date.now();
    if (wait > 0) this.#later(wait, () => this.#queue(account, delivery));
    else this.#queue(account, delivery);
  }

  // One after another to each endpoint, so that order is disturbed on request only.
  #queue(account: StripeAccount, delivery: PendingDelivery): void {
    const before = this.#queues.get(delivery.endpoint) ?? Promise.resolve();
    const mine = before
      .then(() => this.#attempt(account, delivery))
      .finally(() => {
        if (this.#queues.get(delivery.endpoint) === mine) this.#queues.delete(delivery.endpoint);
      });
    this.#queues.set(delivery.endpoint, mine);
  }

  async #attempt(account: StripeAccount, delivery: PendingDelivery): Promise<void> {
    const event = account.events[delivery.event];
    const endpoint = account.webhookEndpoints[delivery.endpoint];
    if (this.#closing.signal.aborted) return;
    if (!event || endpoint?.status !== 'enabled') return this.#forget(account, delivery);

    const answer = await this.#post(endpoint, event);
    if (this.#closing.signal.aborted) return;
    if (answer === 'accepted') {
      event.pending_webhooks = Math.max(0, event.pending_webhooks - 1);
      return this.#forget(account, delivery);
    }
    const pause = this.#retryDelaysMs[delivery.attempts];
    delivery.attempts += 1;
    this.#log(`stripe simulator: ${event.type} to ${endpoint.url} failed (${answer}), ${pause === undefined ? 'given up' : `again in ${pause} ms`}`);
    if (pause === undefined) return this.#forget(account, delivery);
    delivery.dueAt = Date.now() + pause;
    this.#progressed();
    this.#schedule(account, delivery);
  }

  async #post(endpoint: StoredWebhookEndpoint, event: StoredEvent): Promise<string> {
    const payload = JSON.stringify(event, null, 2);
    try {
      const response = await fetch(endpoint.url, {
        method: 'POST',
        headers: {
          accept: '*/*; q=0.5, application/xml',
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': signature(payload, endpoint.secret),
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        },
        body: payload,
        redirect: 'manual',
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]),
      });
      await response.body?.cancel();
      return response.ok ? 'accepted' : `status ${response.status}`;
    } catch (error) {
      return error instanceof Error ? String((error.cause as Error | undefined)?.message ?? error.message) : String(error);
    }
  }

  #forget(account: StripeAccount, delivery: PendingDelivery): void {
    account.deliveries = account.deliveries.filter((pending) => pending.id !== delivery.id);
    this.#progressed();
  }

  #later(milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, milliseconds);
    this.#timers.add(timer);
  }
}

function wants(endpoint: StoredWebhookEndpoint, event: StoredEvent): boolean {
  return endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(event.type);
}

// https://docs.stripe.com/webhooks#verify-manually
function signature(payload: string, secret: string): string {
  const timestamp = Math.floor(Date.now() / 1000);
  return `t=${timestamp},v1=${createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex')}`;
}
