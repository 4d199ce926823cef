import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSentInvoice } from './support/invoices.ts';
import { aBusiness, aClient, type Customer, type Firm, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

let portal: Portal;
let northwind: Firm;
let acme: Customer;
let beta: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
  beta = await aClient(portal, northwind, 'Beta');
  await aSentInvoice(northwind, beta);
  await rows(portal, 'update client set external_id = $1 where id = $1', [acme.client.id]);
  const csv = [150, 90, 40].map((days) => `A-${days},${acme.client.id},${ago(days)},${ago(days)},EUR,x,1,100.00,0,sent`);
  await northwind.owner.get('mutation ($csv: String!) { importInvoices(csv: $csv) { imported } }', { csv: ['number,client_external_id,issue_date,due_date,currency,line_description,quantity,unit_price,tax_rate,status', ...csv].join('\n') });
  for (const [number, amount, days] of [['A-150', 10_000, 130], ['A-90', 12_000, 70]]) {
    const [{ id } = {}] = await rows<{ id: string }>(portal, 'select id from invoice where number = $1', [number]);
    await northwind.owner.get('mutation ($id: ID!, $amount: SafeInt!, $on: Date!) { recordPayment(input: { invoiceId: $id, amount: $amount, method: CASH, receivedOn: $on }) { id } }', { id, amount, on: ago(days as number) });
  }
  await aSentInvoice(northwind, acme, { currency: 'JPY', lines: [{ description: 'x', unitPrice: 1_200 }], dueDate: '2199-01-01' });
});
afterAll(() => portal.close());

interface Figures { opening: Minor; added: Minor; taken: Minor; closing: Minor; lines: { totalCount: number; pageInfo: { endCursor: string; hasNextPage: boolean }; edges: { node: Line }[] } }
interface Minor { minorUnits: number }
interface Line { occurredOn: string; kind: string; invoiceNumber: string; change: Minor; balance: Minor }
const STATEMENT = `query ($currency: String!, $from: Date, $to: Date, $clientId: ID, $first: Int! = 50, $after: String) {
  periodStatement(currency: $currency, from: $from, to: $to, clientId: $clientId) {
    opening { minorUnits } added { minorUnits } taken { minorUnits } closing { minorUnits }
    lines(first: $first, after: $after) { totalCount pageInfo { endCursor hasNextPage } edges { node { occurredOn kind invoiceNumber change { minorUnits } balance { minorUnits } } } }
  }
}`;
const ask = async (person: Person, variables: Record<string, unknown>) => (await person.get<{ periodStatement: Figures }>(STATEMENT, { currency: 'EUR', ...variables })).periodStatement;
const figures = ({ opening, added, taken, closing }: Figures) => [opening, added, taken, closing].map(({ minorUnits }) => minorUnits);
const line = ({ node: { occurredOn, kind, change, balance } }: { node: Line }) => [occurredOn, kind, change.minorUnits, balance.minorUnits];

