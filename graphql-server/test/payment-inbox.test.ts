import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reconcileAccount } from '../src/payments/reconcile.job.ts';
import { STRIPE_EVENTS } from '../src/payments/stripe-events.ts';
import { aSentInvoice } from './support/invoices.ts';
import { jobsDone } from './support/jobs.ts';
import { aBusiness, aClient, takesPayments, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';
import { checkout, CREATE_PAYMENT_INTENT, intentIdIn, payByCard, payByDebit, stripeOf } from './support/stripe.ts';

let portal: Portal;
let firm: Firm;
let acme: Customer;
let atStripe: Awaited<ReturnType<typeof stripeOf>>;
let firms = 0;

beforeAll(async () => {
  portal = await startPortal();
  firm = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, firm, 'Acme');
  await takesPayments(portal, firm);
  atStripe = await stripeOf(portal, firm);
});
afterAll(() => portal.close());

async function settled(): Promise<void> {
  await portal.stripe.settled();
  await jobsDone(portal);
}

interface Shown { id: string; type: string; state: string; problem: string | null; payload: string }
const EVENTS = 'query ($waiting: Boolean!) { paymentEvents(waiting: $waiting) { totalCount edges { node { id type state problem payload } } } }';
const events = async (waiting = true) =>
  (await firm.owner.get<{ paymentEvents: { edges: { node: Shown }[] } }>(EVENTS, { waiting })).paymentEvents.edges.map(({ node }) => node);
const eventCalled = async (id: string) => (await events(false)).find(({ payload }) => (JSON.parse(payload) as { id: string }).id === id);
const replay = (id: string) => firm.owner.ask('mutation ($id: ID!) { replayPaymentEvent(id: $id) { state } }', { id });
const dismiss = (id: string) => firm.owner.ask('mutation ($id: ID!) { dismissPaymentEvent(id: $id) { state } }', { id });

const event = (id: string, object: object, more: object = {}) => ({ id, object: 'event', type: 'payment_intent.succeeded', livemode: false, data: { object }, ...more });
const ours = (id: string) => ({ business_id: firm.business.id, payment_intent_id: id });

describe('what cannot be applied waits for a person', () => {
  test.each([
    ['of the other mode', () => event('evt_live', { id: 'pi_x', object: 'payment_intent' }, { livemode: true }), /live mode/],
    ['of another account', () => event('evt_account', { id: 'pi_x', object: 'payment_intent' }, { account: 'acct_somebody_else' }), /acct_somebody_else/],
    ['about what nobody applies', () => event('evt_subscription', { id: 'sub_1', object: 'subscription' }), /about a subscription/],
  ])('an event %s', async (_, make, problem) => {
    const made = make();
    expect((await atStripe.deliver(made)).status).toBe(200);
    await settled();
    expect(await eventCalled(made.id)).toMatchObject({ state: 'WAITING', problem: expect.stringMatching(problem) });
  });

  test('a payment that says it is ours and is not in our books', async () => {
    const { id } = await atStripe.stripe.paymentIntents.create({ amount: 500, currency: 'eur', confirm: true, payment_method: 'pm_card_visa', return_url: 'https://x.example', metadata: ours('0198c000-0000-7000-8000-000000000000') });
    await settled();
    const waiting = (await events()).filter(({ payload }) => payload.includes(id));
    expect(waiting).toMatchObject([{ type: 'payment_intent.succeeded', problem: expect.stringContaining(id) }]);
  });

  test('a payment in another currency than its invoices; and it is booked once that is put right', async () => {
    const { id: invoiceId } = await aSentInvoice(firm, acme);
    const open = await checkout(acme.person, [invoiceId]);
    await rows(portal, `update payment_intent set currency = 'USD' where id = $1`, [open.paymentIntentId]);
    await payByCard(portal, open);
    await settled();
    const [waiting] = (await events()).filter(({ payload }) => payload.includes(intentIdIn(open)));
    expect(waiting).toMatchObject({ state: 'WAITING', problem: 'Stripe took EUR, the invoices are in USD.' });
    expect(await rows(portal, 'select id from payment where payment_intent_id = $1', [open.paymentIntentId])).toEqual([]);

    await rows(portal, `update payment_intent set currency = 'EUR' where id = $1`, [open.paymentIntentId]);
    expect((await replay(waiting!.id)).data).toEqual({ replayPaymentEvent: { state: 'PENDING' } });
    await settled();
    expect((await events(false)).find(({ id }) => id === waiting!.id)).toMatchObject({ state: 'APPLIED', problem: null });
    expect(await acme.person.get('query ($id: ID!) { invoice(id: $id) { status } }', { id: invoiceId })).toEqual({ invoice: { status: 'PAID' } });
    expect((await replay(waiting!.id)).errors?.[0]?.extensions.code).toBe('CONFLICT');
  });

  test('until somebody has seen to it by hand; it is kept, and can be replayed after all', async () => {
    await atStripe.deliver(event('evt_by_hand', { id: 'x', object: 'invoiceitem' }));
    await settled();
    const { id } = (await eventCalled('evt_by_hand'))!;
    expect((await dismiss(id)).data).toEqual({ dismissPaymentEvent: { state: 'DISMISSED' } });
    expect((await events()).map((waiting) => waiting.id)).not.toContain(id);
    await replay(id);
    await settled();
    expect(await eventCalled('evt_by_hand')).toMatchObject({ state: 'WAITING' });
  });
});

