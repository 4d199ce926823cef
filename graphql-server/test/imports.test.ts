import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../src/cli.ts';
import { aSentInvoice } from './support/invoices.ts';
import { aBusiness, type Firm } from './support/people.ts';
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
const run = async ({ owner }: Firm, what: 'importClients' | 'importInvoices', csv: string, dryRun = false): Promise<Report> =>
  (await owner.get<Record<string, Report>>(`mutation ($csv: String!, $dryRun: Boolean!) { ${what}(csv: $csv, dryRun: $dryRun) { rows imported errors { row column message } } }`, { csv, dryRun }))[what]!;

const EVERYTHING = ['client', 'contact', 'invoice', 'invoice_line', 'invoice_revision', 'ledger_entry', 'client_balance', 'client_event', 'number_sequence', 'dispatch'];
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