describe('the statement of a period', () => {
  test('opens with what was owed before, closes with what is owed after, and adds up', async () => {
    const whole = await ask(acme.person, {});
    expect(whole.lines.edges.map(line)).toEqual([
      [ago(150), 'ISSUED', 10_000, 10_000], [ago(130), 'PAID', -10_000, 0], [ago(90), 'ISSUED', 10_000, 10_000],
      [ago(70), 'PAID', -10_000, 0], [ago(70), 'CREDITED', -2_000, -2_000], [ago(40), 'ISSUED', 10_000, 8_000],
    ]);
    expect(figures(whole)).toEqual([0, 30_000, 22_000, 8_000]);

    const spring = await ask(acme.person, { from: ago(95), to: ago(60) });
    expect(figures(spring)).toEqual([0, 10_000, 12_000, -2_000]);
    expect(figures(await ask(acme.person, { from: ago(130), to: ago(80) }))).toEqual([10_000, 10_000, 10_000, 10_000]);
  });

  test('agrees with the balances of today, for the client and for the team', async () => {
    const { closing } = await ask(northwind.owner, { clientId: acme.client.id });
    const { statement } = await acme.person.get<{ statement: { balances: { currency: string; currentlyOwed: Minor; credit: Minor; overdue: Minor; ageing: Record<string, Minor> }[] } }>(
      '{ statement { balances { currency currentlyOwed { minorUnits } credit { minorUnits } overdue { minorUnits } ageing { notDue { minorUnits } upTo30Days { minorUnits } upTo60Days { minorUnits } upTo90Days { minorUnits } longer { minorUnits } } } } }',
    );
    const [euro, yen] = statement.balances;
    expect(closing.minorUnits).toBe(euro!.currentlyOwed.minorUnits - euro!.credit.minorUnits);
    expect(Object.values(euro!.ageing).map(({ minorUnits }) => minorUnits)).toEqual([0, 0, 10_000, 0, 0]);
    expect(Object.values(yen!.ageing).map(({ minorUnits }) => minorUnits)).toEqual([1_200, 0, 0, 0, 0]);
    expect(euro!.overdue.minorUnits).toBe(10_000);
  });

  test('comes in pages that go on where the last ended', async () => {
    const first = await ask(acme.person, { first: 4, from: ago(149) });
    const second = await ask(acme.person, { first: 4, from: ago(149), after: first.lines.pageInfo.endCursor });
    expect([...first.lines.edges, ...second.lines.edges].map(line)).toEqual((await ask(acme.person, { from: ago(149) })).lines.edges.map(line));
    expect([first.lines.totalCount, first.lines.pageInfo.hasNextPage, second.lines.pageInfo.hasNextPage]).toEqual([5, true, false]);
  });

  test('counts an invoice that was withdrawn or cancelled as not invoiced, and a payment that was taken back as not paid', async () => {
    const undone = await aClient(portal, northwind, 'Undone');
    const [kept, pulled, voided] = [await aSentInvoice(northwind, undone), await aSentInvoice(northwind, undone), await aSentInvoice(northwind, undone)];
    const each = (await ask(undone.person, {})).added.minorUnits / 3;
    await northwind.owner.get('mutation ($id: ID!) { pullBackInvoice(id: $id) { id } }', { id: pulled.id });
    await northwind.owner.get('mutation ($id: ID!) { voidInvoice(id: $id) { id } }', { id: voided.id });
    expect(figures(await ask(undone.person, {}))).toEqual([0, each, 0, each]);

    const { recordPayment } = await northwind.owner.get<{ recordPayment: { payments: { id: string }[] } }>(
      'mutation ($id: ID!, $amount: SafeInt!, $on: Date!) { recordPayment(input: { invoiceId: $id, amount: $amount, method: CASH, receivedOn: $on }) { payments { id } } }', { id: kept.id, amount: each, on: ago(1) },
    );
    expect(figures(await ask(undone.person, {}))).toEqual([0, each, each, 0]);
    await northwind.owner.get('mutation ($id: ID!) { undoPayment(id: $id, reason: "It was another one.") { id } }', { id: recordPayment.payments[0]!.id });
    expect(figures(await ask(undone.person, {}))).toEqual([0, each, 0, each]);
    expect(figures(await ask(undone.person, { from: ago(0) }))).toEqual([-each, each, -each, each]);
  });

  test('from a day to come on, with no last one, is empty and opens with what is owed', async () => {
    const ahead = ago(-20);
    const { opening, closing, lines } = await ask(acme.person, { from: ahead });
    expect([opening.minorUnits, closing.minorUnits, lines.totalCount]).toEqual([8_000, 8_000, 0]);
    for (const ending of ['csv', 'pdf']) {
      const response = await acme.person.fetch(`/files/statement.${ending}?currency=EUR&from=${ahead}`);
      expect([response.status, response.headers.get('content-disposition')]).toEqual([200, expect.stringContaining(`statement EUR ${ahead} to ${ahead}.${ending}`)]);
      await response.arrayBuffer();
      expect((await acme.person.fetch(`/files/statement.${ending}?currency=EUR&from=${ahead}&to=${ago(0)}`)).status).toBe(400);
    }
  });

  test("is of one's own client alone, and says what it cannot read", async () => {
    const refusal = (person: Person, variables: Record<string, unknown>) => person.refusal(STATEMENT, { currency: 'EUR', ...variables });
    expect(await refusal(acme.person, { clientId: beta.client.id })).toBe('NOT_FOUND');
    expect(await refusal(northwind.owner, {})).toBe('BAD_USER_INPUT');
    expect(await refusal(acme.person, { currency: 'euro' })).toBe('BAD_USER_INPUT');
    expect(await refusal(acme.person, { from: ago(60), to: ago(70) })).toBe('BAD_USER_INPUT');
  });
});

describe('as a file', () => {
  test('the CSV has the opening and the closing balance and every line between', async () => {
    const response = await acme.person.fetch(`/files/statement.csv?currency=EUR&from=${ago(130)}&to=${ago(60)}`);
    expect(response.headers.get('content-disposition')).toContain(`statement EUR ${ago(130)} to ${ago(60)}.csv`);
    const lines = (await response.text()).replace('\uFEFF', '').trim().split('\r\n').map((text) => text.split(','));
    expect(lines[0]).toEqual(['date', 'what', 'invoice', 'credit_note', 'reference', 'currency', 'amount', 'balance']);
    expect(lines.slice(1).map(([day, what, , , , , amount, balance]) => [day, what, amount, balance])).toEqual([
      [ago(130), 'Opening balance', '', '100.00'], [ago(130), 'Payment', '-100.00', '0.00'], [ago(90), 'Invoice', '100.00', '100.00'],
      [ago(70), 'Payment', '-100.00', '0.00'], [ago(70), 'Payment kept as credit', '-20.00', '-20.00'], [ago(60), 'Closing balance', '', '-20.00'],
    ]);
    expect(lines[2]![2]).toBe('A-150');
  });

  test('the PDF is one, for the client and for the team', async () => {
    for (const [person, path] of [[acme.person, '/files/statement.pdf?currency=EUR'], [northwind.owner, `/admin/files/statement.pdf?currency=EUR&clientId=${acme.client.id}`]] as const) {
      const response = await person.fetch(path);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
      expect(Buffer.from(await response.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-');
    }
  });

  test("of another client is not there, and of nobody's is refused", async () => {
    for (const ending of ['csv', 'pdf']) {
      expect((await acme.person.fetch(`/files/statement.${ending}?currency=EUR&clientId=${beta.client.id}`)).status).toBe(404);
      expect((await acme.person.fetch(`/files/statement.${ending}`)).status).toBe(400);
      expect((await fetch(`${portal.url}/files/statement.${ending}?currency=EUR`)).status).toBe(401);
    }
  });
});
