import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../src/cli.ts';
import { accountSecret } from '../src/payments/account-secrets.ts';
import { applyPaymentEvent } from '../src/payments/apply-payment-event.job.ts';
import { reconcilePayments } from '../src/payments/reconcile.job.ts';
import { seal } from '../src/shared/secret-box.ts';
import { aSentInvoice } from './support/invoices.ts';
import { jobsDone } from './support/jobs.ts';
import { aBusiness, aClient, takesPayments, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { everythingStored, rowCounts, rows } from './support/rows.ts';
import { checkout, CREATE_PAYMENT_INTENT, DECLINED_CARD, FAILING_IBAN, intentIdIn, payByCard, payByDebit, stripeOf } from './support/stripe.ts';

let portal: Portal;
let northwind: Firm;
let contoso: Firm;
let acme: Customer;
let atStripe: Awaited<ReturnType<typeof stripeOf>>;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  contoso = await aBusiness(portal, 'Contoso');
  acme = await aClient(portal, northwind, 'Acme');
  await takesPayments(portal, northwind);
  await takesPayments(portal, contoso);
  atStripe = await stripeOf(portal, northwind);
});
afterAll(() => portal.close());

/** Until Stripe has told and we have listened. */
async function settled(): Promise<void> {
  await portal.stripe.settled();
  await jobsDone(portal);
}

const INVOICE = 'query ($id: ID!) { invoice(id: $id) { status isProcessing balance { minorUnits } payments { method amount { minorUnits } } } }';
interface Shown { status: string; isProcessing: boolean; balance: { minorUnits: number }; payments: { method: string; amount: { minorUnits: number } }[] }
const shown = async (id: string, { person } = acme) => (await person.get<{ invoice: Shown }>(INVOICE, { id })).invoice;

const ledgerOf = (id: string) => rows<{ kind: string; paid: number }>(portal, 'select kind, paid_change::int as paid from ledger_entry where invoice_id = $1 order by id', [id]);

const PAID = { status: 'PAID', isProcessing: false, balance: { minorUnits: 0 }, payments: [{ method: 'CARD', amount: { minorUnits: 10_000 } }] };
const UNPAID = { status: 'SENT', isProcessing: false, balance: { minorUnits: 10_000 }, payments: [] };

