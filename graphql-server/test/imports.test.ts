import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCli } from '../src/cli.ts';
import { readClientsCsv } from '../src/imports/read-clients-csv.ts';
import { readInvoicesCsv } from '../src/imports/read-invoices-csv.ts';
import { aSentInvoice } from './support/invoices.ts';
import { aBusiness, Person, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rowCounts, rows } from './support/rows.ts';

let portal: Portal;
let folder: string;
let firms = 0;

beforeAll(async () => {
  portal = await startPortal();
  folder = mkdtempSync(join(tmpdir(), 'portal-import-'));
});
afterAll(async () => {
  await portal.close();
  rmSync(folder, { recursive: true });
});

const aFirm = () => aBusiness(portal, `Firm ${(firms += 1)}`);

interface Report { rows: number; imported: number; errors: { row: number; column: string | null; message: string }[] }
const run = async ({ owner }: Firm, what: 'importClients' | 'importInvoices', csv: string, dryRun = false, more: { mapping?: object[]; fileName?: string; format?: object } = {}): Promise<Report> =>
  (await owner.get<Record<string, Report>>(
    `mutation ($csv: String!, $dryRun: Boolean!, $fileName: String, $mapping: [ColumnMappingInput!] ${what === 'importInvoices' ? ', $format: ImportFormatInput' : ''}) {
      ${what}(csv: $csv, dryRun: $dryRun, fileName: $fileName, mapping: $mapping ${what === 'importInvoices' ? ', format: $format' : ''}) { rows imported errors { row column message } }
    }`,
    { csv, dryRun, fileName: 'file.csv', ...more },
  ))[what]!;

const EVERYTHING = ['client', 'contact', 'invoice', 'invoice_line', 'document_revision', 'payment', 'import_batch', 'ledger_entry', 'client_balance', 'client_event', 'number_sequence', 'dispatch'];
const CLIENTS = 'external_id,company,contact_name,email,country\n7,Acme Ltd,Ada,ada@acme.example,Sweden\n8,Beta GmbH,Bo,bo@beta.example,Germany\n';
const HEADER = 'number,client_external_id,issue_date,due_date,currency,line_description,quantity,unit_price,tax_rate,status';

async function keepsNothing<T>(act: () => Promise<T>): Promise<T> {
  const before = await rowCounts(portal, EVERYTHING);
  const result = await act();
  expect(await rowCounts(portal, EVERYTHING)).toEqual(before);
  return result;
}

describe('clients', () => {
  test('come in with their contacts, and a second time are brought up to date', async () => {
    const firm = await aFirm();
    expect(await run(firm, 'importClients', CLIENTS)).toEqual({ rows: 2, imported: 2, errors: [] });
    expect(await run(firm, 'importClients', CLIENTS.replace('Acme Ltd', 'Acme AB').replace('Ada', 'Ada L.'))).toMatchObject({ imported: 2, errors: [] });
    const { clients } = await firm.owner.get<{ clients: object }>('{ clients { totalCount edges { node { externalId name country contacts { name email } } } } }');
    expect(clients).toEqual({
      totalCount: 2,
      edges: [
        { node: { externalId: '7', name: 'Acme AB', country: 'SE', contacts: [{ name: 'Ada L.', email: 'ada@acme.example' }] } },
        { node: { externalId: '8', name: 'Beta GmbH', country: 'DE', contacts: [{ name: 'Bo', email: 'bo@beta.example' }] } },
      ],
    });
  });

  test('with errors come not at all; each error names its row and column', async () => {
    const firm = await aFirm();
    const csv = `external_id,company,email\n1,Good,good@x.example\n2,,nobody@x.example\n3,Bad mail,not-an-address\n1,Twice,twice@x.example\n`;
    const { errors, imported, rows: count } = await keepsNothing(() => run(firm, 'importClients', csv));
    expect({ count, imported }).toEqual({ count: 4, imported: 0 });
    expect(errors.map(({ row, column }) => [row, column])).toEqual([[3, 'company'], [4, 'email'], [5, 'external_id']]);
  });

  test.each(['', 'no header that we know\n1', 'email\n', '"never closed', '\u0000'])('from the file %j come not at all, and are told why', async (csv) => {
    const firm = await aFirm();
    const { imported, errors } = await keepsNothing(() => run(firm, 'importClients', csv));
    expect(imported).toBe(0);
    if (csv !== 'email\n') expect(errors.length).toBeGreaterThan(0);
  });

  test('with the same address at two clients stay two clients', async () => {
    const firm = await aFirm();
    expect(await run(firm, 'importClients', 'external_id,company,email\n1,One,shared@x.example\n2,Two,shared@x.example\n')).toMatchObject({ imported: 2, errors: [] });
    const { errors } = await run(firm, 'importInvoices', 'number,client_email,issue_date,currency,line_description,quantity,unit_price\n1,shared@x.example,2026-01-01,EUR,x,1,1\n');
    expect(errors).toEqual([{ row: 2, column: 'client_email', message: expect.stringContaining('more than one client') }]);
  });
});

