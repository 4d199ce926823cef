import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../src/cli.ts';
import { fromStripeAmount, toStripeAmount } from '../src/payments/stripe-amount.ts';
import { aSentInvoice } from './support/invoices.ts';
import { jobsDone } from './support/jobs.ts';
import { aBusiness, aClient, takesPayments, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';
import { CREATE_PAYMENT_INTENT, intentIdIn, payByCard, payByDebit, stripeOf, type Checkout } from './support/stripe.ts';

let portal: Portal;
let strict: Firm;
let lenient: Firm;
let atStripe: Awaited<ReturnType<typeof stripeOf>>;
let customers = 0;

beforeAll(async () => {
  portal = await startPortal();
  strict = await aBusiness(portal, 'Strict');
  lenient = await aBusiness(portal, 'Lenient', { partialPayments: true });
  await takesPayments(portal, strict);
  await takesPayments(portal, lenient);
  atStripe = await stripeOf(portal, lenient);
});
afterAll(async () => {
  expect(await runCli(['ledger', 'verify'], { DATABASE_URL: portal.config.databaseUrl }, () => {})).toBe(0);
  await portal.close();
});

const newCustomer = (firm: Firm) => aClient(portal, firm, `Client ${(customers += 1)}`);

async function settled(): Promise<void> {
  await portal.stripe.settled();
  await jobsDone(portal);
}

const PAY = `mutation ($ids: [ID!], $currency: String, $amount: SafeInt) {
  createPaymentIntent(invoiceIds: $ids, currency: $currency, amount: $amount) { clientSecret publishableKey paymentIntentId amount { minorUnits currency } remaining { minorUnits } }
}`;
type PartCheckout = Checkout & { remaining: { minorUnits: number } };
const begin = async ({ person }: Customer, toPay: { ids?: string[]; currency?: string; amount?: number }) =>
  (await person.get<{ createPaymentIntent: PartCheckout }>(PAY, toPay)).createPaymentIntent;
const refused = async ({ person }: Customer, toPay: object) => (await person.ask(PAY, { ...toPay })).errors?.[0];

const invoiceOf = async ({ person }: Customer, id: string) =>
  (await person.get<{ invoice: { status: string; balance: { minorUnits: number }; depositDue: { minorUnits: number } | null } }>(
    'query ($id: ID!) { invoice(id: $id) { status balance { minorUnits } depositDue { minorUnits } } }', { id },
  )).invoice;
const progressOf = async ({ person }: Customer, { paymentIntentId }: Checkout) =>
  (await person.get<{ paymentProgress: object }>(
    'query ($id: ID!) { paymentProgress(id: $id) { state amount { minorUnits } receipt { amount { minorUnits } method settled { invoice { number } amount { minorUnits } } credit { minorUnits } } } }', { id: paymentIntentId },
  )).paymentProgress;
const statusAtStripe = async (open: Checkout) => (await atStripe.stripe.paymentIntents.retrieve(intentIdIn(open))).status;

describe('a part', () => {
  test('is taken where the business allows it, and the rest stays owed', async () => {
    const customer = await newCustomer(lenient);
    const { id, number } = await aSentInvoice(lenient, customer);
    const open = await begin(customer, { ids: [id], amount: 2_500 });
    expect([open.amount.minorUnits, open.remaining.minorUnits]).toEqual([2_500, 7_500]);
    expect(await progressOf(customer, open)).toEqual({ state: 'OPEN', amount: { minorUnits: 2_500 }, receipt: null });
    await payByCard(portal, open);
    await settled();
    expect(await invoiceOf(customer, id)).toEqual({ status: 'SENT', balance: { minorUnits: 7_500 }, depositDue: null });
    expect(await progressOf(customer, open)).toEqual({
      state: 'SUCCEEDED', amount: { minorUnits: 2_500 },
      receipt: { amount: { minorUnits: 2_500 }, method: 'CARD', settled: [{ invoice: { number }, amount: { minorUnits: 2_500 } }], credit: { minorUnits: 0 } },
    });
    await payByCard(portal, await begin(customer, { ids: [id] }));
    await settled();
    expect(await invoiceOf(customer, id)).toMatchObject({ status: 'PAID' });
  });

  test('of several settles the oldest due first', async () => {
    const customer = await newCustomer(lenient);
    const late = await aSentInvoice(lenient, customer, { dueDate: '2031-01-01' });
    const early = await aSentInvoice(lenient, customer, { dueDate: '2030-01-01' });
    await payByCard(portal, await begin(customer, { ids: [late.id, early.id], amount: 12_000 }));
    await settled();
    expect([(await invoiceOf(customer, early.id)).status, (await invoiceOf(customer, late.id)).balance]).toEqual(['PAID', { minorUnits: 8_000 }]);
  });

  test('is refused in words where it may not be, and no amount is out of bounds', async () => {
    const customer = await newCustomer(strict);
    const { id } = await aSentInvoice(strict, customer);
    expect(await refused(customer, { ids: [id], amount: 2_500 })).toMatchObject({ message: 'Strict takes the whole amount only.', extensions: { code: 'BAD_USER_INPUT', field: 'amount' } });
    for (const amount of [0, -5, 10_001]) expect((await refused(customer, { ids: [id], amount }))?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'amount' });
    expect((await begin(customer, { ids: [id], amount: 10_000 })).amount.minorUnits).toBe(10_000);
  });

  test('in one tab and the whole in another are not both taken', async () => {
    const customer = await newCustomer(lenient);
    const { id } = await aSentInvoice(lenient, customer);
    const part = await begin(customer, { ids: [id], amount: 2_500 });
    const whole = await begin(customer, { ids: [id] });
    expect(await statusAtStripe(part)).toBe('canceled');
    expect((await payByCard(portal, part)).status).toBe(400);
    expect(await progressOf(customer, part)).toMatchObject({ state: 'CANCELED' });
    await payByCard(portal, whole);
    await settled();
    expect(await invoiceOf(customer, id)).toMatchObject({ status: 'PAID' });
  });
});

