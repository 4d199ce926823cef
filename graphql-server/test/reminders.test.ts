import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { queueReminders } from '../src/reminders/queue-reminders.job.ts';
import { addDays, dayIn } from '../src/shared/clock.ts';
import { aDraft, aSentInvoice, SEND_INVOICE, type SentInvoice } from './support/invoices.ts';
import { jobsDone } from './support/jobs.ts';
import { aClientAt, anotherContact, becomes, dispatchesOf, events, mailsTo, tell, timelineOf } from './support/mail.ts';
import { aBusiness, takesPayments, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';
import { checkout, FAILING_IBAN, payByDebit, stripeOf } from './support/stripe.ts';

let portal: Portal;
/** Null is the real present: links to sign in with are of our day. */
let present: Date | null = null;

beforeAll(async () => {
  portal = await startPortal({}, { clock: () => present ?? new Date() });
});
afterAll(() => portal.close());

/** The instant at which clocks in the zone show this. */
function at(timeZone: string, day: string, time: string): Date {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  const shown = (instant: number) => Date.parse(`${new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(instant).replace(' ', 'T')}Z`);
  let instant = wanted;
  for (let turn = 0; turn < 3; turn += 1) instant += wanted - shown(instant);
  return new Date(instant);
}

/** As the schedule of jobs does, every 15 minutes. */
async function run(): Promise<void> {
  await rows(portal, `select graphile_worker.add_job('queue-reminders', '{}')`);
  await jobsDone(portal);
}

interface Reminder { reminderDay: number; dueOn: string; recipient: string; state: string }
const remindersOf = (invoiceId: string): Promise<Reminder[]> =>
  rows(portal, `select reminder_day as "reminderDay", due_on::text as "dueOn", recipient, state from dispatch where invoice_id = $1 and kind = 'REMINDER' order by created_at, recipient`, [invoiceId]);
const daysRemindedOf = async (invoiceId: string) => (await remindersOf(invoiceId)).map(({ reminderDay }) => reminderDay);
const remindersTo = (address: string) => mailsTo(portal, address).filter(({ Tag }) => Tag === 'reminder');

let count = 0;
const aFirm = (reminderDays: number[], timeZone = 'UTC') => inRealTime(() => aBusiness(portal, `Firm ${(count += 1)}`, { reminderDays, timeZone }));
const aClientOf = (firm: Firm, email: string) => inRealTime(() => aClientAt(portal, firm, email));

async function inRealTime<T>(act: () => Promise<T>): Promise<T> {
  const then = present;
  present = null;
  try {
    return await act();
  } finally {
    present = then;
  }
}

beforeEach(() => {
  present = new Date('2031-03-01T12:00:00Z');
});

/** Sent on the first of March, to be paid by the tenth. */
async function anOwed(firm: Firm, email = `owes${(count += 1)}@acme.example`, dueDate = '2031-03-10'): Promise<{ customer: Customer } & SentInvoice> {
  const customer = await aClientOf(firm, email);
  return { customer, ...(await aSentInvoice(firm, customer, { issueDate: '2031-03-01', dueDate })) };
}

const pay = (firm: Firm, invoiceId: string, amount: number) =>
  firm.owner.get('mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { id } }', { input: { invoiceId, amount, method: 'CASH', sendReceipt: false } });

const intentsOf = async (firm: Firm) => (await rows<{ state: string }>(portal, 'select state from payment_intent where business_id = $1', [firm.business.id])).map(({ state }) => state);

/** A bank debit takes days to arrive. */
const beginDebit = (firm: Firm, { person }: Customer, invoiceId: string, iban?: string) =>
  inRealTime(async () => {
    await payByDebit(portal, await checkout(person, [invoiceId]), iban);
    await expect.poll(() => intentsOf(firm)).toEqual(['PROCESSING']);
  });

describe.each(['Pacific/Auckland', 'America/Los_Angeles', 'UTC'])('in %s', (zone) => {
  test('a reminder leaves before, on and after the due date, from nine in the morning where the business is', async () => {
    const firm = await aFirm([-3, 0, 7], zone);
    const email = `${zone.replace(/\W/g, '').toLowerCase()}@acme.example`;
    const { customer, id, number } = await anOwed(firm, email);
    const seen: (string | number[])[] = [];
    for (let day = '2031-03-06'; day <= '2031-03-18'; day = addDays(day, 1)) {
      for (const time of ['00:00', '08:59', '09:00', '23:59']) {
        present = at(zone, day, time);
        const before = (await daysRemindedOf(id)).length;
        await run();
        const after = await daysRemindedOf(id);
        if (after.length > before) seen.push(`${day} ${time}`, after.slice(before));
      }
    }
    expect(seen).toEqual(['2031-03-07 09:00', [-3], '2031-03-10 09:00', [0], '2031-03-17 09:00', [7]]);
    expect(remindersTo(email).map(({ Subject }) => Subject.replace(/: €.*/, ''))).toEqual([
      `Invoice ${number} is due in 3 days`, `Invoice ${number} is due today`, `Invoice ${number} is 7 days overdue`,
    ]);
    expect((await timelineOf(portal, customer)).filter(({ kind }) => kind === 'reminder.sent')).toEqual(
      Array.from({ length: 3 }, () => ({ kind: 'reminder.sent', summary: `A reminder of invoice ${number} was sent to ${email}` })),
    );
    present = null;
    expect((await customer.person.open(remindersTo(email)[0]!.links[0]!.href)).headers.get('location')?.replace(portal.url, '')).toBe(`/invoices/${id}`);
  });

  test('the day is that of the business, on either side of midnight', async () => {
    const firm = await aFirm([0], zone);
    const { id } = await anOwed(firm);
    present = at(zone, '2031-03-09', '23:59');
    expect(dayIn(zone, present)).toBe('2031-03-09');
    await run();
    expect(await remindersOf(id)).toEqual([]);
    present = at(zone, '2031-03-10', '23:59');
    await run();
    expect(await daysRemindedOf(id)).toEqual([0]);
  });
});

describe('once', () => {
  /** More invoices than one transaction reminds of. */
  async function copy(id: string, times: number): Promise<void> {
    await rows(portal, `insert into invoice select (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'number', 'COPY-' || n))).* from invoice i, generate_series(1, ${times}) n where i.id = $1`, [id]);
    await rows(portal, `insert into document_revision select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'document_id', i.id))).* from document_revision r, invoice i where r.document_id = $1 and i.number like 'COPY-%'`, [id]);
  }

  test('though it runs many times at the same time', async () => {
    const firm = await aFirm([0]);
    const owed = [];
    for (let index = 0; index < 4; index += 1) owed.push(await anOwed(firm));
    for (const { customer } of owed) await anotherContact(portal, customer, `second-${customer.contact.email}`);
    const { id, customer } = await anOwed(firm);
    await jobsDone(portal);
    await copy(id, 110);
    present = new Date('2031-03-10T10:00:00Z');
    await Promise.all(Array.from({ length: 8 }, () => queueReminders(portal.app.services)));
    await queueReminders(portal.app.services);
    const reminded = await rows(portal, `select count(*)::int as all, count(distinct invoice_id)::int as invoices from dispatch where business_id = $1 and kind = 'REMINDER'`, [firm.business.id]);
    expect(reminded).toEqual([{ all: 115, invoices: 115 }]);
    for (const one of owed) expect(await remindersOf(one.id)).toMatchObject([{ recipient: one.customer.contact.email }]);
    // Enough was seen of the copies.
    await rows(portal, `update dispatch set state = 'CANCELLED' where state = 'QUEUED' and recipient = $1`, [customer.contact.email]);
    await jobsDone(portal);
    for (const one of owed) expect(remindersTo(one.customer.contact.email)).toHaveLength(1);
  }, 60_000);

  test('also when a contact comes, or the job runs on the days after', async () => {
    const firm = await aFirm([0]);
    const { id, customer } = await anOwed(firm);
    present = new Date('2031-03-10T10:00:00Z');
    await run();
    await rows(portal, 'update contact set archived_at = now() where id = $1', [customer.contact.id]);
    await anotherContact(portal, customer, 'late@acme.example');
    for (const day of ['2031-03-10', '2031-03-11', '2031-03-12']) {
      present = new Date(`${day}T11:00:00Z`);
      await run();
    }
    expect(await remindersOf(id)).toHaveLength(1);
  });
});

describe('after an outage', () => {
  test('of two days it is sent late, and says the day that it is', async () => {
    const { id, customer, number } = await anOwed(await aFirm([0]));
    present = new Date('2031-03-12T09:00:00Z');
    await run();
    expect(await daysRemindedOf(id)).toEqual([0]);
    await expect.poll(() => remindersTo(customer.contact.email)[0]?.Subject).toContain(`Invoice ${number} is 2 days overdue`);
  });

  test('of three days it is not sent', async () => {
    const { id } = await anOwed(await aFirm([0]));
    present = new Date('2031-03-13T09:00:00Z');
    await run();
    expect(await remindersOf(id)).toEqual([]);
  });

  test('the latest of the missed days alone is sent', async () => {
    const { id } = await anOwed(await aFirm([-1, 0, 1]));
    for (const time of ['2031-03-11T09:00:00Z', '2031-03-11T09:15:00Z', '2031-03-12T09:00:00Z']) {
      present = new Date(time);
      await run();
    }
    expect(await daysRemindedOf(id)).toEqual([1]);
  });
});

describe('nobody is reminded', () => {
  const today = async () => {
    present = new Date('2031-03-10T10:00:00Z');
    await run();
  };

  test('of what is paid, void, a draft, or not due', async () => {
    const firm = await aFirm([0]);
    const [paid, voided, pulled, later] = [await anOwed(firm), await anOwed(firm), await anOwed(firm), await anOwed(firm, undefined, '2031-03-11')];
    const draft = await aDraft(firm, later.customer, { issueDate: '2031-03-01', dueDate: '2031-03-10' });
    await pay(firm, paid.id, 10_000);
    await firm.owner.get('mutation ($id: ID!) { voidInvoice(id: $id) { id } }', { id: voided.id });
    await firm.owner.get('mutation ($id: ID!) { pullBackInvoice(id: $id) { id } }', { id: pulled.id });
    await today();
    for (const id of [paid.id, voided.id, pulled.id, later.id, draft]) expect(await remindersOf(id)).toEqual([]);
  });

  test('where the business wants none', async () => {
    const { id } = await anOwed(await aFirm([]));
    await today();
    expect(await remindersOf(id)).toEqual([]);
  });

  test('on the day on which the invoice was sent, nor of a day before it', async () => {
    const firm = await aFirm([0, 1]);
    const customer = await aClientOf(firm, 'fresh@acme.example');
    const id = await aDraft(firm, customer, { issueDate: '2031-03-01', dueDate: '2031-03-10' });
    present = new Date('2031-03-10T08:00:00Z');
    await firm.owner.get(SEND_INVOICE, { input: { id } });
    present = new Date('2031-03-10T23:00:00Z');
    await run();
    expect(await remindersOf(id)).toEqual([]);
    present = new Date('2031-03-11T09:00:00Z');
    await run();
    expect(await daysRemindedOf(id)).toEqual([1]);
  });

  test('of an imported invoice, for days until the import', async () => {
    const firm = await aFirm([0, 1, 2]);
    const customer = await aClientOf(firm, 'imported@acme.example');
    await rows(portal, `update client set external_id = 'X1' where id = $1`, [customer.client.id]);
    present = new Date('2031-03-11T08:00:00Z');
    const csv = 'number,client_external_id,issue_date,due_date,currency,line_description,quantity,unit_price,tax_rate,status\nOLD-1,X1,2031-02-01,2031-03-10,EUR,x,1,10.00,0,sent';
    expect(await firm.owner.get('mutation ($csv: String!) { importInvoices(csv: $csv) { imported errors { message } } }', { csv })).toEqual({ importInvoices: { imported: 1, errors: [] } });
    const [invoice] = await rows<{ id: string }>(portal, `select id from invoice where number = 'OLD-1' and business_id = $1`, [firm.business.id]);
    // As if it stood in our database since now, whatever the clock of this test says.
    await rows(portal, 'update invoice set created_at = $1 where id = $2', [present, invoice!.id]);
    for (const time of ['2031-03-11T09:00:00Z', '2031-03-11T23:45:00Z']) {
      present = new Date(time);
      await run();
    }
    expect(await remindersOf(invoice!.id)).toEqual([]);
    present = new Date('2031-03-12T09:00:00Z');
    await run();
    expect(await daysRemindedOf(invoice!.id)).toEqual([2]);
  });

  test('while a payment is on its way, but is when it did not arrive', async () => {
    const firm = await aFirm([0]);
    await takesPayments(portal, firm);
    const { id, customer } = await anOwed(firm);
    await beginDebit(firm, customer, id, FAILING_IBAN);
    await today();
    expect(await remindersOf(id)).toEqual([]);
    present = null;
    await (await stripeOf(portal, firm)).control('bank_debits/settle');
    await expect.poll(() => intentsOf(firm)).not.toEqual(['PROCESSING']);
    present = new Date('2031-03-11T09:00:00Z');
    await run();
    expect(await daysRemindedOf(id)).toEqual([0]);
  });
});

describe('who is reminded', () => {
  test('are those who were mailed the invoice', async () => {
    const firm = await aFirm([0]);
    const customer = await aClientOf(firm, 'not-asked@acme.example');
    const chosen = await anotherContact(portal, customer, 'asked@acme.example');
    const id = await aDraft(firm, customer, { issueDate: '2031-03-01', dueDate: '2031-03-10' });
    await firm.owner.get(SEND_INVOICE, { input: { id, contactIds: [chosen] } });
    present = new Date('2031-03-10T10:00:00Z');
    await run();
    expect((await remindersOf(id)).map(({ recipient }) => recipient)).toEqual(['asked@acme.example']);
  });

  test('an address that takes no mail is not, and the document says so', async () => {
    const firm = await aFirm([0]);
    const { id } = await anOwed(firm);
    const { id: dispatch } = await becomes(firm.owner, id, { state: 'DELIVERED' });
    await tell(portal, dispatch, events.hardBounce);
    present = new Date('2031-03-10T10:00:00Z');
    await run();
    expect((await dispatchesOf(firm.owner, id))[0]).toMatchObject({ kind: 'REMINDER', state: 'FAILED', error: expect.stringMatching(/^Not sent: an earlier mail/) });
  });

  test('a part is asked for when a part was paid', async () => {
    const firm = await aFirm([0]);
    const { id, customer } = await anOwed(firm);
    await pay(firm, id, 4_000);
    present = new Date('2031-03-10T10:00:00Z');
    await run();
    expect(remindersTo(customer.contact.email)[0]!.TextBody).toContain('€60.00 of €100.00');
  });

  test('nothing keeps the reminders of one business from leaving when another cannot be served', async () => {
    const broken = await aFirm([0], 'Nowhere/Else');
    const { id } = await anOwed(await aFirm([0]));
    present = new Date('2031-03-10T10:00:00Z');
    await expect(queueReminders(portal.app.services)).rejects.toThrow('Some reminders');
    expect(await daysRemindedOf(id)).toEqual([0]);
    await rows(portal, `update business set reminder_days = '{}' where id = $1`, [broken.business.id]);
  });
});

/** Mail to `unavailable…` waits at first, as if Postmark were down; meanwhile things happen. */
describe('a reminder that waits is cancelled', () => {
  async function aWaiting(name: string): Promise<{ firm: Firm; customer: Customer; id: string }> {
    const firm = await aFirm([0]);
    await takesPayments(portal, firm);
    const owed = await anOwed(firm, `unavailable-${name}@acme.example`);
    await becomes(firm.owner, owed.id, { kind: 'INVOICE', state: 'DELIVERED' });
    present = new Date('2031-03-10T10:00:00Z');
    await run();
    await becomes(firm.owner, owed.id, { kind: 'REMINDER', state: 'QUEUED', error: expect.stringContaining('maintenance') as never });
    return { firm, ...owed };
  }

  test.each<[string, string, (waiting: { firm: Firm; customer: Customer; id: string }) => Promise<unknown>]>([
    ['paid', 'Not sent: the invoice is paid.', ({ firm, id }) => pay(firm, id, 10_000)],
    ['on its way', 'Not sent: a payment is on its way.', ({ firm, customer, id }) => beginDebit(firm, customer, id)],
    ['void', 'Not sent: the invoice was made void meanwhile.', ({ firm, id }) => firm.owner.get('mutation ($id: ID!) { voidInvoice(id: $id) { id } }', { id })],
    ['revised', 'Not sent: the invoice was revised meanwhile.', async ({ firm, id }) => {
      await firm.owner.get('mutation ($id: ID!) { pullBackInvoice(id: $id) { id } }', { id });
      present = new Date('2031-03-10T10:01:00Z');
      await firm.owner.get(SEND_INVOICE, { input: { id } });
    }],
  ])('when the invoice is %s', async (name, reason, happens) => {
    const waiting = await aWaiting(name.replaceAll(' ', ''));
    await happens(waiting);
    await becomes(waiting.firm.owner, waiting.id, { kind: 'REMINDER', state: 'CANCELLED', error: reason });
    expect(remindersTo(waiting.customer.contact.email)).toEqual([]);
    expect((await timelineOf(portal, waiting.customer)).map(({ kind }) => kind)).not.toContain('reminder.sent');
  }, 20_000);

  test('though the payment comes in at the very moment', async () => {
    const firm = await aFirm([0]);
    const owed = [];
    for (let index = 0; index < 8; index += 1) owed.push(await anOwed(firm));
    present = new Date('2031-03-10T10:00:00Z');
    await Promise.all([queueReminders(portal.app.services), ...owed.map(({ id }) => pay(firm, id, 10_000))]);
    await jobsDone(portal);
    for (const { id, customer } of owed) {
      const [reminder] = (await dispatchesOf(firm.owner, id)).filter(({ kind }) => kind === 'REMINDER');
      if (!reminder) continue;
      // It left before the payment was there, or not at all.
      const wasSent = remindersTo(customer.contact.email).length > 0;
      expect(wasSent ? ['SENT', 'DELIVERED'] : ['CANCELLED']).toContain(reminder.state);
    }
    await run();
    for (const { id } of owed) expect((await remindersOf(id)).length).toBeLessThanOrEqual(1);
  });
});
