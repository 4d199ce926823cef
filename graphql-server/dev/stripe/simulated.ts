import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { afterEach } from 'vitest';
import { startStripeSimulator, type StripeSimulator, type StripeSimulatorOptions } from './start-stripe-simulator.ts';

/** For the simulator's own tests: one of it, a client of it, and what browsers and Stripe's webhooks do. */

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

export function afterwards(end: () => Promise<unknown>): void {
  endings.push(end);
}

export async function simulated(options: StripeSimulatorOptions = {}): Promise<{ simulator: StripeSimulator; stripe: Stripe }> {
  const simulator = await startStripeSimulator(options);
  endings.push(() => simulator.close());
  return { simulator, stripe: client(simulator, 'sk_test_demo') };
}

export function client(simulator: Pick<StripeSimulator, 'host' | 'port'>, key: string): Stripe {
  return new Stripe(key, { host: simulator.host, port: simulator.port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });
}

export function paid(stripe: Stripe, { amount = 2000, currency = 'usd', method = 'pm_card_visa' } = {}): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({ amount, currency, confirm: true, payment_method: method, automatic_payment_methods: { enabled: true, allow_redirects: 'never' } });
}

/** One of simulator-controls.ts. */
export async function control<T = Record<string, unknown>>(stripe: Stripe, path: string, params: Record<string, unknown> = {}): Promise<T> {
  return (await stripe.rawRequest('POST', `/simulator/${path}`, params)) as unknown as T;
}

/** The types of the account's events, oldest first, but for those of `without`. */
export async function eventTypes(stripe: Stripe, without: string[] = []): Promise<string[]> {
  return (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type as string).filter((type) => !without.includes(type)).toReversed();
}

export async function failureOf(promise: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  return promise.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: unknown) => error as Stripe.errors.StripeError,
  );
}

export type BrowserAnswer = { status: number; body: { status: string; error: { message: string; code: string; decline_code?: string } } };

export async function browser(simulator: Pick<StripeSimulator, 'host' | 'port'>, path: string, params: Record<string, string>, key = 'pk_test_demo'): Promise<BrowserAnswer> {
  const response = await fetch(`http://${simulator.host}:${simulator.port}/dev/stripe${path}`, { method: 'POST', body: new URLSearchParams({ key, ...params }) });
  return { status: response.status, body: (await response.json()) as BrowserAnswer['body'] };
}

export function payByCard(simulator: Pick<StripeSimulator, 'host' | 'port'>, intent: { id: string; client_secret: string | null }, number: string, key?: string): Promise<BrowserAnswer> {
  return browser(
    simulator,
    `/v1/payment_intents/${intent.id}/confirm`,
    {
      client_secret: intent.client_secret!,
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': number,
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '40',
      'payment_method_data[card][cvc]': '123',
      'payment_method_data[billing_details][address][country]': 'DE',
    },
    key,
  );
}

/** A webhook endpoint of the account, answering with the given statuses first and 200 then. */
export async function webhooks(stripe: Stripe, events: Stripe.WebhookEndpointCreateParams.EnabledEvent[] = ['*'], statuses: number[] = []) {
  const raw: { payload: string; signature: string }[] = [];
  const arrivals: Stripe.Event[] = [];
  const waiting: ((event: Stripe.Event) => void)[] = [];
  const seen: Stripe.Event[] = [];
  let secret = '';
  const server = createServer((request, response) => {
    void text(request).then((payload) => {
      const signature = String(request.headers['stripe-signature']);
      const event = stripe.webhooks.constructEvent(payload, signature, secret);
      raw.push({ payload, signature });
      seen.push(event);
      const next = waiting.shift();
      if (next) next(event);
      else arrivals.push(event);
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endings.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const endpoint = await stripe.webhookEndpoints.create({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, enabled_events: events });
  secret = endpoint.secret!;
  return {
    id: endpoint.id,
    secret,
    raw,
    events: seen,
    types: () => seen.map(({ type }) => type),
    forget: () => seen.splice(0),
    next: () => {
      const event = arrivals.shift();
      return event ? Promise.resolve(event) : new Promise<Stripe.Event>((resolve) => waiting.push(resolve));
    },
  };
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