describe('a deposit', () => {
  test('can be paid although the business takes no parts, and then the rest', async () => {
    const customer = await newCustomer(strict);
    const { id } = await aSentInvoice(strict, customer, { deposit: 3_000 });
    expect((await invoiceOf(customer, id)).depositDue).toEqual({ minorUnits: 3_000 });
    await payByCard(portal, await begin(customer, { ids: [id], amount: 3_000 }));
    await settled();
    expect(await invoiceOf(customer, id)).toEqual({ status: 'SENT', balance: { minorUnits: 7_000 }, depositDue: null });
    expect((await refused(customer, { ids: [id], amount: 3_000 }))?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'amount' });
    await payByCard(portal, await begin(customer, { ids: [id] }));
    await settled();
    expect(await invoiceOf(customer, id)).toMatchObject({ status: 'PAID' });
  });
});

describe('all that is outstanding', () => {
  test('leaves out what the bank is at work on', async () => {
    const customer = await newCustomer(lenient);
    const [debited, open] = [await aSentInvoice(lenient, customer), await aSentInvoice(lenient, customer)];
    await payByDebit(portal, await begin(customer, { ids: [debited.id] }));
    await settled();
    const actions = async (id: string) => (await customer.person.get<{ invoice: { availableActions: string[] } }>('query ($id: ID!) { invoice(id: $id) { availableActions } }', { id })).invoice.availableActions;
    expect([await actions(debited.id), await actions(open.id)]).toEqual([['DOWNLOAD'], ['PAY', 'DOWNLOAD']]);
    expect((await begin(customer, { currency: 'EUR' })).amount.minorUnits).toBe(10_000);
    await atStripe.control('bank_debits/settle');
    await settled();
  });

  test('in a currency is one payment', async () => {
    const customer = await newCustomer(strict);
    for (let n = 0; n < 3; n += 1) await aSentInvoice(strict, customer);
    await aSentInvoice(strict, customer, { currency: 'USD' });
    const open = await begin(customer, { currency: 'EUR' });
    expect(open.amount).toEqual({ minorUnits: 30_000, currency: 'EUR' });
    await payByCard(portal, open);
    await settled();
    expect(await rows(portal, `select currency, owed::int from client_balance where client_id = $1 order by 1`, [customer.client.id])).toEqual([{ currency: 'EUR', owed: 0 }, { currency: 'USD', owed: 10_000 }]);
    expect((await refused(customer, { currency: 'EUR' }))).toMatchObject({ message: 'Nothing is owed in EUR.', extensions: { code: 'CONFLICT' } });
    expect((await refused(customer, {}))?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'invoiceIds' });
  });
});

