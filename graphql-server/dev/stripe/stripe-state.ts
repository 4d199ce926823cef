import type Stripe from 'stripe';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Outcome } from './test-payment-methods.ts';

/** Everything the simulator remembers: plain JSON, one entry for each Stripe account. */
export interface StripeState {
  accounts: Record<string, StripeAccount>;
}

/** One Stripe account; `sk_test_<name>` and `pk_test_<name>` both open it. */
export interface StripeAccount {
  name: string;
  id: string;
  created: number;
  customers: Record<string, Stripe.Customer>;
  paymentIntents: Record<string, StoredPaymentIntent>;
  paymentMethods: Record<string, StoredPaymentMethod>;
  charges: Record<string, StoredCharge>;
  refunds: Record<string, StoredRefund>;
  balanceTransactions: Record<string, Stripe.BalanceTransaction>;
  webhookEndpoints: Record<string, StoredWebhookEndpoint>;
  events: Record<string, StoredEvent>;
  deliveries: PendingDelivery[];
  bankDebits: PendingBankDebit[];
  faults: DeliveryFaults;
  idempotency: Record<string, RememberedAnswer>;
}

// Stripe's own types, with the references that `expand` may replace held as ids.
export interface StoredPaymentIntent extends Stripe.PaymentIntent {
  client_secret: string;
  customer: string | null;
  latest_charge: string | null;
  payment_method: string | null;
}

export interface StoredCharge extends Stripe.Charge {
  balance_transaction: string | null;
  customer: string | null;
  payment_intent: string;
}

export interface StoredRefund extends Stripe.Refund {
  balance_transaction: string | null;
  charge: string;
  payment_intent: string;
}

export interface StoredPaymentMethod {
  method: Stripe.PaymentMethod;
  outcome: Outcome;
}

export interface StoredWebhookEndpoint extends Stripe.WebhookEndpoint {
  secret: string;
}

/** Any event type and object: the union of Stripe's 250 event types serves readers, not writers. */
export interface StoredEvent {
  id: string;
  object: 'event';
  api_version: string;
  created: number;
  data: { object: object; previous_attributes?: object };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

export interface PendingDelivery {
  id: string;
  event: string;
  endpoint: string;
  attempts: number;
  /** Milliseconds since the epoch. */
  dueAt: number;
}

export interface PendingBankDebit {
  paymentIntent: string;
  succeeds: boolean;
  /** Milliseconds since the epoch. */
  dueAt: number;
}

/** How many of the next deliveries go wrong, and how. */
export interface DeliveryFaults {
  drop: number;
  duplicate: number;
  reorder: number;
}

export interface RememberedAnswer {
  fingerprint: string;
  path: string;
  requestId: string;
  status: number;
  body: unknown;
  created: number;
}

export function accountNamed(state: StripeState, name: string): StripeAccount {
  return (state.accounts[name] ??= {
    name,
    id: `acct_${createHash('sha256').update(name).digest('hex').slice(0, 16)}`,
    created: Math.floor(Date.now() / 1000),
    customers: {},
    paymentIntents: {},
    paymentMethods: {},
    charges: {},
    refunds: {},
    balanceTransactions: {},
    webhookEndpoints: {},
    events: {},
    deliveries: [],
    bankDebits: [],
    faults: { drop: 0, duplicate: 0, reorder: 0 },
    idempotency: {},
  });
}

/** Keeps the state in a JSON file, written a moment after a change and on close. */
export class StateFile {
  readonly #path: string | undefined;
  readonly #log: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string | undefined, log: (line: string) => void) {
    this.#path = path;
    this.#log = log;
  }

  read(): StripeState {
    if (!this.#path) return { accounts: {} };
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as StripeState;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#log(`stripe simulator: ${this.#path} is unreadable, starting empty`);
      }
      return { accounts: {} };
    }
  }

  changed(state: StripeState): void {
    if (this.#path) this.#timer ??= setTimeout(() => this.write(state), 300);
  }

  write(state: StripeState): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#path) return;
    mkdirSync(dirname(this.#path), { recursive: true });
    // A crash while writing leaves the old file whole.
    writeFileSync(`${this.#path}.new`, JSON.stringify(state));
    renameSync(`${this.#path}.new`, this.#path);
  }
}