describe('invoices', () => {
  let firm: Firm;
  beforeAll(async () => {
    firm = await aFirm();
    await run(firm, 'importClients', CLIENTS);
  });

  test('with errors come not at all; each error names its row and column', async () => {
    const csv = [HEADER, 'A,7,2026-01-01,,EUR,x,1,1.00,0,sent', 'B,99,2026-01-01,,EUR,x,1,1.00,0,sent', 'C,7,2026-13-01,,EUR,x,1,1.00,0,sent', 'D,7,2026-01-01,,EUR,x,1,1.005,0,sent', 'E,7,2026-01-01,,ABC,x,one,1,0,sent'].join('\n');
    const { imported, errors } = await keepsNothing(() => run(firm, 'importInvoices', csv));
    expect(imported).toBe(0);
    expect(errors.map(({ row, column }) => [row, column])).toEqual([[3, 'client_external_id'], [4, 'issue_date'], [5, 'unit_price'], [6, 'currency'], [6, 'quantity']]);
  });

  test('in a dry run are checked, and nothing is kept', async () => {
    expect(await keepsNothing(() => run(firm, 'importInvoices', `${HEADER}\nDRY,7,2026-01-01,,EUR,x,1,1.00,0,sent`, true))).toEqual({ rows: 1, imported: 0, errors: [] });
    expect((await keepsNothing(() => run(firm, 'importInvoices', `${HEADER}\nDRY,99,2026-01-01,,EUR,x,1,1.00,0,sent`, true))).errors).toHaveLength(1);
    expect(await keepsNothing(() => run(firm, 'importClients', 'email,company\nnew@x.example,New', true))).toEqual({ rows: 1, imported: 0, errors: [] });
  });

  test('come in every state, book what is owed and paid, and mail nobody', async () => {
    const mails = portal.postmark.messages().length;
    const csv = [
      HEADER,
      'S-1,7,2026-01-01,2199-01-01,EUR,Two of them,2,10.00,19,sent', 'S-1,7,2026-01-01,2199-01-01,EUR,One more,1,1.00,0,sent',
      'P-1,7,2026-01-02,,EUR,x,1,5.00,0,paid', 'V-1,7,2026-01-03,,EUR,x,1,7.00,0,void', 'DRAFT-1,7,2026-01-04,,EUR,x,1,9.00,0,draft',
    ].join('\n');
    expect(await run(firm, 'importInvoices', csv)).toEqual({ rows: 5, imported: 4, errors: [] });
    const { invoices } = await firm.owner.get<{ invoices: { edges: { node: unknown }[] } }>('{ invoices(sort: { field: ISSUE_DATE, direction: ASC }) { edges { node { number status total { minorUnits } balance { minorUnits } } } } }');
    expect(invoices.edges.map(({ node }) => node)).toEqual([
      { number: 'S-1', status: 'SENT', total: { minorUnits: 2_480 }, balance: { minorUnits: 2_480 } },
      { number: 'P-1', status: 'PAID', total: { minorUnits: 500 }, balance: { minorUnits: 0 } },
      { number: 'V-1', status: 'VOID', total: { minorUnits: 700 }, balance: { minorUnits: 0 } },
      { number: null, status: 'DRAFT', total: { minorUnits: 900 }, balance: { minorUnits: 0 } },
    ]);
    const { clients } = await firm.owner.get<{ clients: { edges: { node: { statement: object } }[] } }>('{ clients(filter: { text: "Acme" }) { edges { node { statement { balances { currency currentlyOwed { minorUnits } lifetimePaid { minorUnits } } } } } } }');
    expect(clients.edges[0]!.node.statement).toEqual({ balances: [{ currency: 'EUR', currentlyOwed: { minorUnits: 2_480 }, lifetimePaid: { minorUnits: 500 } }] });
    expect(portal.postmark.messages().length).toBe(mails);
    expect(await runCli(['ledger', 'verify'], env(), () => {})).toBe(0);
  });

  test('of days to come are owed and paid from today on, so that the statement until today comes to the balances', async () => {
    const own = await aBusiness(portal, 'Ahead of time', { timeZone: 'Pacific/Honolulu' });
    await run(own, 'importClients', CLIENTS);
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const csv = [
      `${HEADER},paid_on`, `DUE-LATER,7,${day(-30)},${day(40)},EUR,x,1,37.00,0,paid,`, `LATER,7,${day(9)},${day(40)},EUR,x,1,5.00,0,sent,`, `LATER-PAID,7,${day(9)},,EUR,x,1,11.00,0,paid,`,
      `LATER-VOID,7,${day(9)},,EUR,x,1,13.00,0,void,`, `BEFORE,7,${day(-20)},${day(-10)},EUR,x,1,17.00,0,paid,${day(-15)}`,
    ];
    expect(await run(own, 'importInvoices', csv.join('\n'))).toEqual({ rows: 5, imported: 5, errors: [] });
    const [client] = await rows<{ id: string }>(portal, `select id from client where business_id = $1 and external_id = '7'`, [own.business.id]);
    interface Minor { minorUnits: number }
    const { periodStatement, client: { statement } } = await own.owner.get<{ periodStatement: { closing: Minor }; client: { statement: { balances: { currentlyOwed: Minor; credit: Minor }[] } } }>(
      'query ($id: ID!) { periodStatement(clientId: $id, currency: "EUR") { closing { minorUnits } } client(id: $id) { statement { balances { currentlyOwed { minorUnits } credit { minorUnits } } } } }', { id: client!.id },
    );
    expect(statement.balances).toEqual([{ currentlyOwed: { minorUnits: 500 }, credit: { minorUnits: 0 } }]);
    expect(periodStatement.closing.minorUnits).toBe(500);
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Pacific/Honolulu' }).format(new Date());
    expect(await rows(portal, 'select distinct received_on::text as on from payment where client_id = $1 order by 1', [client!.id])).toEqual([{ on: day(-15) }, { on: today }]);
    expect(await rows(portal, 'select issue_date::text as on from invoice where number = $1 and business_id = $2', ['LATER', own.business.id])).toEqual([{ on: day(9) }]);

    expect((await keepsNothing(() => run(own, 'importInvoices', `${HEADER},paid_on\nP,7,${day(-9)},,EUR,x,1,1.00,0,paid,${day(3)}`))).errors).toEqual([
      { row: 2, column: 'paid_on', message: `${day(3)} is still to come; expected the day on which it was paid.` },
    ]);
    expect(await runCli(['ledger', 'verify'], env(), () => {})).toBe(0);
  });

  test('whose number is taken are refused, also by one that was sent here', async () => {
    expect((await keepsNothing(() => run(firm, 'importInvoices', `${HEADER}\nS-1,8,2026-01-01,,EUR,x,1,1.00,0,sent`))).errors).toEqual([
      { row: 2, column: 'number', message: 'Invoice S-1 is here already.' },
    ]);
  });

  test('leave the numbers that follow behind them', async () => {
    const own = await aFirm();
    await run(own, 'importClients', CLIENTS);
    await run(own, 'importInvoices', [HEADER, ...['INV-2026-0041', 'INV-2026-0007', 'OLD-99', 'INV-2025-0300'].map((number) => `${number},7,${/2025/.test(number) ? '2025' : '2026'}-01-01,,EUR,x,1,1.00,0,paid`)].join('\n'));
    const [client] = await rows<{ id: string }>(portal, `select id from client where business_id = $1 and external_id = '7'`, [own.business.id]);
    const customer = { client: client as never };
    expect((await aSentInvoice(own, customer, { issueDate: '2026-05-01', dueDate: '2026-05-01' })).number).toBe('INV-2026-0042');
    expect((await aSentInvoice(own, customer, { issueDate: '2025-12-01', dueDate: '2025-12-01' })).number).toBe('INV-2025-0301');
    expect((await aSentInvoice(own, customer, { issueDate: '2027-01-01', dueDate: '2027-01-01' })).number).toBe('INV-2027-0001');
    expect(await run(own, 'importInvoices', `${HEADER}\nINV-2026-0042,7,2026-01-01,,EUR,x,1,1.00,0,sent`)).toMatchObject({ imported: 0, errors: [{ column: 'number' }] });
  });

  test("of one business's clients are unknown to another", async () => {
    const other = await aFirm();
    expect((await keepsNothing(() => run(other, 'importInvoices', `${HEADER}\nX,7,2026-01-01,,EUR,x,1,1.00,0,sent`))).errors).toMatchObject([{ column: 'client_external_id' }]);
  });
});