describe('a webhook', () => {
  const event = (id: string, object: object = { id: 'pi_nobodys', object: 'payment_intent', metadata: { business_id: northwind.business.id } }) => ({ id, object: 'event', type: 'payment_intent.succeeded', data: { object } });

  test.each([
    ['with the wrong secret', () => atStripe.deliver(event('evt_1'), { secret: 'whsec_wrong' })],
    ['without a signature', () => atStripe.deliver(event('evt_1'), { signature: '' })],
    ['with a signature that is none', () => atStripe.deliver(event('evt_1'), { signature: 't=1,v1=abc' })],
    ['that is six minutes old', () => atStripe.deliver(event('evt_1'), { timestamp: Math.floor(Date.now() / 1000) - 360 })],
    ['from six minutes ahead', () => atStripe.deliver(event('evt_1'), { timestamp: Math.floor(Date.now() / 1000) + 360 })],
    ['signed for another business', () => atStripe.deliver(event('evt_1'), { businessId: contoso.business.id })],
    ['for a business that is not there', () => atStripe.deliver(event('evt_1'), { businessId: '00000000-0000-0000-0000-000000000001' })],
    ['for what is no id', () => atStripe.deliver(event('evt_1'), { businessId: 'x' })],
    ['without a body', () => atStripe.deliver({}, { body: '', signature: 't=1,v1=abc' })],
    ['that is no event', () => atStripe.deliver(event('evt_1', { object: 'payment_intent' }))],
    ['that is a number', () => atStripe.deliver({}, { body: '123' })],
    ['as deep as a well', () => atStripe.deliver(event('evt_1', { id: 'x', object: 'y', deep: JSON.parse('['.repeat(500) + ']'.repeat(500)) as object }))],
    ['with two times', () => atStripe.deliver(event('evt_1'), { signature: `t=${Math.floor(Date.now() / 1000)},${signatureOf(JSON.stringify(event('evt_1')))}` })],
    ['whose body was changed', () => atStripe.deliver({}, { body: JSON.stringify(event('evt_2')), signature: signatureOf(JSON.stringify(event('evt_1'))) })],
  ])('%s is refused and not kept', async (_, deliver) => {
    const before = await rowCounts(portal, ['provider_event']);
    expect((await deliver()).status).toBe(400);
    expect(await rowCounts(portal, ['provider_event'])).toEqual(before);
  });
  const signatureOf = (payload: string) => Stripe.webhooks.generateTestHeaderString({ payload, secret: atStripe.webhookSecret });

  test('about a payment that is not ours is kept with why it was not applied', async () => {
    const response = await atStripe.deliver(event('evt_stranger', { id: 'ch_1', object: 'charge' }));
    expect(response.status).toBe(200);
    await jobsDone(portal);
    expect(await rows(portal, `select applied_at, problem from provider_event where provider_event_id = 'evt_stranger'`)).toEqual([
      { applied_at: null, problem: expect.stringContaining('ch_1') },
    ]);
  });

  test('about an intent that Stripe does not know is tried again, and at the last kept with the reason', async () => {
    await atStripe.deliver(event('evt_lost', { id: 'pi_lost', object: 'payment_intent', metadata: { business_id: northwind.business.id } }));
    const [{ id: eventId }] = (await rows(portal, `select id from provider_event where provider_event_id = 'evt_lost'`)) as [{ id: string }];
    const apply = (isLast: boolean) => applyPaymentEvent(portal.app.services, { businessId: northwind.business.id, eventId }, { isFirst: !isLast, isLast });
    await expect(apply(false)).rejects.toThrow(/pi_lost/);
    await apply(true);
    expect(await rows(portal, 'select applied_at, problem from provider_event where id = $1', [eventId])).toEqual([
      { applied_at: null, problem: expect.stringContaining('pi_lost') },
    ]);
    // Its own job would go on trying. Taken away while it runs, it would leave its queue locked.
    await jobsDone(portal);
    await rows(portal, `delete from graphile_worker._private_jobs where payload::text like '%' || $1 || '%' and locked_at is null`, [eventId]);
  });

  test('that comes ten times at once is booked once', async () => {
    const { id } = await aSentInvoice(northwind, acme);
    const open = await checkout(acme.person, [id]);
    await atStripe.control('deliveries', { drop: '10' });
    await payByCard(portal, open);
    await settled();
    await atStripe.control('deliveries', { drop: '0' });
    expect(await shown(id)).toEqual(UNPAID);

    const succeeded = (await atStripe.stripe.events.list({ type: 'payment_intent.succeeded' })).data[0]!;
    const answers = await Promise.all(Array.from({ length: 10 }, () => atStripe.deliver(succeeded)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    await settled();
    expect(await rows(portal, 'select id from provider_event where provider_event_id = $1', [succeeded.id])).toHaveLength(1);
    expect(await ledgerOf(id)).toEqual([{ kind: 'ISSUED', paid: 0 }, { kind: 'PAID', paid: 10_000 }]);
    expect(await shown(id)).toEqual(PAID);
  });

  test('sent twice by Stripe is booked once', async () => {
    const { id } = await aSentInvoice(northwind, acme);
    await atStripe.control('deliveries', { duplicate: '5' });
    await payByCard(portal, await checkout(acme.person, [id]));
    await settled();
    await atStripe.control('deliveries', { duplicate: '0' });
    expect(await ledgerOf(id)).toHaveLength(2);
    expect(await shown(id)).toEqual(PAID);
  });
});

describe('a bank debit', () => {
  test('is on its way, and cannot be paid beside it, until the bank answers', async () => {
    const { id } = await aSentInvoice(northwind, acme);
    const open = await checkout(acme.person, [id]);
    await payByDebit(portal, open);
    await settled();
    expect(await shown(id)).toEqual({ ...UNPAID, isProcessing: true });
    expect(await acme.person.refusal(CREATE_PAYMENT_INTENT, { ids: [id] })).toBe('CONFLICT');

    await atStripe.control('bank_debits/settle');
    await settled();
    expect(await shown(id)).toEqual({ ...PAID, payments: [{ method: 'BANK_DEBIT', amount: { minorUnits: 10_000 } }] });
  });

  test('that the bank refuses leaves the invoice open to another try', async () => {
    const { id } = await aSentInvoice(northwind, acme);
    await payByDebit(portal, await checkout(acme.person, [id]), FAILING_IBAN);
    await settled();
    await atStripe.control('bank_debits/settle');
    await settled();
    expect(await shown(id)).toEqual(UNPAID);
    await payByCard(portal, await checkout(acme.person, [id]));
    await settled();
    expect(await shown(id)).toEqual(PAID);
  });

  test('stays paid when its events arrive in reverse', async () => {
    const { id } = await aSentInvoice(northwind, acme);
    const open = await checkout(acme.person, [id]);
    await atStripe.control('deliveries', { reorder: '2' });
    await payByDebit(portal, open);
    await atStripe.control('bank_debits/settle');
    await settled();
    await atStripe.control('deliveries', { reorder: '0' });
    const types = await rows<{ type: string }>(portal, `select type from provider_event where payload #>> '{data,object,id}' = $1 order by id`, [intentIdIn(open)]);
    expect(types.map(({ type }) => type)).toEqual(['payment_intent.succeeded', 'payment_intent.processing']);
    expect((await shown(id)).status).toBe('PAID');
    expect(await ledgerOf(id)).toHaveLength(2);
  });
});

describe('Pay Now', () => {
  test('in many tabs at once is one intent, captured once', async () => {
    const { id } = await aSentInvoice(northwind, acme);
    const tabs = await Promise.all(Array.from({ length: 6 }, () => checkout(acme.person, [id])));
    tabs.push(await checkout(acme.person, [id]));
    expect(new Set(tabs.map(intentIdIn)).size).toBe(1);
    const atStripes = (await atStripe.stripe.paymentIntents.list({ limit: 100 })).data.filter(({ metadata }) => metadata['payment_intent_id'] === tabs[0]!.paymentIntentId);
    expect(atStripes).toHaveLength(1);

    const statuses = (await Promise.all([payByCard(portal, tabs[0]!), payByCard(portal, tabs[1]!)])).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 400]);
    await settled();
    expect(await ledgerOf(id)).toHaveLength(2);
    expect(await shown(id)).toEqual(PAID);
    expect(await acme.person.refusal(CREATE_PAYMENT_INTENT, { ids: [id] })).toBe('CONFLICT');
  });

  test('asks for what the server says, whatever the order in which the invoices are named', async () => {
    const [a, b] = [await aSentInvoice(northwind, acme), await aSentInvoice(northwind, acme, { lines: [{ description: 'x', unitPrice: 2_350 }] })];
    const first = await checkout(acme.person, [a.id, b.id]);
    expect(first.amount).toEqual({ minorUnits: 12_350, currency: 'EUR' });
    expect(intentIdIn(await checkout(acme.person, [b.id, a.id, a.id]))).toBe(intentIdIn(first));
    expect((await atStripe.stripe.paymentIntents.retrieve(intentIdIn(first))).amount).toBe(12_350);
    await payByCard(portal, first);
    await settled();
    expect((await shown(a.id)).payments).toEqual([{ method: 'CARD', amount: { minorUnits: 10_000 } }]);
    expect((await shown(b.id)).payments).toEqual([{ method: 'CARD', amount: { minorUnits: 2_350 } }]);
  });

  test('on a set that has one of them in it cancels the one before', async () => {
    const [a, b] = [await aSentInvoice(northwind, acme), await aSentInvoice(northwind, acme)];
    const alone = await checkout(acme.person, [a.id]);
    const both = await checkout(acme.person, [a.id, b.id]);
    expect((await atStripe.stripe.paymentIntents.retrieve(intentIdIn(alone))).status).toBe('canceled');
    expect((await payByCard(portal, alone)).status).toBe(400);
    await payByCard(portal, both);
    await settled();
    expect([(await shown(a.id)).status, (await shown(b.id)).status]).toEqual(['PAID', 'PAID']);
  });

  test('finds out that it was paid a moment ago in another tab, though nobody has told us', async () => {
    const [a, b] = [await aSentInvoice(northwind, acme), await aSentInvoice(northwind, acme)];
    const alone = await checkout(acme.person, [a.id]);
    await atStripe.control('deliveries', { drop: '10' });
    await payByCard(portal, alone);
    await settled();
    await atStripe.control('deliveries', { drop: '0' });
    expect(await acme.person.refusal(CREATE_PAYMENT_INTENT, { ids: [a.id, b.id] })).toBe('CONFLICT');
    expect(await shown(a.id)).toEqual(PAID);
    expect(await shown(b.id)).toEqual(UNPAID);
  });

  test('of an invoice alone finds out too', async () => {
    const { id } = await aSentInvoice(northwind, acme);
    const open = await checkout(acme.person, [id]);
    await atStripe.control('deliveries', { drop: '10' });
    await payByCard(portal, open);
    await settled();
    await atStripe.control('deliveries', { drop: '0' });
    expect(await acme.person.refusal(CREATE_PAYMENT_INTENT, { ids: [id] })).toBe('CONFLICT');
    expect(await shown(id)).toEqual(PAID);
  });

  test('with a declined card leaves the invoice as it was, and the same intent for another card', async () => {
    const { id } = await aSentInvoice(northwind, acme);
    const open = await checkout(acme.person, [id]);
    const declined = await payByCard(portal, open, DECLINED_CARD);
    expect(declined.status).toBe(402);
    await settled();
    expect(await shown(id)).toEqual(UNPAID);
    expect(await ledgerOf(id)).toEqual([{ kind: 'ISSUED', paid: 0 }]);
    expect(intentIdIn(await checkout(acme.person, [id]))).toBe(intentIdIn(open));
    await payByCard(portal, open);
    await settled();
    expect(await shown(id)).toEqual(PAID);
  });

  test('of nothing, of two currencies, or of what is not theirs is refused and leaves an open payment alone', async () => {
    const [euro, yen] = [await aSentInvoice(northwind, acme), await aSentInvoice(northwind, acme, { currency: 'JPY', lines: [{ description: 'x', unitPrice: 500 }] })];
    const beta = await aClient(portal, northwind, 'Beta');
    const theirs = await aSentInvoice(northwind, beta);
    const open = await checkout(acme.person, [euro.id]);
    const before = await rowCounts(portal, ['payment_intent', 'payment_allocation']);
    const refused = async (ids: string[]) => (await acme.person.ask(CREATE_PAYMENT_INTENT, { ids })).errors?.[0]?.extensions;
    expect(await refused([])).toEqual({ code: 'BAD_USER_INPUT', field: 'invoiceIds' });
    expect(await refused([euro.id, yen.id])).toEqual({ code: 'BAD_USER_INPUT', field: 'invoiceIds' });
    expect(await refused([theirs.id])).toEqual({ code: 'NOT_FOUND' });
    expect(await refused([euro.id, theirs.id])).toEqual({ code: 'NOT_FOUND' });
    expect(await refused([euro.id, 'x'])).toEqual({ code: 'NOT_FOUND' });
    expect(await rowCounts(portal, ['payment_intent', 'payment_allocation'])).toEqual(before);
    expect((await atStripe.stripe.paymentIntents.retrieve(intentIdIn(open))).status).toBe('requires_payment_method');
  });

  test('of an amount that Stripe does not take says so, and stands in nobody\'s way', async () => {
    const [small, other] = [await aSentInvoice(northwind, acme, { lines: [{ description: 'x', unitPrice: 30 }] }), await aSentInvoice(northwind, acme)];
    const { errors } = await acme.person.ask(CREATE_PAYMENT_INTENT, { ids: [small.id] });
    expect(errors?.[0]).toMatchObject({ message: expect.stringContaining('at least'), extensions: { code: 'PAYMENTS_UNAVAILABLE' } });
    expect((await checkout(acme.person, [small.id, other.id])).amount.minorUnits).toBe(10_030);
  });

  test('is not offered, and refused, where the business takes no cards', async () => {
    const plain = await aBusiness(portal, 'Plain', { bankDetails: 'IBAN DE00' });
    const customer = await aClient(portal, plain, 'Of Plain');
    const { id } = await aSentInvoice(plain, customer);
    expect(await customer.person.refusal(CREATE_PAYMENT_INTENT, { ids: [id] })).toBe('PAYMENTS_UNAVAILABLE');
    const { invoice } = await customer.person.get<{ invoice: { availableActions: string[] } }>('query ($id: ID!) { invoice(id: $id) { availableActions } }', { id });
    expect(invoice.availableActions).toEqual(['DOWNLOAD']);
    expect((await fetch(`${portal.url}/webhooks/stripe/${plain.business.id}`, { method: 'POST', body: '{}' })).status).toBe(400);
  });
});

