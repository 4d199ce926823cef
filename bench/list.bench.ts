import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Cli from '../graphql-server/src/cli.ts';
import { built, root } from './support/built.ts';
import { idOf, tablesOf, type BusinessWanted } from './support/big-business.ts';
import { copyInto } from './support/copy.ts';
import { startPostgres, type Postgres } from './support/postgres.ts';
import { cpuOf, familyOf } from './support/processes.ts';
import { startProduct, type Visitor } from './support/product.ts';
import { Report } from './support/report.ts';
import { inRounds, type Measured, type Target } from './support/rounds.ts';

const BIG: BusinessWanted = { place: 1, name: 'Big', ownerEmail: 'owner@big.example', clients: 5_000, years: 6, invoices: 400_000, percent: { DRAFT: 2, SENT: 8, PART_PAID: 2, VOID: 3 } };
/** Large enough that each filter still finds a full page. */
const SMALL: BusinessWanted = { place: 2, name: 'Small', ownerEmail: 'owner@small.example', clients: 2, years: 6, invoices: 200, percent: { DRAFT: 5, SENT: 45, PART_PAID: 5, VOID: 5 } };

const FIRST = 50;
const DEEP = 200;
const ROUNDS = { rounds: 6, perRound: 8 };
/** Of those that are known to read more than a page. */
const FEW_ROUNDS = { rounds: 3, perRound: 2 };

/** What a row of the table shows, in one statement of its own each: invoices, then their clients. */
const LIST = listQuery('id number status issueDate dueDate client { id name } total { minorUnits currency } balance { minorUnits currency }');
const LIST_AND_COUNT = LIST.replace('pageInfo', 'totalCount pageInfo');
const IDS = listQuery('id');
/** The very operation of the dashboard. */
const dashboard = readFileSync(join(root, 'admin-web', 'src', 'routes', '(app)', 'invoices', 'invoices.graphql'), 'utf8');
const DASHBOARD = /fragment[^]*?\n}\n/.exec(dashboard)![0] + /query Invoices\([^]*?\n}\n/.exec(dashboard)![0].replace(/ *totalCount\n/, '');

function listQuery(fields: string): string {
  return `query ($first: Int! = ${FIRST}, $after: String, $sort: InvoiceSort, $filter: InvoiceFilter) {
    invoices(first: $first, after: $after, sort: $sort, filter: $filter) { pageInfo { hasNextPage endCursor } edges { node { ${fields} } } }
  }`;
}

interface Listed { invoices: { totalCount?: number; pageInfo: { endCursor: string }; edges: { node: { id: string } }[] } }
interface View { sort?: { field: string; direction: string }; filter?: Record<string, unknown> }

const sorts = ['ISSUE_DATE', 'DUE_DATE', 'NUMBER', 'TOTAL', 'STATUS'].map((field) => ({ field, direction: 'DESC' }));
const thisYear = new Date().getFullYear();
const filters: Record<string, (of: BusinessWanted) => Record<string, unknown>> = {
  'status OVERDUE': () => ({ status: ['OVERDUE'] }),
  'status PAID': () => ({ status: ['PAID'] }),
  'one client': ({ place }) => ({ clientId: idOf(place, 'client', 0) }),
  'currency and amount': () => ({ currency: 'EUR', minTotal: 500_000, maxTotal: 2_000_000 }),
  'dates': () => ({ from: `${thisYear - 2}-01-01`, to: `${thisYear - 1}-12-31` }),
};
const texts: Record<string, string> = { 'text of many': 'design', 'text of one': `INV-${thisYear - 1}-`, 'text of none': 'zanzibar' };

const report = new Report('list');
const postgres = await startPostgres();
try {
  await measure(postgres);
  report.write();
} finally {
  await postgres.stop();
}