test('a payment that the business takes elsewhere with the same account is no concern of anybody', async () => {
  const { id } = await atStripe.stripe.paymentIntents.create({ amount: 500, currency: 'eur', confirm: true, payment_method: 'pm_card_visa', return_url: 'https://x.example' });
  await atStripe.stripe.refunds.create({ payment_intent: id });
  await settled();
  const about = (await events(false)).filter(({ payload }) => payload.includes(id));
  expect(about.length).toBeGreaterThan(2);
  expect(new Set(about.map(({ state }) => state))).toEqual(new Set(['IGNORED']));
});

test('an amount that was changed at Stripe is taken as it came: less settles less', async () => {
  const { id } = await aSentInvoice(firm, acme);
  const open = await checkout(acme.person, [id]);
  await atStripe.stripe.paymentIntents.update(intentIdIn(open), { amount: 4_000 });
  await payByCard(portal, open);
  await settled();
  expect(await acme.person.get('query ($id: ID!) { invoice(id: $id) { status balance { minorUnits } } }', { id })).toEqual({ invoice: { status: 'SENT', balance: { minorUnits: 6_000 } } });
});

test('a webhook is answered in milliseconds, whatever its event costs', async () => {
  const times: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    const from = performance.now();
    expect((await atStripe.deliver(event(`evt_quick_${n}`, { id: 'sub_1', object: 'subscription' }))).status).toBe(200);
    times.push(performance.now() - from);
  }
  await settled();
  expect(times.toSorted((a, b) => a - b)[20]).toBeLessThan(100);
});

