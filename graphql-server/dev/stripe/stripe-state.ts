import type Stripe from 'stripe';
import { createHash } from 'node:crypto';
import { noSuch } from './stripe-failure.ts';
import type { Aftermath, Failure, Outcome } from './test-numbers.ts';

/** Everything the simulator remembers: plain JSON, one entry for each Stripe account. */
export interface StripeState {
  accounts: Record<string, StripeAccount>;
  /** Secret keys that came of rolling another, without their prefix, and the account of each. */
  rolledKeys: Record<string, string>;
}

/** One Stripe account; `sk_test_<name>`, until it is rolled, and `pk_test_<name>` open it. */
export interface StripeAccount {
  name: string;
  id: string;
  created: number;
  /** What follows `sk_test_` in the key that opens it now. */
  secretKey: string;
  profile: AccountProfile;
  /** What its owner has switched on in Stripe's dashboard. */
  paymentMethodTypes: PaymentMethodType[];
  customers: Record<string, Stripe.Customer>;
  tokens: Record<string, Stripe.Token>;
  paymentIntents: Record<string, StoredPaymentIntent>;
  paymentMethods: Record<string, StoredPaymentMethod>;
  charges: Record<string, StoredCharge>;
  refunds: Record<string, StoredRefund>;
  disputes: Record<string, StoredDispute>;
  earlyFraudWarnings: Record<string, Stripe.Radar.EarlyFraudWarning>;
  balanceTransactions: Record<string, Stripe.BalanceTransaction>;
  payouts: Record<string, StoredPayout>;
  /** Balance transactions, and the automatic payout that each is part of. */
  paidOut: Record<string, string>;
  webhookEndpoints: Record<string, StoredWebhookEndpoint>;
  events: Record<string, StoredEvent>;
  deliveries: PendingDelivery[];
  pending: Pending[];
  faults: DeliveryFaults;
  idempotency: Record<string, RememberedAnswer>;
}

export interface AccountProfile {
  businessName: string;
  country: string;
  defaultCurrency: string;
  chargesEnabled: boolean;
  payoutsEnabled: boolean;
}

export type PaymentMethodType = 'card' | 'sepa_debit' | 'us_bank_account';

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

export interface StoredDispute extends Stripe.Dispute {
  charge: string;
  payment_intent: string;
}

export interface StoredPayout extends Stripe.Payout {
  balance_transaction: string;
  destination: string;
  failure_balance_transaction: string | null;
}

export interface StoredPaymentMethod {
  method: Stripe.PaymentMethod;
  outcome: Outcome;
  aftermath?: Aftermath;
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
  /** Waits until the simulator is told to release it. */
  isDelayed?: true;
}

/** What a bank will say in a while; `dueAt` in milliseconds since the epoch. */
export type Pending = PendingBankDebit | PendingRefund;

export interface PendingBankDebit {
  what: 'bank_debit';
  paymentIntent: string;
  failure: Failure | null;
  dueAt: number;
}

export interface PendingRefund {
  what: 'refund';
  refund: string;
  becomes: 'succeeded' | 'failed';
  dueAt: number;
}

/** How many of the next deliveries go wrong, and how. */
export interface DeliveryFaults {
  drop: number;
  duplicate: number;
  reorder: number;
  delay: number;
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
  return (state.accounts[name] ??= newAccount(name));
}

export function newAccount(name: string): StripeAccount {
  return {
    name,
    id: `acct_${createHash('sha256').update(name).digest('hex').slice(0, 16)}`,
    created: Math.floor(Date.now() / 1000),
    secretKey: name,
    profile: { businessName: `Stripe simulator (${name})`, country: 'US', defaultCurrency: 'usd', chargesEnabled: true, payoutsEnabled: true },
    paymentMethodTypes: ['card', 'sepa_debit', 'us_bank_account'],
    customers: {},
    tokens: {},
    paymentIntents: {},
    paymentMethods: {},
    charges: {},
    refunds: {},
    disputes: {},
    earlyFraudWarnings: {},
    balanceTransactions: {},
    payouts: {},
    paidOut: {},
    webhookEndpoints: {},
    events: {},
    deliveries: [],
    pending: [],
    faults: { drop: 0, duplicate: 0, reorder: 0, delay: 0 },
    idempotency: {},
  };
}

export function found<T>(rows: Record<string, T>, object: string, id: string): T {
  const row = Object.hasOwn(rows, id) ? rows[id] : undefined;
  if (!row) throw noSuch(object, id, 'id');
  return row;
}
