import { copyInto } from './support/copy.ts';
import { idOf, tablesOf, type BusinessWanted } from './support/big-business.ts';
import { execute, startPostgres, type Database, type Postgres } from './support/postgres.ts';
import { cpuOf, familyOf } from './support/processes.ts';
import { startProduct, type Product, type Visitor } from './support/product.ts';
import { Report } from './support/report.ts';
import { quantile, startMeters, timed, type Meters } from './support/rounds.ts';

const EACH = 1_000;
/** Not measured: they warm the server up. */
const WARM_UP = 50;
const DRAFTS: BusinessWanted = {
  place: 1, name: 'Sender', ownerEmail: 'owner@sender.example', clients: 200, years: 1 / 365, invoices: 3 * EACH + 2 * WARM_UP, lines: 3, percent: { DRAFT: 100, SENT: 0, PART_PAID: 0, VOID: 0 },
};
const SEND = 'mutation ($input: SendInvoiceInput!) { sendInvoice(input: $input) { id number status } }';

const report = new Report('send');
const postgres = await startPostgres();
try {
  await measure(postgres);
  report.write();
} finally {
  await postgres.drop('send');
  await postgres.stop();
}

async function measure(postgres: Postgres): Promise<void> {
  const database = await postgres.database('send', { fresh: true });
  await copyInto(database, tablesOf(DRAFTS));
  const drafts = Array.from({ length: DRAFTS.invoices }, (_, index) => idOf(DRAFTS.place, 'invoice', index * 8));
  const take = (count: number) => drafts.splice(0, count);

  // Without jobs first, so that the mutations are seen alone.
  const alone = await withProduct(postgres, database, false, async (sender, meters) => {
    await sending(sender, take(WARM_UP), 8, meters);
    return [
      { '': `${EACH} sent, 1 at a time`, ...(await sending(sender, take(EACH), 1, meters)) },
      { '': `${EACH} sent, 8 at a time`, ...(await sending(sender, take(EACH), 8, meters)) },
    ];
  });
  report.table('Sending, while no jobs run', alone);

  const [backlog, both] = await withProduct(postgres, database, true, async (sender, meters, product) => {
    const backlog = await draining(database, product, meters, 2 * EACH + WARM_UP);
    await sending(sender, take(WARM_UP), 8, meters);
    await draining(database, product, meters, WARM_UP);
    const sent = await sending(sender, take(EACH), 8, meters);
    const rest = await draining(database, product, meters, EACH);
    return [backlog, { ...sent, 'after the last, all out in s': rest['seconds'] }] as const;
  });
  report.table('Then the jobs: until every mail is out and every PDF stored', [{ '': `${2 * EACH + WARM_UP} mails and PDFs`, ...backlog }]);
  report.table('All in one process', [{ '': `${EACH} sent, 8 at a time`, ...both }]);
  await mustBeConsecutive(database);
}

async function withProduct<T>(postgres: Postgres, database: Database, runsJobs: boolean, work: (sender: Visitor, meters: Meters, product: Product) => Promise<T>): Promise<T> {
  const product = await startProduct(database, { runsJobs });
  try {
    const { pid } = product;
    const meters = { server: () => cpuOf([pid]), Chromium: () => cpuOf(familyOf(pid).slice(1)), postgres: () => cpuOf(familyOf(postgres.pid)) };
    return await work(await product.signIn(DRAFTS.ownerEmail), meters, product);
  } finally {
    await product.stop();
  }
}

async function sending(sender: Visitor, ids: string[], atOnce: number, meters: Meters) {
  const times: number[] = [];
  const waiting = [...ids];
  const spent = startMeters(meters);
  const worker = async () => {
    for (let id = waiting.pop(); id; id = waiting.pop()) times.push(await timed(() => sender(SEND, { input: { id } })));
  };
  const looking = setInterval(spent, 250);
  const took = await timed(() => Promise.all(Array.from({ length: atOnce }, worker)));
  clearInterval(looking);
  return { 'a second': (ids.length / took) * 1000, 'p50 ms': quantile(times, 0.5), 'p99 ms': quantile(times, 0.99), ...cpuOfEach(spent(), ids.length) };
}

/** Until nothing is left to be mailed or rendered. Each mail must have reached the provider. */
async function draining(database: Database, { postmark }: Product, meters: Meters, count: number) {
  const spent = startMeters(meters);
  const seconds = (await timed(() => untilDrained(database, spent))) / 1000;
  if (postmark.messages().length < Math.min(count, 500)) throw new Error(`Only ${postmark.messages().length} mails arrived.`);
  return { seconds, 'a second': count / seconds, ...cpuOfEach(spent(), count) };
}

async function untilDrained({ adminUrl }: Database, look: () => void): Promise<void> {
  for (;;) {
    look();
    const [{ mails, pdfs } = { mails: 1, pdfs: 1 }] = await execute<{ mails: number; pdfs: number }>(
      adminUrl,
      `select (select count(*)::int from dispatch where state = 'QUEUED') as mails, (select count(*)::int from document_revision where pdf_file_id is null) as pdfs`,
    );
    if (mails === 0 && pdfs === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function cpuOfEach(spent: Record<string, number>, count: number): Record<string, number> {
  return Object.fromEntries(Object.entries(spent).map(([name, ms]) => [`CPU ${name} ms`, ms / count]));
}

/** What counts more than speed: no number is missing or given twice. */
async function mustBeConsecutive({ adminUrl }: Database): Promise<void> {
  const periods = await execute<{ first: number; last: number; count: number }>(
    adminUrl,
    `select min(n)::int as first, max(n)::int as last, count(distinct n)::int as count
     from (select extract(year from issue_date) as year, split_part(number, '-', 3)::int as n from invoice where number is not null) s group by year`,
  );
  const sent = periods.reduce((sum, { count }) => sum + count, 0);
  if (sent !== DRAFTS.invoices || periods.some(({ first, last, count }) => last - first + 1 !== count)) throw new Error(`Numbers are not consecutive: ${JSON.stringify(periods)}`);
}