describe('the connection', () => {
  const SETTINGS = 'isConnected accountName accountId isLive lastEventAt waitingEvents problem checkedAt processingPayments webhookUrl';
  const settingsOf = async ({ owner }: Firm) => (await owner.get<{ paymentSettings: { isConnected: boolean; problem: string | null; processingPayments: number; accountId: string } }>(`{ paymentSettings { ${SETTINGS} } }`)).paymentSettings;
  const check = ({ owner }: Firm) => owner.get<{ checkStripe: { problem: string | null } }>(`mutation { checkStripe { ${SETTINGS} } }`);
  async function aConnectedFirm() {
    const other = await aBusiness(portal, `Firm ${(firms += 1)}`);
    const customer = await aClient(portal, other, `Of Firm ${firms}`);
    await takesPayments(portal, other);
    return { firm: other, customer, at: await stripeOf(portal, other) };
  }

  test('tells whose account it is and when Stripe last told anything', async () => {
    expect(await settingsOf(firm)).toMatchObject({ isConnected: true, isLive: false, accountId: expect.stringMatching(/^acct_/), lastEventAt: expect.any(String), problem: null });
  });

  test('mends a webhook that was taken away, switched off, or asks for too little', async () => {
    const { firm: other, at } = await aConnectedFirm();
    const endpoints = async () => (await at.stripe.webhookEndpoints.list()).data;
    const [first] = await endpoints();
    await at.stripe.webhookEndpoints.update(first!.id, { disabled: true, enabled_events: ['payout.paid'] });
    expect((await check(other)).checkStripe.problem).toBeNull();
    expect(await endpoints()).toMatchObject([{ status: 'enabled', enabled_events: [...STRIPE_EVENTS] }]);
    await at.stripe.webhookEndpoints.del(first!.id);
    expect((await check(other)).checkStripe.problem).toBeNull();
    expect(await endpoints()).toMatchObject([{ status: 'enabled', enabled_events: [...STRIPE_EVENTS] }]);
    // With the new secret, its events come through.
    const now = await stripeOf(portal, other);
    expect((await now.deliver(event('evt_new_secret', { id: 'sub_1', object: 'subscription' }))).status).toBe(200);
    expect((await at.deliver(event('evt_old_secret', { id: 'sub_1', object: 'subscription' }))).status).toBe(400);
    expect((await settingsOf(other)).problem).toMatch(/signature/);
  });

  test('says that a key was rolled, takes the new one, and knows that it is the same account', async () => {
    const { firm: other, customer, at } = await aConnectedFirm();
    const { id } = await aSentInvoice(other, customer);
    const open = await checkout(customer.person, [id]);
    const before = await settingsOf(other);
    const response = await fetch(`http://${portal.stripe.host}:${portal.stripe.port}/simulator/keys/roll`, { method: 'POST', headers: { authorization: `Bearer ${open.publishableKey}` } });
    const { secret_key: secretKey } = (await response.json()) as { secret_key: string };
    expect((await check(other)).checkStripe.problem).toMatch(/secret key/);
    expect(await customer.person.refusal(CREATE_PAYMENT_INTENT, { ids: [(await aSentInvoice(other, customer)).id] })).toBe('PAYMENTS_UNAVAILABLE');
    await reconcileAccount(portal.app.services, { businessId: other.business.id });
    await other.owner.get('mutation ($input: ConnectStripeInput!) { connectStripe(input: $input) { isConnected } }', { input: { secretKey, publishableKey: open.publishableKey } });
    expect(await settingsOf(other)).toMatchObject({ accountId: before.accountId, problem: null });
    expect(intentIdIn(await checkout(customer.person, [id]))).toBe(intentIdIn(open));
    await payByCard(portal, open);
    await settled();
    expect(await customer.person.get('query ($id: ID!) { invoice(id: $id) { status } }', { id })).toEqual({ invoice: { status: 'PAID' } });
    expect(at.stripe).toBeInstanceOf(Stripe);
  });

  test('can be ended: open payments and the webhook end at Stripe, the keys are forgotten, history stays', async () => {
    const { firm: other, customer, at } = await aConnectedFirm();
    const [paid, unpaid] = [await aSentInvoice(other, customer), await aSentInvoice(other, customer)];
    await payByCard(portal, await checkout(customer.person, [paid.id]));
    await settled();
    const open = await checkout(customer.person, [unpaid.id]);
    expect(await other.owner.get(`mutation { disconnectStripe { isConnected webhookUrl publishableKey } }`)).toEqual({ disconnectStripe: { isConnected: false, webhookUrl: null, publishableKey: null } });
    expect((await at.stripe.paymentIntents.retrieve(intentIdIn(open))).status).toBe('canceled');
    expect((await at.stripe.webhookEndpoints.list()).data).toEqual([]);
    expect(await rows(portal, 'select id from payment_account where business_id = $1', [other.business.id])).toEqual([]);
    expect(await customer.person.refusal(CREATE_PAYMENT_INTENT, { ids: [unpaid.id] })).toBe('PAYMENTS_UNAVAILABLE');
    expect((await at.deliver(event('evt_afterwards', { id: 'pi_x', object: 'payment_intent' }))).status).toBe(400);
    expect(await other.owner.get('{ payments { edges { node { amount { minorUnits } settled { invoice { id } } } } } }')).toMatchObject({
      payments: { edges: [{ node: { amount: { minorUnits: 10_000 }, settled: [{ invoice: { id: paid.id } }] } }] },
    });
    const [{ id: paymentId } = { id: '' }] = await rows<{ id: string }>(portal, 'select id from payment where business_id = $1', [other.business.id]);
    expect(await other.owner.get('query ($id: ID!) { clientPayment(id: $id) { refundable { minorUnits } } }', { id: paymentId })).toEqual({ clientPayment: { refundable: { minorUnits: 0 } } });
    expect(await other.owner.refusal('mutation ($id: ID!) { createRefund(input: { paymentId: $id, amount: 1, requestKey: "00000000-0000-4000-8000-000000000001" }) { id } }', { id: paymentId })).toBe('CONFLICT');
    await takesPayments(portal, other);
    await payByCard(portal, await checkout(customer.person, [unpaid.id]));
    await settled();
    expect(await customer.person.get('query ($id: ID!) { invoice(id: $id) { status } }', { id: unpaid.id })).toEqual({ invoice: { status: 'PAID' } });
  });

  test('knows another account by what it does not know, where a restricted key may not say whose it is', async () => {
    const { firm: other, customer, at } = await aConnectedFirm();
    const { id } = await aSentInvoice(other, customer);
    await payByDebit(portal, await checkout(customer.person, [id]));
    await settled();
    await rows(portal, 'update payment_account set provider_account_id = null where business_id = $1', [other.business.id]);
    expect(await other.owner.refusal('mutation { connectStripe(input: { secretKey: "sk_test_restricted_elsewhere", publishableKey: "pk_test_restricted_elsewhere" }) { isConnected } }')).toBe('CONFLICT');
    await at.control('bank_debits/settle');
    await settled();
    expect(await customer.person.get('query ($id: ID!) { invoice(id: $id) { status } }', { id })).toEqual({ invoice: { status: 'PAID' } });
  });

  test('is ended although Stripe is being asked for an intent at this moment', async () => {
    const { firm: other, customer, at } = await aConnectedFirm();
    const { id } = await aSentInvoice(other, customer);
    const [open] = await Promise.all([
      customer.person.ask<{ createPaymentIntent: { clientSecret: string } }>(CREATE_PAYMENT_INTENT, { ids: [id] }),
      other.owner.ask('mutation { disconnectStripe { isConnected } }'),
    ]);
    const intent = open.data?.createPaymentIntent && (await at.stripe.paymentIntents.retrieve(intentIdIn(open.data.createPaymentIntent)));
    expect([undefined, 'canceled']).toContain(intent?.status);
  });

  test('stays while a bank payment is on its way, and goes on working', async () => {
    const { firm: other, customer, at } = await aConnectedFirm();
    const [debited, carded] = [await aSentInvoice(other, customer), await aSentInvoice(other, customer)];
    await payByDebit(portal, await checkout(customer.person, [debited.id]));
    await settled();
    expect((await settingsOf(other)).processingPayments).toBe(1);
    expect(await other.owner.refusal('mutation { disconnectStripe { isConnected } }')).toBe('CONFLICT');
    expect(await other.owner.refusal('mutation { connectStripe(input: { secretKey: "sk_test_quite_another", publishableKey: "pk_test_quite_another" }) { isConnected } }')).toBe('CONFLICT');
    expect((await portal.app.services.stripe('sk_test_quite_another').webhookEndpoints.list()).data).toEqual([]);
    await payByCard(portal, await checkout(customer.person, [carded.id]));
    await at.control('bank_debits/settle');
    await settled();
    expect(await customer.person.get('{ invoices { edges { node { status } } } }')).toEqual({ invoices: { edges: [{ node: { status: 'PAID' } }, { node: { status: 'PAID' } }] } });
  });
});

