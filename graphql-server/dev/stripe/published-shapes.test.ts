import { readFileSync } from 'node:fs';
import Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, everyAnswer } from './every-answer.ts';
import { simulated } from './simulated.ts';
import { startStripeSimulator } from './start-stripe-simulator.ts';
import { typeErrorsOf } from './stripe-types.ts';

interface Schema {
  type?: string;
  nullable?: boolean;
  enum?: unknown[];
  anyOf?: Schema[];
  $ref?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

const published = JSON.parse(readFileSync(new URL('published-shapes.json', import.meta.url), 'utf8')) as { schemas: Record<string, Schema>; parameters: Record<string, string[]> };

let answers: Answer[];
beforeAll(async () => {
  const simulator = await startStripeSimulator({ bankDelayMs: 600_000 });
  answers = await everyAnswer(new Stripe('sk_test_shapes', { host: simulator.host, port: simulator.port, protocol: 'http', telemetry: false }));
  await simulator.close();
});

it('answers with objects of every kind, in every state', () => {
  const states = Map.groupBy(answers, ({ object }) => object);
  const statusesOf = (object: string) => [...new Set(states.get(object)!.map((answer) => (answer as { status?: string }).status))].toSorted();
  expect([...states.keys()].toSorted()).toEqual(['account', 'balance', 'balance_transaction', 'charge', 'customer', 'dispute', 'event', 'payment_intent', 'payment_method', 'payment_method_configuration', 'payout', 'radar.early_fraud_warning', 'refund', 'webhook_endpoint']);
  expect(statusesOf('payment_intent')).toEqual(['canceled', 'processing', 'requires_action', 'requires_payment_method', 'succeeded']);
  expect(statusesOf('charge')).toEqual(['failed', 'pending', 'succeeded']);
  expect(statusesOf('refund')).toEqual(['canceled', 'failed', 'pending', 'succeeded']);
  expect(statusesOf('dispute')).toEqual(['lost', 'needs_response', 'warning_closed', 'warning_needs_response', 'warning_under_review', 'won']);
  expect(statusesOf('payout')).toEqual(['canceled', 'failed', 'in_transit', 'paid', 'pending']);
  const types = new Set(eventsIn(answers).map(({ type }) => type));
  expect([...types].toSorted()).toEqual(EVENT_TYPES);
});

it('answers, and tells in events, as Stripe has published', () => {
  const told = eventsIn(answers).map(({ data }) => data.object);
  const checked = [...answers, ...told].filter(({ object }) => published.schemas[object]);
  expect(checked.length).toBeGreaterThan(200);
  const differences = checked.flatMap((answer) => differencesFrom(published.schemas[answer.object]!, answer, answer.object));
  expect(new Set(differences)).toEqual(new Set());
});

it("answers, and tells in events, what the types of Stripe's library describe; and they find fault", () => {
  const payout = answers.find(({ object }) => object === 'payout')!;
  const { amount: _, ...incomplete } = payout as Answer & { amount: number };
  const event = eventsIn(answers).find(({ type }) => type === 'payout.paid')!;
  const wrong = [incomplete, { ...payout, amount: '1912' }, { ...payout, owner: 'me' }, { ...event, type: 'payout.gone' }, { ...event, data: { object: incomplete } }] as Answer[];
  const errors = typeErrorsOf([...answers, ...wrong]);
  expect(errors.filter(({ answer }) => !wrong.includes(answer))).toEqual([]);
  expect(new Set(errors.map(({ answer }) => answer))).toEqual(new Set(wrong));
}, 120_000);

describe('the parameters that Stripe has published', () => {
  it.each(Object.keys(published.parameters))('of %s are all known', async (operation) => {
    const { stripe } = await simulated({ bankDelayMs: 600_000 });
    const path = await pathOf(stripe, operation.replace('POST ', ''));
    const names = published.parameters[operation]!.filter((name) => !['client_secret', 'application_fee_amount', 'transfer_data'].includes(name));
    // A value of the wrong kind may be refused; a name may not.
    const unknown: string[] = [];
    for (const name of names) {
      const refusal = await stripe.rawRequest('POST', path, { [name]: '' }).catch((error: Stripe.errors.StripeError) => error);
      if ('code' in refusal && refusal.code === 'parameter_unknown') unknown.push(name);
    }
    expect(unknown).toEqual([]);
    await expect(stripe.rawRequest('POST', path, { nonsense: '1' })).rejects.toMatchObject({ code: 'parameter_unknown', param: 'nonsense' });
  });
});

const EVENT_TYPES = [
  'charge.dispute.closed', 'charge.dispute.created', 'charge.dispute.funds_reinstated', 'charge.dispute.funds_withdrawn', 'charge.dispute.updated',
  'charge.failed', 'charge.pending', 'charge.refund.updated', 'charge.refunded', 'charge.succeeded', 'charge.updated', 'customer.created', 'customer.updated',
  'payment_intent.canceled', 'payment_intent.created', 'payment_intent.payment_failed', 'payment_intent.processing', 'payment_intent.requires_action', 'payment_intent.succeeded',
  'payout.canceled', 'payout.created', 'payout.failed', 'payout.paid', 'payout.reconciliation_completed', 'payout.updated',
  'radar.early_fraud_warning.created', 'refund.created', 'refund.failed', 'refund.updated',
];

function eventsIn(all: Answer[]): { type: string; data: { object: Answer } }[] {
  return all.filter(({ object }) => object === 'event') as unknown as { type: string; data: { object: Answer } }[];
}

/** The path of an operation, with the id of an object that takes part in it. */
async function pathOf(stripe: Stripe, path: string): Promise<string> {
  const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd', confirm: true, payment_method: 'pm_card_createDisputeInquiry', automatic_payment_methods: { enabled: true, allow_redirects: 'never' } });
  const ids: Record<string, () => Promise<string>> = {
    intent: async () => (await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' })).id,
    customer: async () => (await stripe.customers.create()).id,
    refund: async () => (await stripe.refunds.create({ payment_intent: intent.id, amount: 100 })).id,
    dispute: async () => (await stripe.disputes.list()).data[0]!.id,
  };
  const name = /\{(\w+)\}/.exec(path)?.[1];
  return name ? path.replace(`{${name}}`, await ids[name]!()) : path;
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
