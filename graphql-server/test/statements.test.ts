import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../src/cli.ts';
import { Invoice } from '../src/invoices/invoice.entity.ts';
import { postEntries } from '../src/statements/ledger.ts';
import { emFor } from '../src/tenancy.ts';
import { aSentInvoice } from './support/invoices.ts';
import { aBusiness, aClient, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

interface Balance { currency: string; lifetimePaid: { minorUnits: number }; currentlyOwed: { minorUnits: number }; overdue: { minorUnits: number }; credit: { minorUnits: number }; outstandingCount: number }
const BALANCES = 'balances { currency lifetimePaid { minorUnits } currentlyOwed { minorUnits } overdue { minorUnits } credit { minorUnits } outstandingCount }';

/** Books a payment as a webhook does, without Stripe. */
async function pay(id: string, amount: number): Promise<void> {
  await emFor(portal.app.services.orm, { kind: 'business', businessId: northwind.business.id }).transactional(async (em) => {
    const invoice = await em.findOneOrFail(Invoice, { id });
    const { businessId, clientId, currency } = invoice;
    const taken = invoice.takePayment(amount, new Date());
    const origin = { businessId, clientId, currency, occurredOn: '2026-01-01' };
    await postEntries(em, [{ ...origin, kind: 'PAID', invoiceId: id, owedChange: -taken, paidChange: taken }]);
    if (amount > taken) await postEntries(em, [{ ...origin, kind: 'CREDITED', paidChange: amount - taken, creditChange: amount - taken }]);
  });
}

const verify = async () => {
  const printed: string[] = [];
  const code = await runCli(['ledger', 'verify'], { DATABASE_URL: portal.config.databaseUrl }, (line) => printed.push(line));
  return { code, printed: printed.join('\n') };
};

test('a client without a history owes nothing', async () => {
  const fresh = await aClient(portal, northwind, 'Fresh');
  expect(await fresh.person.get('{ statement { balances { currency } } }')).toEqual({ statement: { balances: [] } });
});

test('the statement is what the ledger says, a row for each currency, the same for the client and the team', async () => {
  const first = await aSentInvoice(northwind, acme, { issueDate: '2026-01-01', dueDate: '2026-01-15' });
  const second = await aSentInvoice(northwind, acme, { dueDate: '2199-01-01' });
  await aSentInvoice(northwind, acme, { currency: 'JPY', lines: [{ description: 'x', unitPrice: 1_200 }], dueDate: '2199-01-01' });
  await pay(first.id, 2_500);
  await pay(second.id, 10_300);

  const { statement } = await acme.person.get<{ statement: { balances: Balance[] } }>(`{ statement { ${BALANCES} } }`);
  const money = (minorUnits: number) => ({ minorUnits });
  expect(statement.balances).toEqual([
    { currency: 'EUR', lifetimePaid: money(12_800), currentlyOwed: money(7_500), overdue: money(7_500), credit: money(300), outstandingCount: 1 },
    { currency: 'JPY', lifetimePaid: money(0), currentlyOwed: money(1_200), overdue: money(0), credit: money(0), outstandingCount: 1 },
  ]);

  const sums = await rows(
    portal,
    `select currency, sum(owed_change)::int as owed, sum(paid_change)::int as paid, sum(credit_change)::int as credit
     from ledger_entry where client_id = $1 group by currency order by currency`,
    [acme.client.id],
  );
  expect(sums).toEqual(statement.balances.map((row) => ({ currency: row.currency, owed: row.currentlyOwed.minorUnits, paid: row.lifetimePaid.minorUnits, credit: row.credit.minorUnits })));

  const forTeam = await northwind.owner.get(`query ($id: ID!) { statement(clientId: $id) { ${BALANCES} } client(id: $id) { statement { ${BALANCES} } } }`, { id: acme.client.id });
  expect(forTeam).toEqual({ statement, client: { statement } });
});

test('a draft is owed by nobody', async () => {
  const { client, person } = await aClient(portal, northwind, 'Drafted');
  await northwind.owner.get('mutation ($id: ID!) { createInvoice(input: { clientId: $id, lines: [{ description: "x", unitPrice: 100 }] }) { id } }', { id: client.id });
  expect(await person.get('{ statement { balances { currency } } }')).toEqual({ statement: { balances: [] } });
});

test('balances are right when invoices are sent at the same time', async () => {
  const busy = await aClient(portal, northwind, 'Busy');
  await Promise.all(Array.from({ length: 12 }, () => aSentInvoice(northwind, busy)));
  const { statement } = await busy.person.get<{ statement: { balances: Balance[] } }>(`{ statement { ${BALANCES} } }`);
  expect(statement.balances[0]).toMatchObject({ currentlyOwed: { minorUnits: 120_000 }, outstandingCount: 12 });
});

test('the ledger agrees with every balance', async () => {
  expect(await verify()).toEqual({ code: 0, printed: 'Every balance agrees with the ledger.' });
});

test.each([
  ['a balance', 'update client_balance set paid = paid + $1', 1],
  ['a credit', 'update client_balance set credit = credit + $1', 1],
  ['what is owed on an invoice', `update invoice set balance = balance + $1, total = total + $1 where state = 'SENT'`, 1],
  ['what was paid on an invoice', `update invoice set amount_paid = amount_paid + $1, total = total + $1 where state = 'PAID'`, 1],
  [
    'two invoices of a client against each other',
    `with two as (select id, row_number() over (order by id) as n from invoice where state = 'SENT' and client_id = (select id from client where name = 'Busy') order by id limit 2)
     update invoice i set balance = i.balance + case two.n when 1 then $1::bigint else -$1::bigint end, total = i.total + case two.n when 1 then $1::bigint else -$1::bigint end
     from two where two.id = i.id`, 1,
  ],
])('somebody who changed %s behind its back is found', async (_, sql, by) => {
  await rows(portal, sql, [by]);
  const { code, printed } = await verify();
  await rows(portal, sql, [-by]);
  expect(code).toBe(1);
  expect(printed).toMatch(/differ/);
  expect((await verify()).code).toBe(0);
});

test('a balance that was deleted is found', async () => {
  await rows(portal, `create table kept as select * from client_balance where client_id = '${acme.client.id}'`);
  await rows(portal, 'delete from client_balance where client_id = $1', [acme.client.id]);
  expect((await verify()).code).toBe(1);
  await rows(portal, 'insert into client_balance select * from kept');
  await rows(portal, 'drop table kept');
  expect((await verify()).code).toBe(0);
});

test.each(['update ledger_entry set paid_change = 0', 'delete from ledger_entry', 'truncate ledger_entry'])('the ledger refuses "%s" even to the superuser', async (sql) => {
  await expect(rows(portal, sql)).rejects.toThrow(/append-only/);
});

test('an invoice cannot owe less than nothing or be paid beyond its total', async () => {
  const { id } = await aSentInvoice(northwind, acme);
  await expect(rows(portal, 'update invoice set amount_paid = total + 1, balance = -1 where id = $1', [id])).rejects.toThrow(/check constraint/);
  await expect(rows(portal, 'update invoice set balance = balance - 1 where id = $1', [id])).rejects.toThrow(/check constraint/);
});