describe('a change of an invoice ends its open payment', () => {
  const CHANGES: Record<string, string> = {
    'that it is made void': 'mutation ($id: ID!) { voidInvoice(id: $id) { id } }',
    'that it is pulled back': 'mutation ($id: ID!) { pullBackInvoice(id: $id) { id } }',
    'that cash is recorded': 'mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 100, method: CASH }) { id } }',
    'that it is credited': 'mutation ($id: ID!) { issueCreditNote(input: { invoiceId: $id, lines: [{ description: "x", unitPrice: 100 }] }) { id } }',
  };
  test.each(Object.entries(CHANGES))('%s', async (_, mutation) => {
    const customer = await newCustomer(lenient);
    const [{ id }, other] = [await aSentInvoice(lenient, customer), await aSentInvoice(lenient, customer)];
    const both = await begin(customer, { ids: [id, other.id] });
    await lenient.owner.get(mutation, { id });
    await settled();
    expect(await statusAtStripe(both)).toBe('canceled');
    expect((await payByCard(portal, both)).status).toBe(400);
    expect(await progressOf(customer, both)).toMatchObject({ state: 'CANCELED' });
  });

  test('that is paid in the same moment, whose money becomes credit with what to do about it', async () => {
    const customer = await newCustomer(lenient);
    const [{ id }, other] = [await aSentInvoice(lenient, customer), await aSentInvoice(lenient, customer)];
    const open = await begin(customer, { ids: [id] });
    await atStripe.control('deliveries', { drop: '10' });
    await payByCard(portal, open);
    await lenient.owner.get('mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 10000, method: CASH }) { id } }', { id });
    await settled();
    await atStripe.control('deliveries', { drop: '0' });
    const { creditsToPlace } = await lenient.owner.get<{ creditsToPlace: object[] }>('{ creditsToPlace { client { name } credit { minorUnits } owed { minorUnits } suggestion invoice { id } payment { refundable { minorUnits } } } }');
    expect(creditsToPlace).toContainEqual({
      client: { name: customer.client.name }, credit: { minorUnits: 10_000 }, owed: { minorUnits: 10_000 }, suggestion: 'APPLY', invoice: { id: other.id }, payment: { refundable: { minorUnits: 10_000 } },
    });
    await lenient.owner.get('mutation ($id: ID!) { voidInvoice(id: $id) { id } }', { id: other.id });
    const after = await lenient.owner.get<{ creditsToPlace: { client: { name: string }; suggestion: string }[] }>('{ creditsToPlace { client { name } suggestion } }');
    expect(after.creditsToPlace).toContainEqual({ client: { name: customer.client.name }, suggestion: 'REFUND' });
    expect((await lenient.owner.get<{ paymentAttention: { credits: number } }>('{ paymentAttention { credits } }')).paymentAttention.credits).toBeGreaterThan(0);
  });

  test('but not one that the bank has already: its money becomes credit when it comes', async () => {
    const customer = await newCustomer(lenient);
    const { id } = await aSentInvoice(lenient, customer);
    const open = await begin(customer, { ids: [id] });
    await payByDebit(portal, open);
    await settled();
    await lenient.owner.get('mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 10000, method: CASH }) { id } }', { id });
    await atStripe.control('bank_debits/settle');
    await settled();
    expect(await progressOf(customer, open)).toMatchObject({ state: 'SUCCEEDED', receipt: { settled: [], credit: { minorUnits: 10_000 } } });
  });

  test('that Stripe is being asked about at this moment', async () => {
    const customer = await newCustomer(lenient);
    const { id } = await aSentInvoice(lenient, customer);
    const [answer] = await Promise.all([
      customer.person.ask<{ createPaymentIntent: Checkout }>(PAY, { ids: [id] }),
      lenient.owner.get('mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 100, method: CASH }) { id } }', { id }),
    ]);
    await settled();
    const open = answer.data?.createPaymentIntent;
    if (!open) return expect(answer.errors?.[0]?.extensions.code).toBe('CONFLICT');
    // Whoever came first: what can be paid is what is owed.
    expect([9_900, 'canceled']).toContain((await statusAtStripe(open)) === 'canceled' ? 'canceled' : open.amount.minorUnits);
  });
});

