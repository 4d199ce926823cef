import { afterAll, beforeAll, expect, test } from 'vitest';
import { Payment } from '../src/payments/payment.entity.ts';
import { queueReceipt } from '../src/mail/queue-receipt.ts';
import { emFor } from '../src/tenancy.ts';
import { aSentInvoice } from './support/invoices.ts';
import { jobsDone } from './support/jobs.ts';
import { aClientAt, anotherContact, becomes, dispatchesOf, mailsTo, timelineOf } from './support/mail.ts';
import { aBusiness, takesPayments, type Firm, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';
import { checkout, payByCard } from './support/stripe.ts';

let portal: Portal;
let northwind: Firm;
let team: Person;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  team = northwind.owner;
  await takesPayments(portal, northwind);
});
afterAll(() => portal.close());

const pay = (invoiceId: string, amount: number, more: object = {}) =>
  team.get('mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { payments { id } } }', {
    input: { invoiceId, amount, method: 'BANK_TRANSFER', receivedOn: '2026-03-02', reference: 'RF18 5390', ...more },
  });
const receiptsTo = (address: string) => mailsTo(portal, address).filter(({ Tag }) => Tag === 'receipt');

test('a payment is answered with a receipt that says what it settled and what is left', async () => {
  const customer = await aClientAt(portal, northwind, 'partly@acme.example');
  const { id, number } = await aSentInvoice(northwind, customer);
  await pay(id, 4_000);
  await becomes(team, id, { kind: 'RECEIPT', state: 'DELIVERED', recipient: 'partly@acme.example' });
  const [receipt] = receiptsTo('partly@acme.example');
  expect(receipt!.TextBody).toMatch(/€40\.00/);
  expect(receipt!.TextBody).toMatch(new RegExp(`${number}, €60\\.00 still owed`));
  expect(receipt!.TextBody).toContain('Bank transfer, RF18 5390');
  expect((await customer.person.open(receipt!.links[0]!.href)).headers.get('location')?.replace(portal.url, '')).toBe(`/invoices/${id}`);
  expect((await timelineOf(portal, customer)).filter(({ kind }) => kind === 'receipt.sent')).toEqual([
    { kind: 'receipt.sent', summary: 'A receipt for €40.00 was sent to partly@acme.example' },
  ]);

  await pay(id, 7_000);
  await expect.poll(() => receiptsTo('partly@acme.example').length, { timeout: 8_000 }).toBe(2);
  const second = receiptsTo('partly@acme.example')[1]!.TextBody;
  expect(second).toMatch(new RegExp(`${number}, paid in full: €60\\.00`));
  expect(second).toMatch(/credit on your account: €10\.00/);
  expect(second).toMatch(/Total paid: €70\.00/);
});

test('goes to those who were mailed the invoice, as far as they are still there', async () => {
  const customer = await aClientAt(portal, northwind, 'mailed@acme.example');
  const { id } = await aSentInvoice(northwind, customer);
  await anotherContact(portal, customer, 'newcomer@acme.example');
  await pay(id, 1_000);
  await becomes(team, id, { kind: 'RECEIPT', state: 'DELIVERED' });
  await rows(portal, 'update contact set archived_at = now() where id = $1', [customer.contact.id]);
  await pay(id, 1_000);
  await jobsDone(portal);
  expect((await dispatchesOf(team, id)).filter(({ kind }) => kind === 'RECEIPT').map(({ recipient }) => recipient)).toEqual(['newcomer@acme.example', 'mailed@acme.example']);
});

test('is sent once for each payment and person, however often it is asked for', async () => {
  const customer = await aClientAt(portal, northwind, 'once@acme.example');
  const { id } = await aSentInvoice(northwind, customer);
  await pay(id, 1_000);
  const businessId = northwind.business.id;
  await Promise.all(Array.from({ length: 10 }, () =>
    emFor(portal.app.services.orm, { kind: 'business', businessId }).transactional(async (em) => {
      const payment = await em.findOneOrFail(Payment, { businessId, clientId: customer.client.id });
      await queueReceipt(em, payment, [{ id, businessId, clientId: customer.client.id }]);
    }),
  ));
  await becomes(team, id, { kind: 'RECEIPT', state: 'DELIVERED' });
  await jobsDone(portal);
  expect(receiptsTo('once@acme.example')).toHaveLength(1);
});

test('is not sent where the business or whoever records the payment does not want it', async () => {
  const customer = await aClientAt(portal, northwind, 'unasked@acme.example');
  const { id } = await aSentInvoice(northwind, customer);
  await pay(id, 1_000, { sendReceipt: false });
  await rows(portal, 'update business set sends_receipts = false where id = $1', [northwind.business.id]);
  await pay(id, 1_000);
  await pay(id, 1_000, { sendReceipt: true });
  await rows(portal, 'update business set sends_receipts = true where id = $1', [northwind.business.id]);
  await jobsDone(portal);
  expect(receiptsTo('unasked@acme.example')).toHaveLength(1);
});

test('of a payment that was undone before it left is cancelled', async () => {
  const customer = await aClientAt(portal, northwind, 'unavailable-undone@acme.example');
  const { id } = await aSentInvoice(northwind, customer);
  await becomes(team, id, { kind: 'INVOICE', state: 'DELIVERED' });
  await pay(id, 1_000);
  await becomes(team, id, { kind: 'RECEIPT', state: 'QUEUED', error: expect.stringContaining('maintenance') as never });
  const [payment] = await rows<{ id: string }>(portal, 'select id from payment where client_id = $1', [customer.client.id]);
  await team.get('mutation ($id: ID!) { undoPayment(id: $id) { id } }', { id: payment!.id });
  await becomes(team, id, { kind: 'RECEIPT', state: 'CANCELLED', error: 'Not sent: the payment was undone meanwhile.' });
  expect(receiptsTo('unavailable-undone@')).toEqual([]);
  expect((await timelineOf(portal, customer)).map(({ kind }) => kind)).not.toContain('receipt.sent');
});

test('one card payment of two invoices is one receipt, shown on both', async () => {
  const customer = await aClientAt(portal, northwind, 'both@acme.example');
  const first = await aSentInvoice(northwind, customer);
  const second = await aSentInvoice(northwind, customer);
  await payByCard(portal, await checkout(customer.person, [first.id, second.id]));
  for (const { id } of [first, second]) await becomes(team, id, { kind: 'RECEIPT', state: 'DELIVERED' });
  expect(receiptsTo('both@acme.example')).toHaveLength(1);
  const text = receiptsTo('both@acme.example')[0]!.TextBody;
  for (const { number } of [first, second]) expect(text).toMatch(new RegExp(`${number}, paid in full: €100\\.00`));
  expect(text).toContain('Total paid: €200.00');
  expect(text).not.toMatch(/pi_/);
});