describe('money', () => {
  test('of a webhook that was lost is found by reconciliation', async () => {
    const { id } = await aSentInvoice(northwind, acme);
    const open = await checkout(acme.person, [id]);
    await atStripe.control('deliveries', { drop: '10' });
    await payByCard(portal, open);
    await settled();
    await atStripe.control('deliveries', { drop: '0' });
    expect(await shown(id)).toEqual(UNPAID);
    await rows(portal, `update payment_intent set created_at = created_at - interval '3 minutes' where id = $1`, [open.paymentIntentId]);
    await reconcilePayments(portal.app.services);
    await jobsDone(portal);
    expect(await shown(id)).toEqual(PAID);
    await reconcilePayments(portal.app.services);
    await jobsDone(portal);
    expect(await ledgerOf(id)).toHaveLength(2);
  });

  test("is found also when another business's keys have stopped working", async () => {
    const broken = await aBusiness(portal, 'Broken');
    const customer = await aClient(portal, broken, 'Of Broken');
    await takesPayments(portal, broken);
    const older = await checkout(customer.person, [(await aSentInvoice(broken, customer)).id]);
    await rows(portal, 'update payment_account set secret_key_sealed = $1 where business_id = $2', [seal(portal.config.secretKeys, 'sk_test_expired_key', accountSecret(broken.business.id, 'secret_key')), broken.business.id]);

    const { id } = await aSentInvoice(northwind, acme);
    const open = await checkout(acme.person, [id]);
    await atStripe.control('deliveries', { drop: '10' });
    await payByCard(portal, open);
    await settled();
    await atStripe.control('deliveries', { drop: '0' });
    for (const [{ paymentIntentId }, minutes] of [[older, 9], [open, 3]] as const) {
      await rows(portal, 'update payment_intent set created_at = created_at - make_interval(mins => $2) where id = $1', [paymentIntentId, minutes]);
    }
    await reconcilePayments(portal.app.services);
    await jobsDone(portal);
    expect(await shown(id)).toEqual(PAID);
    expect(portal.logged.join('\n')).toContain(intentIdIn(older));
    expect(await customer.person.refusal(CREATE_PAYMENT_INTENT, { ids: [(await aSentInvoice(broken, customer)).id] })).toBe('PAYMENTS_UNAVAILABLE');
  });

  test('that arrives after the invoice was made void is credit', async () => {
    const late = await aClient(portal, northwind, 'Late');
    const { id } = await aSentInvoice(northwind, late);
    const open = await checkout(late.person, [id]);
    await atStripe.control('deliveries', { drop: '10' });
    expect((await payByCard(portal, open)).status).toBe(200);
    await northwind.owner.get('mutation ($id: ID!) { voidInvoice(id: $id) { id } }', { id });
    await settled();
    await atStripe.control('deliveries', { drop: '0' });
    expect(await late.person.get('query ($id: ID!) { invoice(id: $id) { status } statement { balances { currentlyOwed { minorUnits } lifetimePaid { minorUnits } credit { minorUnits } } } }', { id })).toEqual({
      invoice: { status: 'VOID' },
      statement: { balances: [{ currentlyOwed: { minorUnits: 0 }, lifetimePaid: { minorUnits: 10_000 }, credit: { minorUnits: 10_000 } }] },
    });
    const { client } = await northwind.owner.get<{ client: { timeline: { edges: { node: { kind: string } }[] } } }>('query ($id: ID!) { client(id: $id) { timeline { edges { node { kind } } } } }', { id: late.client.id });
    expect(client.timeline.edges.map(({ node }) => node.kind)).toContain('credit.received');
  });

  test('that was counted adds up', async () => {
    expect(await runCli(['ledger', 'verify'], { DATABASE_URL: portal.config.databaseUrl }, () => {})).toBe(0);
  });
});