describe('a file of another program', () => {
  const FRESHBOOKS = [
    'Client Name;Invoice #;Date Issued;Date Due;Item Name;Rate;Quantity;Discount Percentage;Tax 1 Type;Tax %;Line Total;Currency;Invoice Status',
    'ACME LTD;FB-1;31/01/2026;14/02/2026;Design;1.234,50;1,5;10;VAT;19 %;x;EUR;Sent',
    'Acme Ltd;FB-1;31/01/2026;14/02/2026;Hosting;10,00;2;;;;x;EUR;sent',
    'Beta GmbH;FB-2;02/02/2026;;Print;100,00;1;;Reverse charge;0;x;EUR;overdue',
  ].join('\r\n');

  interface Preview { columns: string[]; rows: number; sample: string[][]; fields: { name: string; isRequired: boolean; suggestedColumn: string | null }[] }
  const preview = async ({ owner }: Firm, kind: string, csv: string) =>
    (await owner.get<{ previewImport: Preview }>(
      'query ($kind: ImportKind!, $csv: String!) { previewImport(kind: $kind, csv: $csv) { columns rows sample fields { name label isRequired suggestedColumn } } }', { kind, csv },
    )).previewImport;
  const mappingOf = ({ fields }: Preview) => fields.flatMap(({ name, suggestedColumn }) => (suggestedColumn ? [{ field: name, column: suggestedColumn }] : []));

  test('shows its columns, what they seem to mean, and its first rows', async () => {
    const shown = await preview(await aFirm(), 'INVOICES', FRESHBOOKS);
    expect(shown).toMatchObject({ rows: 3, columns: expect.arrayContaining(['Invoice #', 'Tax %']) as string[] });
    expect(shown.sample[0]?.slice(0, 4)).toEqual(['ACME LTD', 'FB-1', '31/01/2026', '14/02/2026']);
    expect(shown.fields.filter(({ isRequired }) => isRequired).map(({ name }) => name)).toEqual(['number', 'issue_date', 'line_description', 'unit_price']);
    expect(Object.fromEntries(mappingOf(shown).map(({ field, column }) => [field, column]))).toEqual({
      number: 'Invoice #', client_name: 'Client Name', issue_date: 'Date Issued', due_date: 'Date Due', currency: 'Currency', line_description: 'Item Name',
      quantity: 'Quantity', unit_price: 'Rate', discount_percent: 'Discount Percentage', tax_name: 'Tax 1 Type', tax_rate: 'Tax %', status: 'Invoice Status',
    });
  });

  test('is imported as it is matched: day before month, decimal commas, discounts and named taxes', async () => {
    const firm = await aFirm();
    await run(firm, 'importClients', CLIENTS);
    const mapping = mappingOf(await preview(firm, 'INVOICES', FRESHBOOKS));
    expect(await run(firm, 'importInvoices', FRESHBOOKS, false, { mapping, fileName: 'freshbooks.csv' })).toEqual({ rows: 3, imported: 2, errors: [] });
    const { invoices } = await firm.owner.get<{ invoices: { edges: { node: object }[] } }>(
      '{ invoices(sort: { field: ISSUE_DATE, direction: ASC }) { edges { node { number issueDate client { name } total { minorUnits } lines { amount { minorUnits } } taxes { name rate } } } } }',
    );
    expect(invoices.edges.map(({ node }) => node)).toEqual([
      // 1234.50 × 1.5 = 1851.75, less 10 % is 1666.57 (half a cent up: 185.18 off), 19 % of it is 316.65; and 20.00.
      { number: 'FB-1', issueDate: '2026-01-31', client: { name: 'Acme Ltd' }, total: { minorUnits: 166_657 + 31_665 + 2_000 }, lines: [{ amount: { minorUnits: 166_657 } }, { amount: { minorUnits: 2_000 } }], taxes: [{ name: 'VAT', rate: '19' }] },
      { number: 'FB-2', issueDate: '2026-02-02', client: { name: 'Beta GmbH' }, total: { minorUnits: 10_000 }, lines: [{ amount: { minorUnits: 10_000 } }], taxes: [{ name: 'Reverse charge', rate: '0' }] },
    ]);
    const { importBatches } = await firm.owner.get<{ importBatches: object[] }>('{ importBatches { kind fileName rowCount imported by undoneAt undoRefusal } }');
    expect(importBatches).toMatchObject([
      { kind: 'INVOICES', fileName: 'freshbooks.csv', rowCount: 3, imported: 2, by: `${firm.business.name} owner`, undoneAt: null, undoRefusal: null },
      { kind: 'CLIENTS', imported: 2, undoRefusal: 'Acme Ltd has invoices.' },
    ]);
  });

  test('has its errors named by its own columns, every one', async () => {
    const firm = await aFirm();
    await run(firm, 'importClients', CLIENTS);
    const csv = 'Nr,Kunde,Datum,Text,Preis\n1,Acme Ltd,2026-02-30,x,1.00\n2,Nobody,2026-02-01,,abc\n3,Acme Ltd,03/04/2026,x,1\n';
    const mapping = [['number', 'Nr'], ['client_name', 'Kunde'], ['issue_date', 'Datum'], ['line_description', 'Text'], ['unit_price', 'Preis']].map(([field, column]) => ({ field, column }));
    const { errors } = await run(firm, 'importInvoices', csv, true, { mapping });
    expect(errors.map(({ row, column }) => [row, column])).toEqual([[2, 'Datum'], [3, 'Text'], [3, 'Preis'], [3, 'Kunde'], [4, 'Datum']]);
    expect(errors[4]?.message).toContain('3 April 2026 or 4 March 2026');
    const good = csv.split('\n').filter((_, index) => index === 0 || index === 3).join('\n');
    expect((await run(firm, 'importInvoices', good, true, { mapping, format: { dateOrder: 'MONTH_FIRST' } })).errors).toEqual([]);
    expect((await run(firm, 'importInvoices', good.replace('Acme Ltd', 'Nobody'), true, { mapping, format: { dateOrder: 'MONTH_FIRST' } })).errors).toMatchObject([{ row: 2, column: 'Kunde' }]);
  });

  test.each([
    [[{ field: 'nonsense', column: 'Nr' }], 'knows no field'],
    [[{ field: 'number', column: 'nr' }], 'no column "nr"'],
    [[{ field: 'number', column: 'Nr' }, { field: 'number', column: 'Text' }], 'Two columns'],
  ])('cannot be matched to %j', async (mapping, message) => {
    const { owner } = await aFirm();
    const { errors } = await owner.ask('mutation ($csv: String!, $mapping: [ColumnMappingInput!]) { importInvoices(csv: $csv, mapping: $mapping, dryRun: true) { rows } }', { csv: 'Nr,Text\n1,x\n', mapping });
    expect(errors).toMatchObject([{ message: expect.stringContaining(message) as string, extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('must have a column for what every row needs', async () => {
    expect((await run(await aFirm(), 'importClients', 'Mail,Firma\na@x.example,A\n', true, { mapping: [{ field: 'company', column: 'Firma' }] })).errors).toEqual([
      { row: 1, column: null, message: 'No column is matched to "E-mail address", which every row needs.' },
    ]);
  });
});

describe('an import that was a mistake', () => {
  const FILE = [
    HEADER, 'S-1,7,2026-01-01,2199-01-01,EUR,x,2,10.00,19,sent', 'P-1,7,2026-01-02,,EUR,x,1,5.00,0,paid',
    'V-1,8,2026-01-03,,EUR,x,1,7.00,0,void', 'D-1,8,2026-01-04,,EUR,x,1,9.00,0,draft',
  ].join('\n');
  interface Batch { id: string; kind: string; undoneAt: string | null; undoRefusal: string | null }
  const batches = async ({ owner }: Firm) => (await owner.get<{ importBatches: Batch[] }>('{ importBatches { id kind undoneAt undoRefusal } }')).importBatches;
  const undo = ({ owner }: Firm, id: string) => owner.ask<{ undoImport: Batch }>('mutation ($id: ID!) { undoImport(id: $id) { id undoneAt undoRefusal } }', { id });
  const seen = async ({ owner }: Firm) => owner.get<object>('{ invoices { totalCount } clients { totalCount edges { node { statement { balances { currentlyOwed { minorUnits } lifetimePaid { minorUnits } } } } } } }');
  const importBoth = async (firm: Firm) => {
    await run(firm, 'importClients', CLIENTS);
    expect(await run(firm, 'importInvoices', FILE)).toMatchObject({ imported: 4, errors: [] });
  };
  const idOf = async (firm: Firm, number: string) => (await rows<{ id: string }>(portal, 'select id from invoice where business_id = $1 and number = $2', [firm.business.id, number]))[0]!.id;

  test('is undone, invoices and then clients; the ledger agrees, and the same files come in again', async () => {
    const firm = await aFirm();
    await importBoth(firm);
    const before = await seen(firm);
    const [invoices, clients] = await batches(firm);
    expect([invoices?.undoRefusal, clients?.undoRefusal]).toEqual([null, 'Acme Ltd has invoices.']);
    expect((await undo(firm, clients!.id)).errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);

    const { data } = await undo(firm, invoices!.id);
    expect(data?.undoImport).toMatchObject({ undoneAt: expect.any(String) as string, undoRefusal: 'It was undone already.' });
    expect(await seen(firm)).toEqual({
      invoices: { totalCount: 0 },
      clients: { totalCount: 2, edges: [{ node: { statement: { balances: [{ currentlyOwed: { minorUnits: 0 }, lifetimePaid: { minorUnits: 0 } }] } } }, { node: { statement: { balances: [{ currentlyOwed: { minorUnits: 0 }, lifetimePaid: { minorUnits: 0 } }] } } }] },
    });
    expect(await runCli(['ledger', 'verify'], env(), () => {})).toBe(0);
    expect((await undo(firm, invoices!.id)).errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);

    expect((await undo(firm, clients!.id)).errors).toBeUndefined();
    expect(await seen(firm)).toEqual({ invoices: { totalCount: 0 }, clients: { totalCount: 0, edges: [] } });

    await importBoth(firm);
    expect(await seen(firm)).toEqual(before);
    expect(await runCli(['ledger', 'verify'], env(), () => {})).toBe(0);
  });

  test('leaves each day of the ledger as if it had never been', async () => {
    const firm = await aFirm();
    await importBoth(firm);
    await undo(firm, (await batches(firm))[0]!.id);
    const days = await rows(portal, 'select occurred_on, sum(owed_change)::int as owed, sum(paid_change)::int as paid from ledger_entry where business_id = $1 group by 1 having sum(owed_change) <> 0 or sum(paid_change) <> 0', [firm.business.id]);
    expect(days).toEqual([]);
  });

  test('is hidden from the client, too', async () => {
    const firm = await aFirm();
    await importBoth(firm);
    const [contact] = await rows<{ email: string }>(portal, `select email from contact where business_id = $1 and email like 'ada%'`, [firm.business.id]);
    const links: string[] = [];
    await runCli(['client-link', contact!.email], env(), (line) => links.push(line));
    const ada = new Person(portal, 'portal');
    await ada.open(/http\S+/.exec(links.find((line) => line.includes(`of ${firm.business.name}:`))!)![0]);
    const id = await idOf(firm, 'S-1');
    expect(await ada.get('query ($id: ID!) { invoice(id: $id) { number } invoices { totalCount } }', { id })).toMatchObject({ invoices: { totalCount: 2 } });
    await undo(firm, (await batches(firm))[0]!.id);
    expect(await ada.refusal('query ($id: ID!) { invoice(id: $id) { number } }', { id })).toBe('NOT_FOUND');
    expect(await ada.get('{ invoices { totalCount } }')).toEqual({ invoices: { totalCount: 0 } });
    expect(await ada.fetch(`/files/invoices/${id}.pdf`)).toMatchObject({ status: 404 });
    // She has signed in, so her client stays.
    expect((await batches(firm)).find(({ kind }) => kind === 'CLIENTS')?.undoRefusal).toBe('Acme Ltd has signed in.');
  });

  test.each<[string, string, (firm: Firm) => Promise<unknown>]>([
    ['mailed', 'was mailed since', async (firm) => firm.owner.get('mutation ($id: ID!) { resendInvoice(input: { id: $id }) { id } }', { id: await idOf(firm, 'S-1') })],
    ['paid', 'was changed since', async (firm) => firm.owner.get('mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 1, method: CASH, sendReceipt: false }) { id } }', { id: await idOf(firm, 'S-1') })],
    ['credited', 'was credited since', async (firm) => firm.owner.get('mutation ($id: ID!) { issueCreditNote(input: { invoiceId: $id }) { id } }', { id: await idOf(firm, 'P-1') })],
    ['pulled back', 'was changed since', async (firm) => firm.owner.get('mutation ($id: ID!) { pullBackInvoice(id: $id) { id } }', { id: await idOf(firm, 'S-1') })],
    ['made void', 'was changed since', async (firm) => firm.owner.get('mutation ($id: ID!) { voidInvoice(id: $id) { id } }', { id: await idOf(firm, 'S-1') })],
    ['asked about', 'has a ticket about it', async (firm) => firm.owner.get('mutation ($id: ID!, $client: ID!) { openTicket(input: { invoiceId: $id, clientId: $client, subject: "x", message: "x" }) { id } }', { id: await idOf(firm, 'S-1'), client: (await rows<{ id: string }>(portal, `select id from client where business_id = $1 and external_id = '7'`, [firm.business.id]))[0]!.id })],
  ])('stays once an invoice of it was %s', async (_, reason, act) => {
    const firm = await aFirm();
    await importBoth(firm);
    await act(firm);
    const [invoices] = await batches(firm);
    expect(invoices?.undoRefusal).toContain(reason);
    const { errors } = await keepsNothing(() => undo(firm, invoices!.id));
    expect(errors).toMatchObject([{ message: expect.stringContaining(reason) as string, extensions: { code: 'CONFLICT' } }]);
  });

  test("leaves clients that were here before, and numbers that it skipped", async () => {
    const firm = await aFirm();
    await run(firm, 'importClients', CLIENTS);
    await run(firm, 'importClients', CLIENTS.replace('Acme Ltd', 'Acme AB'));
    expect((await batches(firm))[0]?.undoRefusal).toBe('It added no client, and only brought up to date what was here.');

    await run(firm, 'importInvoices', `${HEADER}\nINV-2026-0041,7,2026-01-01,,EUR,x,1,1.00,0,sent`);
    await undo(firm, (await batches(firm))[0]!.id);
    const [client] = await rows<{ id: string }>(portal, `select id from client where business_id = $1 and external_id = '7'`, [firm.business.id]);
    expect((await aSentInvoice(firm, { client: client as never }, { issueDate: '2026-05-01', dueDate: '2026-05-01' })).number).toBe('INV-2026-0042');
  });

  test("is nobody else's to undo", async () => {
    const firm = await aFirm();
    await importBoth(firm);
    const [invoices] = await batches(firm);
    expect((await undo(await aFirm(), invoices!.id)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });
});

const env = () => ({ DATABASE_URL: portal.config.databaseUrl, PORTAL_URL: portal.url });

describe('the command line', () => {
  const file = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const cli = async (...args: string[]) => {
    const printed: string[] = [];
    return { code: await runCli(args, env(), (line) => printed.push(line)), printed: printed.join('\n') };
  };

  test('keeps nothing of good clients when the invoices are bad', async () => {
    const { business } = await aFirm();
    const bad = file('bad.csv', `${HEADER}\n1,7,2026-01-01,,EUR,x,1,1.00,0,sent\n2,7,2026-02-30,,EUR,x,1,1.00,0,sent\n`);
    const { code, printed } = await keepsNothing(() => cli('import', '--business', business.name, file('clients.csv', CLIENTS), bad));
    expect(code).toBe(1);
    expect(printed).toContain(`${bad}:3 (issue_date): "2026-02-30" is not a date`);
    expect(printed).toContain('nothing was imported');
  });

  test('imports both, and in a dry run neither', async () => {
    const { business } = await aFirm();
    const [clients, invoices] = [file('clients.csv', CLIENTS), file('invoices.csv', `${HEADER}\n1,7,2026-01-01,,EUR,x,1,1.00,0,sent\n`)];
    expect(await keepsNothing(() => cli('import', '--business', business.id, '--dry-run', clients, invoices))).toMatchObject({ code: 0, printed: expect.stringContaining('Dry run: nothing was kept.') });
    expect(await cli('import', '--business', business.id, clients, invoices)).toEqual({ code: 0, printed: `${clients}: 2 clients from 2 rows\n${invoices}: 1 invoices from 1 rows` });
    expect(await rows(portal, 'select number from invoice where business_id = $1', [business.id])).toEqual([{ number: '1' }]);
  });

  test.each([
    ['no business', ['import', 'clients.csv']],
    ['a business that is not there', ['import', '--business', 'Nobody', 'clients.csv']],
    ['a file that is not there', ['import', '--business', 'Firm 1', '/nowhere/clients.csv']],
    ['an unknown command', ['frobnicate']],
    ['an owner without an address', ['create-business', 'New', 'not-an-address']],
  ])('refuses %s with a sentence and the exit code 1', async (_, args) => {
    const { code, printed } = await keepsNothing(() => cli(...args));
    expect(code).toBe(1);
    expect(printed).toMatch(/Usage|There is no business|cannot be read|There is no command|is not an e-mail address/);
  });

  test('creates a business whose owner signs in by the printed link, once', async () => {
    const { printed } = await cli('create-business', 'Brand New', 'ada@brandnew.example');
    const link = /http\S+/.exec(printed)![0];
    const answers = [await fetch(link, { method: 'POST', redirect: 'manual' }), await fetch(link, { method: 'POST', redirect: 'manual' })];
    expect(answers.map(({ status }) => status)).toEqual([303, 410]);
  });
});

const CHINOOK = fileURLToPath(new URL('../../../shared/data/chinook/', import.meta.url));
const hasChinook = existsSync(CHINOOK);

test.skipIf(!hasChinook)(hasChinook ? 'real data of 59 clients and 412 invoices agrees to the cent' : 'real data, skipped: data not here', async () => {
  const firm = await aFirm();
  const printed: string[] = [];
  expect(await runCli(['import', '--business', firm.business.id, `${CHINOOK}clients.csv`, `${CHINOOK}invoices.csv`], env(), (line) => printed.push(line))).toBe(0);
  expect(printed).toEqual([expect.stringContaining('59 clients'), expect.stringContaining('412 invoices from 2240 rows')]);

  interface Answer { clients: { totalCount: number; edges: { node: { statement: { balances: { currency: string; currentlyOwed: { minorUnits: number }; lifetimePaid: { minorUnits: number } }[] } } }[] }; invoices: { totalCount: number } }
  const { clients, invoices } = await firm.owner.get<Answer>(
    '{ invoices { totalCount } clients(first: 200) { totalCount edges { node { statement { balances { currency currentlyOwed { minorUnits } lifetimePaid { minorUnits } } } } } } }',
  );
  expect([clients.totalCount, invoices.totalCount]).toEqual([59, 412]);
  const balances = clients.edges.flatMap(({ node }) => node.statement.balances);
  expect(new Set(balances.map(({ currency }) => currency))).toEqual(new Set(['USD']));
  expect(balances.reduce((sum, { currentlyOwed, lifetimePaid }) => sum + currentlyOwed.minorUnits + lifetimePaid.minorUnits, 0)).toBe(232_860);
  expect(await runCli(['ledger', 'verify'], env(), () => {})).toBe(0);
}, 120_000);

describe('an import beside others', () => {
  const aFirmWithClients = async () => {
    const firm = await aFirm();
    await run(firm, 'importClients', CLIENTS);
    const [client] = await rows<{ id: string }>(portal, `select id from client where business_id = $1 and external_id = '7'`, [firm.business.id]);
    return { firm, customer: { client: client as never } };
  };

  test.each([
    ['INV-2026-2147483647', 'INV-2026-0001'],
    ['INV-2026-100000000', 'INV-2026-0001'],
    ['INV-2026-99999999', 'INV-2026-100000000'],
  ])('of the number %s is followed by %s', async (number, next) => {
    const { firm, customer } = await aFirmWithClients();
    expect(await run(firm, 'importInvoices', `${HEADER}\n${number},7,2026-01-01,,EUR,x,1,1.00,0,sent`)).toMatchObject({ imported: 1, errors: [] });
    expect((await aSentInvoice(firm, customer, { issueDate: '2026-05-01', dueDate: '2026-05-01' })).number).toBe(next);
  });

  test('takes the series of numbers before it touches a balance, as sending does', async () => {
    const { firm, customer } = await aFirmWithClients();
    await aSentInvoice(firm, customer, { issueDate: '2026-05-01', dueDate: '2026-05-01' });
    const sender = new Client({ connectionString: portal.adminDatabaseUrl });
    await sender.connect();
    try {
      await sender.query('begin');
      await sender.query('select from number_sequence where business_id = $1 for update', [firm.business.id]);
      const imported = run(firm, 'importInvoices', `${HEADER}\nINV-2026-0050,7,2026-01-01,,EUR,x,1,1.00,0,sent`);
      await vi.waitUntil(async () => (await rows(portal, `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).length > 0, 10_000);
      expect((await sender.query('select from client_balance where business_id = $1 for update nowait', [firm.business.id])).rowCount).toBe(1);
      await sender.query('commit');
      expect(await imported).toMatchObject({ imported: 1, errors: [] });
    } finally {
      await sender.end();
    }
  });

  test('of the same invoices imports them once, and says the second time that they are here', async () => {
    const { firm } = await aFirmWithClients();
    const csv = [HEADER, ...Array.from({ length: 30 }, (_, index) => `TWICE-${index},7,2026-01-01,,EUR,x,1,1.00,0,sent`)].join('\n');
    const reports = await Promise.all([run(firm, 'importInvoices', csv), run(firm, 'importInvoices', csv)]);
    expect(reports.map(({ imported }) => imported).toSorted((a, b) => a - b)).toEqual([0, 30]);
    const { errors } = reports.find(({ imported }) => imported === 0)!;
    expect(errors).toHaveLength(30);
    expect(errors[0]).toEqual({ row: 2, column: 'number', message: 'Invoice TWICE-0 is here already.' });
  });

  test('of the same clients adds them once', async () => {
    const firm = await aFirm();
    const csv = ['external_id,company,email', ...Array.from({ length: 30 }, (_, index) => `${index},Client ${index},c${index}@x.example`)].join('\n');
    expect(await Promise.all([run(firm, 'importClients', csv), run(firm, 'importClients', csv)])).toMatchObject([{ imported: 30, errors: [] }, { imported: 30, errors: [] }]);
    expect(await firm.owner.get('{ clients { totalCount } }')).toEqual({ clients: { totalCount: 30 } });
  });
});

describe('a long file of errors', () => {
  const LENGTH = 13_345;
  const clients = `external_id,company,email\n${'1,A,no-address\n'.repeat(LENGTH).replaceAll(/^1/gm, '')}`;
  const invoices = [HEADER, ...Array.from({ length: LENGTH }, (_, index) => `N-${index},99,2026-01-01,,EUR,x,1,1.00,0,sent`)].join('\n');

  test.each([['importClients', clients], ['importInvoices', invoices]] as const)('is answered by %s with the first thousand, and how many more there are', async (what, csv) => {
    const { errors, ...report } = await run(await aFirm(), what, csv);
    expect(report).toEqual({ rows: LENGTH, imported: 0 });
    expect(errors.map(({ row }) => row)).toEqual(Array.from({ length: 1_001 }, (_, index) => index + 2));
    expect(errors.at(-1)).toEqual({ row: 1_002, column: null, message: '… and 12,345 more errors.' });
  });

  test.each([['clients', () => readClientsCsv(clients)], ['invoices', () => readInvoicesCsv(invoices)]] as const)('of %s leaves turns to others while it is read', async (_, read) => {
    const state = { isRead: false, turns: 0 };
    const reading = Promise.resolve(read()).then(() => Object.assign(state, { isRead: true }));
    while (!state.isRead) {
      state.turns += 1;
      await setImmediate();
    }
    await reading;
    expect(state.turns).toBeGreaterThanOrEqual(6);
  });
});