test('payments are listed for the team a page at a time, and found by client, number and reference', async () => {
  const other = await aBusiness(portal, 'Lists');
  const [one, two] = [await aClient(portal, other, 'Ørsted & Sons'), await aClient(portal, other, 'Beta')];
  for (const customer of [one, two, one]) {
    const { id } = await aSentInvoice(other, customer);
    await other.owner.get('mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 100, method: CHEQUE, reference: "50%_off" }) { id } }', { id });
  }
  interface Page { payments: { totalCount: number; edges: { cursor: string; node: { client: { name: string }; settled: { invoice: { number: string } }[] } }[]; pageInfo: { hasNextPage: boolean } } }
  const PAYMENTS = 'query ($first: Int!, $after: String, $search: String) { payments(first: $first, after: $after, search: $search) { totalCount pageInfo { hasNextPage } edges { cursor node { client { name } settled { invoice { number } } } } } }';
  const first = await other.owner.get<Page>(PAYMENTS, { first: 2 });
  expect([first.payments.totalCount, first.payments.pageInfo.hasNextPage]).toEqual([3, true]);
  const second = await other.owner.get<Page>(PAYMENTS, { first: 2, after: first.payments.edges[1]!.cursor });
  const numbers = [...first.payments.edges, ...second.payments.edges].map(({ node }) => node.settled[0]!.invoice.number);
  expect(new Set(numbers).size).toBe(3);
  for (const [search, count] of [['ørsted', 2], [numbers[0], 1], [numbers[0]!.toLowerCase().slice(0, -1), 3], ['50%_', 3], ['50%x', 0], ['%', 3], ["'; --", 0]] as const) {
    expect({ search, count: (await other.owner.get<Page>(PAYMENTS, { first: 2, search })).payments.totalCount }).toEqual({ search, count });
  }
});
