import { existsSync, readFileSync } from 'node:fs';
import Stripe from 'stripe';
import { expect, it } from 'vitest';
import { startStripeSimulator } from './start-stripe-simulator.ts';

interface Schema {
  type?: string;
  nullable?: boolean;
  enum?: unknown[];
  maxLength?: number;
  anyOf?: Schema[];
  $ref?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

// Published by Stripe, from its OpenAPI description; beside the repository, not in it.
const fixtures = new URL('../../../../shared/fixtures/stripe/', import.meta.url);
const areHere = existsSync(fixtures);
const skipped = areHere ? '' : 'skipped: fixtures not here: ';
const published = <T>(file: string) => JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as T;

it.skipIf(!areHere)(`${skipped}answers have the shapes of Stripe's published schemas`, async () => {
  const schemas = published<Record<string, Schema>>('schemas.2023-08-16.json');
  const answers = await answersOfEveryKind();
  expect(Object.keys(answers).toSorted()).toEqual(['account', 'balance_transaction', 'charge', 'customer', 'event', 'payment_intent', 'payment_method', 'refund', 'webhook_endpoint']);
  const differences = Object.entries(answers).flatMap(([name, objects]) => objects.flatMap((object) => differencesFrom(schemas[name]!, object, name)));
  expect(differences).toEqual([]);
});

it.skipIf(!areHere)(`${skipped}sends only event types that Stripe's library knows`, async () => {
  const known = published<string[]>('event-types.stripe-node-23.1.0.json');
  const { event = [] } = await answersOfEveryKind();
  const types = new Set(event.map((sent) => (sent as Stripe.Event).type as string));
  expect(types.size).toBeGreaterThan(8);
  expect([...types].filter((type) => !known.includes(type))).toEqual([]);
});

it.skipIf(!areHere)(`${skipped}takes every parameter that Stripe's published description takes`, async () => {
  const requests = published<Record<string, { body?: Schema }>>('requests.2023-08-16.json');
  await withStripe(async (stripe) => {
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    const paths: Record<string, string> = {
      'POST /v1/payment_intents': '/v1/payment_intents',
      'POST /v1/payment_intents/{intent}': `/v1/payment_intents/${intent.id}`,
      'POST /v1/payment_intents/{intent}/confirm': `/v1/payment_intents/${intent.id}/confirm`,
      'POST /v1/payment_intents/{intent}/cancel': `/v1/payment_intents/${intent.id}/cancel`,
      'POST /v1/refunds': '/v1/refunds',
      'POST /v1/webhook_endpoints': '/v1/webhook_endpoints',
    };
    // A value of the wrong kind may be refused; a name may not.
    const unknown: string[] = [];
    for (const [operation, path] of Object.entries(paths)) {
      const names = Object.keys(requests[operation]?.body?.properties ?? {}).filter((name) => !['client_secret', 'application_fee_amount', 'transfer_data'].includes(name));
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        const refusal = await stripe.rawRequest('POST', path, { [name]: '' }).catch((error: Stripe.errors.StripeError) => error);
        if ('code' in refusal && refusal.code === 'parameter_unknown') unknown.push(`${operation}: ${name}`);
      }
    }
    expect(unknown).toEqual([]);
  });
});

async function answersOfEveryKind(): Promise<Record<string, object[]>> {
  const objects: object[] = [];
  await withStripe(async (stripe) => {
    const customer = await stripe.customers.create({ email: 'ada@example.com', address: { country: 'GB' } });
    const never = { enabled: true, allow_redirects: 'never' } as const;
    const pay = (payment_method: string) => stripe.paymentIntents.create({ amount: 2000, currency: 'eur', customer: customer.id, confirm: true, payment_method, automatic_payment_methods: never });
    await pay('pm_card_visa_chargeDeclined').catch(() => {});
    await pay('pm_card_authenticationRequired');
    const paid = await pay('pm_card_visa');
    const canceled = await stripe.paymentIntents.create({ amount: 2000, currency: 'jpy', receipt_email: 'ada@example.com' });
    await stripe.paymentIntents.cancel(canceled.id);
    await stripe.customers.update(customer.id, { name: 'Ada' });
    await stripe.refunds.create({ payment_intent: paid.id, amount: 500 });
    const endpoint = await stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['charge.failed'] });
    const charges = await stripe.charges.list();
    const intents = await stripe.paymentIntents.list();
    objects.push(
      customer,
      endpoint,
      ...intents.data,
      ...charges.data,
      ...(await stripe.refunds.list()).data,
      ...(await stripe.events.list({ limit: 100 })).data,
      await stripe.paymentMethods.retrieve(charges.data[0]!.payment_method!),
      await stripe.balanceTransactions.retrieve(charges.data[0]!.balance_transaction as string),
      await stripe.accounts.retrieveCurrent(),
    );
    expect(new Set(intents.data.map(({ status }) => status))).toEqual(new Set(['canceled', 'succeeded', 'requires_action', 'requires_payment_method']));
  });
  return Object.groupBy(objects, (object) => (object as { object: string }).object) as Record<string, object[]>;
}

async function withStripe(act: (stripe: Stripe) => Promise<void>): Promise<void> {
  const simulator = await startStripeSimulator();
  try {
    await act(new Stripe('sk_test_shapes', { host: simulator.host, port: simulator.port, protocol: 'http', telemetry: false }));
  } finally {
    await simulator.close();
  }
}

function differencesFrom(schema: Schema, value: unknown, path: string): string[] {
  if (value === null) return schema.nullable === true || schema.anyOf !== undefined ? [] : [`${path} is null`];
  // What a reference points to is described elsewhere.
  if (schema.$ref) return typeof value === 'object' ? [] : [`${path} is no object`];
  if (schema.anyOf) {
    const all = schema.anyOf.map((option) => differencesFrom(option, value, path));
    return all.find((differences) => differences.length === 0) ?? all[0] ?? [];
  }
  if (schema.enum && !schema.enum.includes(value)) return [`${path} is ${String(value)}`];
  if (schema.type === 'array') return Array.isArray(value) ? value.flatMap((item, index) => (schema.items ? differencesFrom(schema.items, item, `${path}[${index}]`) : [])) : [`${path} is no array`];
  if (schema.type === 'integer') return Number.isSafeInteger(value) ? [] : [`${path} is ${String(value)}`];
  if (schema.type === 'object') {
    if (typeof value !== 'object') return [`${path} is no object`];
    const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(value as object, name)).map((name) => `${path}.${name} is missing`);
    const wrong = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
      const sent = (value as Record<string, unknown>)[name];
      return sent === undefined ? [] : differencesFrom(property, sent, `${path}.${name}`);
    });
    return [...missing, ...wrong];
  }
  return schema.type && typeof value !== schema.type ? [`${path} is ${typeof value}`] : [];
}