describe("a business's keys", () => {
  const CONNECT = 'mutation ($input: ConnectStripeInput!) { connectStripe(input: $input) { isConnected publishableKey isLive webhookUrl } }';

  test.each([
    ['a secret key of no known form', { secretKey: 'hunter2', publishableKey: 'pk_test_x' }, 'secretKey'],
    ['a publishable key as the secret one', { secretKey: 'pk_test_abc', publishableKey: 'pk_test_abc' }, 'secretKey'],
    ['a secret key that Stripe does not know', { secretKey: 'sk_test_ab', publishableKey: 'pk_test_ab' }, 'secretKey'],
    ['an expired key', { secretKey: 'sk_test_expired_abc', publishableKey: 'pk_test_expired_abc' }, 'secretKey'],
    ['a live key, where there is no Stripe', { secretKey: 'sk_live_abcdefgh', publishableKey: 'pk_live_abcdefgh' }, 'secretKey'],
    ['a publishable key of no known form', { secretKey: 'sk_test_abc', publishableKey: 'x' }, 'publishableKey'],
    ['keys of two accounts', { secretKey: 'sk_test_abc', publishableKey: 'pk_test_another' }, 'publishableKey'],
    ['keys of two modes', { secretKey: 'sk_test_abc', publishableKey: 'pk_live_abc' }, 'publishableKey'],
  ])('are refused: %s', async (_, input, field) => {
    const firm = await aBusiness(portal, `Refused ${_}`);
    const before = await rowCounts(portal, ['payment_account']);
    const { errors } = await firm.owner.ask(CONNECT, { input });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field });
    expect(JSON.stringify(errors)).not.toContain('sk_live_abcdefgh');
    expect(await rowCounts(portal, ['payment_account'])).toEqual(before);
    expect(await firm.owner.get('{ viewer { business { canTakePayments } } }')).toEqual({ viewer: { business: { canTakePayments: false } } });
  });

  test('can be replaced; the old webhook is taken down', async () => {
    const firm = await aBusiness(portal, 'Moving');
    for (const name of ['moving_one', 'moving_two']) {
      const { connectStripe } = await firm.owner.get<{ connectStripe: object }>(CONNECT, { input: { secretKey: ` sk_test_${name}\n`, publishableKey: `pk_test_${name}` } });
      expect(connectStripe).toEqual({ isConnected: true, publishableKey: `pk_test_${name}`, isLive: false, webhookUrl: `${portal.url}/webhooks/stripe/${firm.business.id}` });
    }
    const endpoints = async (name: string) => (await portal.app.services.stripe(`sk_test_${name}`).webhookEndpoints.list()).data.map(({ url }) => url);
    expect(await endpoints('moving_one')).toEqual([]);
    expect(await endpoints('moving_two')).toEqual([`${portal.url}/webhooks/stripe/${firm.business.id}`]);
  });

  test('are nowhere in clear: no table, no log, no answer', async () => {
    const { owner } = await aBusiness(portal, 'Careful');
    const secret = 'sk_test_careful_secret_of_Careful_9f8e7d6c';
    const answer = await owner.ask(CONNECT, { input: { secretKey: secret, publishableKey: 'pk_test_careful_secret_of_Careful_9f8e7d6c' } });
    const settings = await owner.ask('{ paymentSettings { isConnected publishableKey isLive webhookUrl } }');
    const stored = await everythingStored(portal);
    for (const text of [JSON.stringify(answer), JSON.stringify(settings), stored, portal.logged.join('\n')]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(atStripe.webhookSecret);
      expect(text).not.toContain('whsec_');
    }
  });
});
