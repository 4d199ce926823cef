import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../src/cli.ts';
import { reconcilePayments } from '../src/payments/reconcile.job.ts';
import { remindersDue } from '../src/reminders/reminders-due.ts';
import { emFor } from '../src/tenancy.ts';
import { aSentInvoice } from './support/invoices.ts';
import { jobsDone } from './support/jobs.ts';
import { mailsTo } from './support/mail.ts';
import { aBusiness, aClient, takesPayments, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';
import { checkout, intentIdIn, payByCard, payByDebit, stripeOf, type Checkout } from './support/stripe.ts';

const REFUNDED_LATER = '4000000000007726';
const REFUND_FAILS = '4000000000005126';
const DISPUTED = '4000000000000259';

let portal: Portal;
let firm: Firm;
let atStripe: Awaited<ReturnType<typeof stripeOf>>;
let customers = 0;

beforeAll(async () => {
  portal = await startPortal();
  firm = await aBusiness(portal, 'Northwind');
  await takesPayments(portal, firm);
  atStripe = await stripeOf(portal, firm);
});
afterAll(async () => {
  expect(await runCli(['ledger', 'verify'], { DATABASE_URL: portal.config.databaseUrl }, () => {})).toBe(0);
  await portal.close();
});

async function settled(): Promise<void> {
  await portal.stripe.settled();
  await jobsDone(portal);
  await portal.stripe.settled();
  await jobsDone(portal);
}

/** A client of its own, with an invoice of 100.00 that was paid by card. */
async function aPaidInvoice(card?: string): Promise<{ customer: Customer; invoiceId: string; paymentId: string; open: Checkout }> {
  const customer = await aClient(portal, firm, `Client ${(customers += 1)}`);
  const { id: invoiceId } = await aSentInvoice(firm, customer);
  const open = await checkout(customer.person, [invoiceId]);
  await payByCard(portal, open, card);
  await settled();
  const [{ id: paymentId } = { id: '' }] = await rows<{ id: string }>(portal, 'select id from payment where payment_intent_id = $1', [open.paymentIntentId]);
  return { customer, invoiceId, paymentId, open };
}

const REFUND = `mutation ($id: ID!, $amount: SafeInt!, $key: String!, $note: String) {
  createRefund(input: { paymentId: $id, amount: $amount, requestKey: $key, note: $note }) { refundable { minorUnits } refunds { state } }
}`;
const refund = (id: string, amount: number, key: string = randomUUID(), note?: string) => firm.owner.ask(REFUND, { id, amount, key, note });

interface Shown { refunded: { minorUnits: number }; disputed: { minorUnits: number }; refundable: { minorUnits: number }; refunds: { state: string; amount: { minorUnits: number }; refundedBy: string | null; failure: string | null }[] }
async function payment(id: string): Promise<{ refunded: number; disputed: number; refundable: number; refunds: Shown['refunds'] }> {
  const { clientPayment } = await firm.owner.get<{ clientPayment: Shown }>(
    `query ($id: ID!) { clientPayment(id: $id) { refunded { minorUnits } disputed { minorUnits } refundable { minorUnits } refunds { state refundedBy failure amount { minorUnits } } } }`, { id },
  );
  return { refunded: clientPayment.refunded.minorUnits, disputed: clientPayment.disputed.minorUnits, refundable: clientPayment.refundable.minorUnits, refunds: clientPayment.refunds };
}

/** Status of the invoice, and what the client has paid, owes and has on account. */
async function standing({ customer, invoiceId }: { customer: Customer; invoiceId: string }) {
  const { invoice, statement } = await customer.person.get<{ invoice: { status: string; isDisputed: boolean }; statement: { balances: Record<'lifetimePaid' | 'currentlyOwed' | 'credit', { minorUnits: number }>[] } }>(
    'query ($id: ID!) { invoice(id: $id) { status isDisputed } statement { balances { lifetimePaid { minorUnits } currentlyOwed { minorUnits } credit { minorUnits } } } }', { id: invoiceId },
  );
  const [balance] = statement.balances;
  return { status: invoice.status, isDisputed: invoice.isDisputed, paid: balance!.lifetimePaid.minorUnits, owed: balance!.currentlyOwed.minorUnits, credit: balance!.credit.minorUnits };
}

describe('a refund', () => {
  test('in part makes the invoice owed again, and lifetime paid is net', async () => {
    const paid = await aPaidInvoice();
    const { data } = await refund(paid.paymentId, 3_000, randomUUID(), 'Broken on arrival');
    expect(data).toEqual({ createRefund: { refundable: { minorUnits: 10_000 }, refunds: [{ state: 'PENDING' }] } });
    await settled();
    expect(await payment(paid.paymentId)).toEqual({
      refunded: 3_000, disputed: 0, refundable: 7_000, refunds: [{ state: 'SUCCEEDED', refundedBy: 'Northwind owner', failure: null, amount: { minorUnits: 3_000 } }],
    });
    expect(await standing(paid)).toEqual({ status: 'SENT', isDisputed: false, paid: 7_000, owed: 3_000, credit: 0 });
    const [mail, ...more] = mailsTo(portal, paid.customer.contact.email).filter(({ Subject }) => Subject.startsWith('Refund'));
    expect([mail!.Subject, more]).toEqual(['Refund from Northwind: €30.00', []]);
    expect(mail!.TextBody).toMatch(/Invoice INV-\S+, owed again/);
    const { invoice } = await paid.customer.person.get<{ invoice: { payments: object[] } }>(
      'query ($id: ID!) { invoice(id: $id) { payments { amount { minorUnits } returned { minorUnits } canRefund } } }', { id: paid.invoiceId },
    );
    expect(invoice.payments).toEqual([{ amount: { minorUnits: 10_000 }, returned: { minorUnits: 3_000 }, canRefund: false }]);
    expect((await atStripe.stripe.refunds.list({ payment_intent: intentIdIn(paid.open) })).data.map(({ amount }) => amount)).toEqual([3_000]);
  });

  test('takes credit on account first, as the preview says', async () => {
    const paid = await aPaidInvoice();
    await firm.owner.get('mutation ($id: ID!) { issueCreditNote(input: { invoiceId: $id, lines: [{ description: "Late", unitPrice: 4000 }] }) { id } }', { id: paid.invoiceId });
    expect(await standing(paid)).toMatchObject({ credit: 4_000, owed: 0 });
    const PREVIEW = 'query ($id: ID!, $amount: SafeInt!) { refundPreview(paymentId: $id, amount: $amount) { fromCredit { minorUnits } reopened { invoice { id } amount { minorUnits } } } }';
    expect(await firm.owner.get(PREVIEW, { id: paid.paymentId, amount: 4_000 })).toEqual({ refundPreview: { fromCredit: { minorUnits: 4_000 }, reopened: [] } });
    expect(await firm.owner.get(PREVIEW, { id: paid.paymentId, amount: 5_000 })).toEqual({
      refundPreview: { fromCredit: { minorUnits: 4_000 }, reopened: [{ invoice: { id: paid.invoiceId }, amount: { minorUnits: 1_000 } }] },
    });
    await refund(paid.paymentId, 4_000);
    await settled();
    expect(await standing(paid)).toEqual({ status: 'PAID', isDisputed: false, paid: 6_000, owed: 0, credit: 0 });
  });

  test('of money whose credit has settled another invoice makes that one owed again', async () => {
    const paid = await aPaidInvoice();
    await firm.owner.get('mutation ($id: ID!) { issueCreditNote(input: { invoiceId: $id }) { id } }', { id: paid.invoiceId });
    const { id: second } = await aSentInvoice(firm, paid.customer);
    await firm.owner.get('mutation ($id: ID!) { applyCredit(input: { invoiceId: $id }) { status } }', { id: second });
    // The payment still settles the first; so that one is owed again before credit is taken off the second.
    await refund(paid.paymentId, 10_000);
    await settled();
    expect(await standing(paid)).toEqual({ status: 'SENT', isDisputed: false, paid: 0, owed: 10_000, credit: 0 });
    expect(await standing({ ...paid, invoiceId: second })).toMatchObject({ status: 'PAID' });
  });

  test('of a payment that settled nothing, whose credit is used, takes that credit off again', async () => {
    const customer = await aClient(portal, firm, `Client ${(customers += 1)}`);
    const { id: first } = await aSentInvoice(firm, customer);
    const open = await checkout(customer.person, [first]);
    await atStripe.control('deliveries', { drop: '10' });
    await payByCard(portal, open);
    await firm.owner.get('mutation ($id: ID!) { voidInvoice(id: $id) { id } }', { id: first });
    await settled();
    await atStripe.control('deliveries', { drop: '0' });
    const { id: second } = await aSentInvoice(firm, customer);
    await firm.owner.get('mutation ($id: ID!) { applyCredit(input: { invoiceId: $id }) { status } }', { id: second });
    const [{ id: paymentId } = { id: '' }] = await rows<{ id: string }>(portal, 'select id from payment where payment_intent_id = $1', [open.paymentIntentId]);
    await refund(paymentId, 2_500);
    await settled();
    expect(await standing({ customer, invoiceId: second })).toEqual({ status: 'SENT', isDisputed: false, paid: 7_500, owed: 2_500, credit: 0 });
  });

  test('clicked twice, in two tabs at once, is one', async () => {
    const paid = await aPaidInvoice();
    const key = randomUUID();
    const answers = await Promise.all([refund(paid.paymentId, 1_000, key), refund(paid.paymentId, 1_000, key), refund(paid.paymentId, 1_000, key)]);
    expect(answers.map(({ errors }) => errors)).toEqual([undefined, undefined, undefined]);
    await settled();
    expect(await payment(paid.paymentId)).toMatchObject({ refunded: 1_000, refunds: [{ state: 'SUCCEEDED' }] });
    expect((await refund(paid.paymentId, 2_000, key)).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'requestKey' });
  });

  test('of more than is left is refused, also by two who refund at once', async () => {
    const paid = await aPaidInvoice();
    for (const amount of [0, -1, 10_001]) expect((await refund(paid.paymentId, amount)).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'amount' });
    const answers = await Promise.all([refund(paid.paymentId, 6_000), refund(paid.paymentId, 6_000)]);
    expect(answers.filter(({ errors }) => errors)).toHaveLength(1);
    await settled();
    expect(await payment(paid.paymentId)).toMatchObject({ refunded: 6_000, refundable: 4_000 });
  });

  test('of a payment that was recorded by hand is refused in words', async () => {
    const customer = await aClient(portal, firm, `Client ${(customers += 1)}`);
    const { id } = await aSentInvoice(firm, customer);
    const { recordPayment } = await firm.owner.get<{ recordPayment: { payments: { id: string; canRefund: boolean }[] } }>(
      'mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 100, method: CASH }) { payments { id canRefund } } }', { id },
    );
    expect(recordPayment.payments[0]!.canRefund).toBe(false);
    expect((await refund(recordPayment.payments[0]!.id, 100)).errors?.[0]).toMatchObject({ message: expect.stringContaining('did not come through Stripe'), extensions: { code: 'CONFLICT' } });
  });

  test("made in Stripe's dashboard is booked too, and again when its webhook was lost", async () => {
    const paid = await aPaidInvoice();
    await atStripe.stripe.refunds.create({ payment_intent: intentIdIn(paid.open), amount: 1_000 });
    await settled();
    expect(await payment(paid.paymentId)).toMatchObject({ refunded: 1_000, refunds: [{ refundedBy: null, state: 'SUCCEEDED' }] });
    await atStripe.control('deliveries', { drop: '20' });
    await atStripe.stripe.refunds.create({ payment_intent: intentIdIn(paid.open), amount: 2_000 });
    await settled();
    await atStripe.control('deliveries', { drop: '0' });
    expect(await payment(paid.paymentId)).toMatchObject({ refunded: 1_000 });
    await reconcile();
    expect(await payment(paid.paymentId)).toMatchObject({ refunded: 3_000 });
    expect(await standing(paid)).toMatchObject({ paid: 7_000, owed: 3_000 });
  });

  test('that is on its way counts, and one that fails brings the money back', async () => {
    const later = await aPaidInvoice(REFUNDED_LATER);
    await refund(later.paymentId, 10_000);
    await settled();
    expect(await payment(later.paymentId)).toMatchObject({ refunded: 10_000, refundable: 0, refunds: [{ state: 'PENDING' }] });
    const fails = await aPaidInvoice(REFUND_FAILS);
    await refund(fails.paymentId, 10_000);
    await settled();
    expect(await standing(fails)).toMatchObject({ status: 'SENT', paid: 0, owed: 10_000 });
    await atStripe.control('refunds/settle');
    await settled();
    expect(await payment(later.paymentId)).toMatchObject({ refunded: 10_000, refunds: [{ state: 'SUCCEEDED' }] });
    expect(await payment(fails.paymentId)).toMatchObject({ refunded: 0, refundable: 10_000, refunds: [{ state: 'FAILED', failure: expect.stringContaining('bank') }] });
    expect(await standing(fails)).toEqual({ status: 'PAID', isDisputed: false, paid: 10_000, owed: 0, credit: 0 });
  });

  test('that fails after the invoice was paid otherwise leaves the money as credit', async () => {
    const paid = await aPaidInvoice(REFUND_FAILS);
    await refund(paid.paymentId, 10_000);
    await settled();
    await firm.owner.get('mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 10000, method: CASH }) { id } }', { id: paid.invoiceId });
    await atStripe.control('refunds/settle');
    await settled();
    expect(await standing(paid)).toEqual({ status: 'PAID', isDisputed: false, paid: 20_000, owed: 0, credit: 10_000 });
  });

  test('that Stripe refuses is shown with its words', async () => {
    const paid = await aPaidInvoice(DISPUTED);
    await rows(portal, 'update payment set amount_disputed = 0 where id = $1', [paid.paymentId]);
    await refund(paid.paymentId, 100);
    await settled();
    expect((await payment(paid.paymentId)).refunds).toMatchObject([{ state: 'FAILED', failure: expect.stringMatching(/dispute|charged/i) }]);
    await rows(portal, 'update payment set amount_disputed = 10000 where id = $1', [paid.paymentId]);
  });

  test('of invoices paid together makes the latest due owed again first', async () => {
    const customer = await aClient(portal, firm, `Client ${(customers += 1)}`);
    const [early, late] = [await aSentInvoice(firm, customer, { dueDate: '2030-01-01' }), await aSentInvoice(firm, customer, { dueDate: '2031-01-01' })];
    const open = await checkout(customer.person, [late.id, early.id]);
    await payByCard(portal, open);
    await settled();
    const [{ id } = { id: '' }] = await rows<{ id: string }>(portal, 'select id from payment where payment_intent_id = $1', [open.paymentIntentId]);
    await refund(id, 12_000);
    await settled();
    const statusOf = async (invoiceId: string) => (await customer.person.get<{ invoice: object }>('query ($id: ID!) { invoice(id: $id) { status balance { minorUnits } } }', { id: invoiceId })).invoice;
    expect(await statusOf(late.id)).toEqual({ status: 'SENT', balance: { minorUnits: 10_000 } });
    expect(await statusOf(early.id)).toEqual({ status: 'SENT', balance: { minorUnits: 2_000 } });
  });

  test('is seen live by the team', async () => {
    const paid = await aPaidInvoice();
    const updates = firm.owner.watch<{ invoiceUpdated: { status: string } }>('subscription ($id: ID) { invoiceUpdated(id: $id) { status } }', { id: paid.invoiceId });
    expect((await updates.next()).value).toEqual({ invoiceUpdated: { status: 'PAID' } });
    await refund(paid.paymentId, 10_000);
    expect((await updates.next()).value).toEqual({ invoiceUpdated: { status: 'SENT' } });
    await updates.return?.();
  });
});