async function measure(postgres: Postgres): Promise<void> {
  const database = await loadedDatabase(postgres);
  const product = await startProduct(database);
  try {
    const big = await product.signIn(BIG.ownerEmail);
    const small = await product.signIn(SMALL.ownerEmail);
    const meters = { server: () => cpuOf(familyOf(product.pid)), postgres: () => cpuOf(familyOf(postgres.pid)) };

    for (const [title, query] of [['a row as the dashboard asks for it', DASHBOARD], ['a row with its client', LIST]] as const) {
      const targets = [await page(small, 'small, page 1', query, {}), await page(big, 'big, page 1', query, {}), await page(big, `big, page ${DEEP}`, query, {}, DEEP)];
      report.table(`First ${FIRST} invoices, ${title}`, ratios(await inRounds(targets, meters, ROUNDS)));
    }
    for (const sort of sorts) {
      const targets = [await page(small, 'small, page 1', LIST, { sort }), await page(big, 'big, page 1', LIST, { sort }), await page(big, `big, page ${DEEP}`, LIST, { sort }, DEEP)];
      report.table(`Sorted by ${sort.field}`, ratios(await inRounds(targets, meters, ROUNDS)));
    }
    for (const [name, filter] of Object.entries(filters)) {
      for (const sort of [sorts[0]!, sorts[3]!]) {
        const targets = [await page(small, 'small, page 1', LIST, { sort, filter: filter(SMALL) }), await page(big, 'big, page 1', LIST, { sort, filter: filter(BIG) })];
        report.table(`Filtered by ${name}, sorted by ${sort.field}`, ratios(await inRounds(targets, meters, ROUNDS)));
      }
    }
    for (const [name, text] of Object.entries(texts)) {
      const targets = [await page(small, 'small, page 1', LIST, { filter: { text } }, 1, 0), await page(big, 'big, page 1', LIST, { filter: { text } }, 1, 0)];
      report.table(`Filtered by ${name}`, ratios(await inRounds(targets, meters, FEW_ROUNDS)));
    }
    for (const [name, filter] of [['everything', () => ({})], ...Object.entries(filters), ['text of many', () => ({ text: texts['text of many'] })]] as const) {
      const targets = [
        await page(small, 'small, with count', LIST_AND_COUNT, { filter: filter(SMALL) }), await page(big, 'big, without', LIST, { filter: filter(BIG) }),
        await page(big, 'big, with count', LIST_AND_COUNT, { filter: filter(BIG) }),
      ];
      report.table(`totalCount of ${name}`, ratios(await inRounds(targets, meters, FEW_ROUNDS)));
    }
  } finally {
    await product.stop();
  }
}

/** Loads what is not there yet. The name tells of what it was made, so that older data is never taken for it. */
async function loadedDatabase(postgres: Postgres) {
  const hash = createHash('sha256').update(JSON.stringify([BIG, SMALL]));
  const migrations = join(root, 'graphql-server', 'src', 'migrations');
  for (const file of [...readdirSync(migrations).map((name) => join(migrations, name)), join(import.meta.dirname, 'support', 'big-business.ts')]) hash.update(readFileSync(file));
  const name = `list_${hash.digest('hex').slice(0, 12)}`;
  const database = await postgres.database(name);
  if (database.isNew) {
    const began = performance.now();
    try {
      for (const business of [BIG, SMALL]) await copyInto(database, tablesOf(business));
      await mustAgree(database.url);
    } catch (error) {
      await postgres.drop(name);
      throw error;
    }
    report.step(`loaded ${BIG.invoices.toLocaleString('en')} invoices in ${Math.round((performance.now() - began) / 1000)} s; the ledger agrees`);
    await postgres.forgetOthers('list_', name);
  }
  return database;
}

async function mustAgree(url: string): Promise<void> {
  const { runCli } = await built<typeof Cli>('cli.js');
  const lines: string[] = [];
  const code = await runCli(['ledger', 'verify'], { DATABASE_URL: url }, (line) => lines.push(line));
  if (code !== 0) throw new Error(lines.slice(0, 5).join('\n'));
}

/** Answers must be full pages, also while they are measured. */
async function page(visitor: Visitor, name: string, query: string, view: View, number = 1, atLeast = FIRST): Promise<Target> {
  const after = await cursorBefore(visitor, view, number);
  const variables = { ...view, after };
  const run = async () => {
    const { data } = await visitor<Listed>(query, variables);
    if (data.invoices.edges.length < atLeast) throw new Error(`${name}: ${data.invoices.edges.length} rows for ${JSON.stringify(variables)}`);
  };
  return { name, run };
}

async function cursorBefore(visitor: Visitor, view: View, number: number): Promise<string | null> {
  let after: string | null = null;
  for (let left = (number - 1) * FIRST; left > 0; left -= 200) {
    const { data }: { data: Listed } = await visitor<Listed>(IDS, { ...view, after, first: Math.min(left, 200) });
    after = data.invoices.pageInfo.endCursor;
  }
  return after;
}

/** Against the first. */
function ratios(measured: Measured[]) {
  const cpuOfAll = ({ cpu }: Measured) => cpu['server']! + cpu['postgres']!;
  const [base] = measured;
  return measured.map((each) => ({
    '': each.name, 'p50 ms': each.p50, 'p99 ms': each.p99, 'CPU server ms': each.cpu['server']!, 'CPU postgres ms': each.cpu['postgres']!,
    'p50 ratio': each.p50 / base!.p50, 'CPU ratio': cpuOfAll(each) / cpuOfAll(base!),
  }));
}