test("another client cannot look at the progress, nor does the team's door answer", async () => {
  const [mine, other] = [await newCustomer(lenient), await newCustomer(lenient)];
  const { id } = await aSentInvoice(lenient, mine);
  const { paymentIntentId } = await begin(mine, { ids: [id] });
  const PROGRESS = 'query ($id: ID!) { paymentProgress(id: $id) { state } }';
  expect(await other.person.refusal(PROGRESS, { id: paymentIntentId })).toBe('NOT_FOUND');
  expect(await lenient.owner.refusal(PROGRESS, { id: paymentIntentId })).toBe('FORBIDDEN');
});

describe('currencies that Stripe counts otherwise', () => {
  test.each([['ISK', 500, 50_000], ['UGX', 12_000, 1_200_000], ['MGA', 500_00, 500], ['JPY', 500, 500], ['KWD', 1_500, 1_500], ['EUR', 999, 999]])('%s %s is %s of theirs', (currency, minorUnits, theirs) => {
    expect(toStripeAmount({ minorUnits, currency })).toBe(theirs);
    expect(fromStripeAmount(theirs, currency)).toBe(minorUnits);
  });

  test.each([['MGA', 500_20], ['KWD', 1_505]])('%s %s cannot be taken, and it is said so', (currency, minorUnits) => {
    expect(() => toStripeAmount({ minorUnits, currency })).toThrow(expect.objectContaining({ code: 'PAYMENTS_UNAVAILABLE' }));
  });

  test('krónur are charged as written', async () => {
    const customer = await newCustomer(lenient);
    const { id } = await aSentInvoice(lenient, customer, { currency: 'ISK', lines: [{ description: 'x', unitPrice: 5_000 }] });
    const open = await begin(customer, { ids: [id] });
    expect([open.amount.minorUnits, (await atStripe.stripe.paymentIntents.retrieve(intentIdIn(open))).amount]).toEqual([5_000, 500_000]);
    await payByCard(portal, open);
    await settled();
    expect(await invoiceOf(customer, id)).toMatchObject({ status: 'PAID', balance: { minorUnits: 0 } });
  });

  test('an amount that Stripe has no unit for stands in nobody\'s way', async () => {
    const customer = await newCustomer(lenient);
    const odd = await aSentInvoice(lenient, customer, { currency: 'KWD', lines: [{ description: 'x', unitPrice: 1_505 }] });
    const even = await aSentInvoice(lenient, customer, { currency: 'KWD', lines: [{ description: 'x', unitPrice: 1_515 }] });
    expect(await customer.person.refusal(CREATE_PAYMENT_INTENT, { ids: [odd.id] })).toBe('PAYMENTS_UNAVAILABLE');
    expect((await begin(customer, { ids: [odd.id, even.id] })).amount.minorUnits).toBe(3_020);
  });
});