async function reconcile(): Promise<void> {
  await reconcilePayments(portal.app.services);
  await jobsDone(portal);
  await settled();
}

describe('a dispute', () => {
  const disputes = async () => (await firm.owner.get<{ disputes: { edges: { node: { status: string; reason: string; withdrawn: { minorUnits: number }; payment: { id: string } } }[] } }>(
    '{ disputes { edges { node { status reason withdrawn { minorUnits } payment { id } } } } }',
  )).disputes.edges.map(({ node }) => node);
  const disputeOf = async (paymentId: string) => (await disputes()).find((dispute) => dispute.payment.id === paymentId);
  const chargeOf = async ({ open }: { open: Checkout }) => String((await atStripe.stripe.paymentIntents.retrieve(intentIdIn(open))).latest_charge);
  const disputeIdOf = async (paid: { open: Checkout }) => (await atStripe.stripe.disputes.list({ payment_intent: intentIdIn(paid.open) })).data[0]!.id;

  test('that is told of before its payment takes the money once', async () => {
    const paid = await aPaidInvoice(DISPUTED);
    expect(await standing(paid)).toEqual({ status: 'SENT', isDisputed: true, paid: 0, owed: 10_000, credit: 0 });
    expect(await disputeOf(paid.paymentId)).toMatchObject({ status: 'NEEDS_RESPONSE', reason: 'fraudulent', withdrawn: { minorUnits: 10_000 } });
    expect(await payment(paid.paymentId)).toMatchObject({ disputed: 10_000, refundable: 0 });
    // Should the bank decide for the business, it would be paid twice.
    const other = await aSentInvoice(firm, paid.customer);
    const { invoice } = await paid.customer.person.get<{ invoice: object }>('query ($id: ID!) { invoice(id: $id) { availableActions } }', { id: paid.invoiceId });
    expect(invoice).toEqual({ availableActions: ['DOWNLOAD'] });
    expect((await paid.customer.person.ask('mutation ($ids: [ID!]) { createPaymentIntent(invoiceIds: $ids) { clientSecret } }', { ids: [paid.invoiceId] })).errors?.[0]).toMatchObject({ message: expect.stringContaining('disputed at your bank'), extensions: { code: 'CONFLICT' } });
    const { createPaymentIntent } = await paid.customer.person.get<{ createPaymentIntent: object }>('mutation { createPaymentIntent(currency: "EUR") { amount { minorUnits } } }');
    expect([createPaymentIntent, other.number]).toEqual([{ amount: { minorUnits: 10_000 } }, expect.any(String)]);
  });

  test('that is won brings it back, once', async () => {
    const paid = await aPaidInvoice();
    await atStripe.control(`charges/${await chargeOf(paid)}/dispute`, { amount: '4000' });
    await settled();
    expect(await standing(paid)).toEqual({ status: 'SENT', isDisputed: true, paid: 6_000, owed: 4_000, credit: 0 });
    await atStripe.control('deliveries', { duplicate: '5', reorder: '3' });
    await atStripe.control(`disputes/${await disputeIdOf(paid)}/close`, { outcome: 'won' });
    await settled();
    await atStripe.control('deliveries', { duplicate: '0', reorder: '0' });
    expect(await standing(paid)).toEqual({ status: 'PAID', isDisputed: false, paid: 10_000, owed: 0, credit: 0 });
    expect(await disputeOf(paid.paymentId)).toMatchObject({ status: 'WON', withdrawn: { minorUnits: 0 } });
  });

  test('that is lost takes no more, and the timeline says so', async () => {
    const paid = await aPaidInvoice();
    await atStripe.control(`charges/${await chargeOf(paid)}/dispute`);
    await settled();
    await atStripe.control(`disputes/${await disputeIdOf(paid)}/close`, { outcome: 'lost' });
    await settled();
    expect(await standing(paid)).toEqual({ status: 'SENT', isDisputed: false, paid: 0, owed: 10_000, credit: 0 });
    const kinds = await rows<{ kind: string }>(portal, `select kind from client_event where client_id = $1 and kind like 'dispute.%' order by id`, [paid.customer.client.id]);
    expect(kinds.map(({ kind }) => kind)).toEqual(['dispute.opened', 'dispute.lost']);
  });

  test('holds reminders back until it is decided', async () => {
    const paid = await aPaidInvoice();
    await firm.owner.get('mutation { updateBusiness(input: { reminderDays: [0] }) { id } }');
    const due = async () => {
      const [{ due_date: dueOn } = { due_date: '' }] = await rows<{ due_date: string }>(portal, 'select due_date::text from invoice where id = $1', [paid.invoiceId]);
      await rows(portal, `update invoice set sent_at = sent_at - interval '90 days' where id = $1`, [paid.invoiceId]);
      const em = emFor(portal.app.services.orm, { kind: 'business', businessId: firm.business.id });
      const reminders = await remindersDue(em, { id: firm.business.id, timeZone: 'UTC' }, [{ dueOn, day: 0 }], { after: null, first: 500 });
      return reminders.some(({ invoiceId }) => invoiceId === paid.invoiceId);
    };
    await atStripe.control(`charges/${await chargeOf(paid)}/dispute`);
    await settled();
    expect([(await standing(paid)).owed, await due()]).toEqual([10_000, false]);
    await atStripe.control(`disputes/${await disputeIdOf(paid)}/close`, { outcome: 'lost' });
    await settled();
    expect(await due()).toBe(true);
  });

  test('about more than is left takes what is left, and the rest waits for a person', async () => {
    const paid = await aPaidInvoice();
    await refund(paid.paymentId, 3_000);
    await settled();
    await atStripe.control(`charges/${await chargeOf(paid)}/dispute`, { amount: '10000' });
    await settled();
    expect(await standing(paid)).toMatchObject({ paid: 0, owed: 10_000 });
    expect(await disputeOf(paid.paymentId)).toMatchObject({ withdrawn: { minorUnits: 7_000 } });
    const { paymentEvents } = await firm.owner.get<{ paymentEvents: { edges: { node: { problem: string } }[] } }>('{ paymentEvents { edges { node { problem } } } }');
    expect(paymentEvents.edges.map(({ node }) => node.problem)).toContain('The dispute took €30.00 more than was left of the payment.');
  });

  test('that is only an inquiry takes nothing', async () => {
    const paid = await aPaidInvoice();
    await atStripe.control(`charges/${await chargeOf(paid)}/dispute`, { inquiry: 'true' });
    await settled();
    expect(await standing(paid)).toMatchObject({ status: 'PAID', paid: 10_000 });
    expect(await disputeOf(paid.paymentId)).toMatchObject({ status: 'INQUIRY', withdrawn: { minorUnits: 0 } });
  });

  test('counts among what a person should look at, live', async () => {
    const counts = firm.owner.watch<{ paymentAttention: { openDisputes: number; total: number } }>('subscription { paymentAttention { openDisputes total } }');
    const before = (await counts.next()).value.paymentAttention.openDisputes;
    await aPaidInvoice(DISPUTED);
    for await (const { paymentAttention } of counts) if (paymentAttention.openDisputes === before + 1) break;
    const { paymentAttention } = await firm.owner.get<{ paymentAttention: { openDisputes: number } }>('{ paymentAttention { openDisputes } }');
    expect(paymentAttention.openDisputes).toBe(before + 1);
  });
});

describe('a payout', () => {
  const payouts = async () => (await firm.owner.get<{ payouts: { edges: { node: { amount: { minorUnits: number }; status: string; failure: string | null } }[] } }>(
    '{ payouts { edges { node { amount { minorUnits } status failure } } } }',
  )).payouts.edges.map(({ node }) => node);
  const entries = () => rows<{ kind: string; change: number }>(portal, `select kind, paid_out_change::int as change from ledger_entry where payout_id is not null order by id`);

  test('is shown from when it begins, booked when it has arrived, and booked back when the bank returns it', async () => {
    await aPaidInvoice();
    await atStripe.control('payouts', { currency: 'eur' });
    await settled();
    const [{ amount, status } = { amount: { minorUnits: 0 }, status: '' }] = await payouts();
    expect([status, amount.minorUnits > 0, await entries()]).toEqual(['PENDING', true, []]);
    const [{ id } = { id: '' }] = (await atStripe.stripe.payouts.list()).data;
    await atStripe.control(`payouts/${id}/settle`, { outcome: 'paid' });
    await settled();
    expect(await entries()).toEqual([{ kind: 'PAID_OUT', change: amount.minorUnits }]);
    await atStripe.control(`payouts/${id}/settle`, { outcome: 'failed' });
    await settled();
    expect(await entries()).toEqual([{ kind: 'PAID_OUT', change: amount.minorUnits }, { kind: 'PAYOUT_FAILED', change: -amount.minorUnits }]);
    expect(await payouts()).toMatchObject([{ status: 'FAILED', failure: expect.any(String) }]);
  });
});

test('a bank debit can be given back too', async () => {
  const customer = await aClient(portal, firm, `Client ${(customers += 1)}`);
  const { id: invoiceId } = await aSentInvoice(firm, customer);
  const open = await checkout(customer.person, [invoiceId]);
  await payByDebit(portal, open);
  await atStripe.control('bank_debits/settle');
  await settled();
  const [{ id } = { id: '' }] = await rows<{ id: string }>(portal, 'select id from payment where payment_intent_id = $1', [open.paymentIntentId]);
  await refund(id, 10_000);
  await settled();
  await atStripe.control('refunds/settle');
  await settled();
  expect(await payment(id)).toMatchObject({ refunded: 10_000, refunds: [{ state: 'SUCCEEDED' }] });
});
