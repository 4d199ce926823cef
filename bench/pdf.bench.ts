import { launch, type Browser, type Page } from 'puppeteer-core';
import { demoServices } from '../graphql-server/dev/demo/demo-services.ts';
import type { PrintedDocument } from '../graphql-server/src/documents/printed-document.ts';
import type * as DocumentHtml from '../graphql-server/src/documents/document-html.ts';
import type * as DocumentTotals from '../graphql-server/src/documents/document-totals.ts';
import type * as Puppeteer from '../graphql-server/src/adapters/puppeteer.ts';
import type * as Chromium from '../graphql-server/src/adapters/chromium.ts';
import { built } from './support/built.ts';
import { cpuOf, familyOf, memoryOf } from './support/processes.ts';
import { cacheDir } from './support/product.ts';
import { Report } from './support/report.ts';
import { inRounds, quantile, startMeters, timed, type Meters } from './support/rounds.ts';

const { documentPage, documentPrint } = await built<typeof DocumentHtml>('documents/document-html.js');
const { documentTotals } = await built<typeof DocumentTotals>('documents/document-totals.js');
const { createPdfRenderer } = await built<typeof Puppeteer>('adapters/puppeteer.js');
const { chromiumExecutable } = await built<typeof Chromium>('adapters/chromium.js');

const RENDERS = 200;
const LONG_RENDERS = 10;
const ROUNDS = { rounds: 10, perRound: 10 };

/** Whatever this process has started. */
const browsers = () => familyOf(process.pid).slice(1);
const meters: Meters = { node: () => cpuOf([process.pid]), Chromium: () => cpuOf(browsers()) };

const report = new Report('pdf');
const renderer = createPdfRenderer({ cacheDir });
try {
  await measure();
  report.write();
} finally {
  await renderer.close();
}

async function measure(): Promise<void> {
  const invoice = anInvoice(12);
  const html = documentPage(invoice, { logo: null });
  const print = documentPrint(invoice);
  const render = () => renderer.render(html, print);
  const memory: Record<string, string | number>[] = [];
  const remember = (when: string) => memory.push({ '': when, 'node MB': process.memoryUsage().rss / 1e6, 'Chromium MB': memoryOf(browsers()) });

  remember('before the first');
  const first = await timed(render);
  for (let run = 0; run < 20; run++) await Promise.all([render(), render()]);
  remember('warm');

  const rows = [];
  for (const atOnce of [1, 2]) rows.push(await run(`12 lines, ${atOnce} at a time`, render, RENDERS, atOnce));
  remember(`after ${RENDERS * 2} more`);
  const long = anInvoice(500);
  const longHtml = documentPage(long, { logo: null });
  rows.push(await run('500 lines, 1 at a time', () => renderer.render(longHtml, print), LONG_RENDERS, 1));
  remember('after 500 lines');
  rows.push(await run('only the HTML of 12 lines', async () => documentPage(invoice, { logo: null }), RENDERS, 1));
  report.table('Rendering', rows);
  report.step(`the first one, with the start of Chromium: ${Math.round(first)} ms; ${Math.round((await render()).length / 1000)} kB, its HTML with fonts ${Math.round(html.length / 1000)} kB`);
  report.table('Memory (of Chromium: what its processes share is counted once)', memory);

  for (const [name, page] of [['12 lines', html], ['500 lines', longHtml]] as const) {
    report.table(`Against a bare Puppeteer loop over the same HTML, ${name}`, await againstBareLoop(page, print.format, () => renderer.render(page, print), name === '12 lines' ? ROUNDS : { rounds: 3, perRound: 2 }));
  }
}

async function run(name: string, work: () => Promise<unknown>, times: number, atOnce: number) {
  const latencies: number[] = [];
  const spent = startMeters(meters);
  let left = times;
  const worker = async () => {
    while (left-- > 0) latencies.push(await timed(work));
  };
  const took = await timed(() => Promise.all(Array.from({ length: atOnce }, worker)));
  const { node, Chromium } = spent();
  return {
    '': name, 'p50 ms': quantile(latencies, 0.5), 'p99 ms': quantile(latencies, 0.99), 'a second': (times / took) * 1000,
    'CPU node ms': node! / times, 'CPU Chromium ms': Chromium! / times,
  };
}

async function againstBareLoop(html: string, format: 'A4' | 'Letter', render: () => Promise<Uint8Array>, rounds: { rounds: number; perRound: number }) {
  const bare = await bareBrowser();
  try {
    const page = await bare.newPage();
    const loop = () => bareRender(page, html, format);
    const [ours, theirs] = [await render(), await loop()].map(({ length }) => length);
    if (Math.abs(ours! / theirs! - 1) > 0.02) throw new Error(`Not the same document: ${ours} bytes against ${theirs}.`);
    const measured = await inRounds([{ name: 'bare loop', run: loop }, { name: 'the renderer', run: render }], meters, rounds);
    const all = (cpu: Record<string, number>) => cpu['node']! + cpu['Chromium']!;
    const base = measured[0]!;
    return measured.map(({ name, p50, p99, cpu }) => ({
      '': name, 'p50 ms': p50, 'p99 ms': p99, 'CPU node ms': cpu['node']!, 'CPU Chromium ms': cpu['Chromium']!, 'p50 ratio': p50 / base.p50, 'CPU ratio': all(cpu) / all(base.cpu),
    }));
  } finally {
    await bare.close();
  }
}

async function bareBrowser(): Promise<Browser> {
  const { executablePath, env } = await chromiumExecutable({ cacheDir });
  return launch({ executablePath, env, headless: 'shell', pipe: true, args: ['--font-render-hinting=none', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] });
}

async function bareRender(page: Page, html: string, format: 'A4' | 'Letter'): Promise<Uint8Array> {
  await page.setContent(html, { waitUntil: 'load' });
  return page.pdf({ printBackground: true, tagged: true, outline: true, format });
}


function anInvoice(lineCount: number): PrintedDocument {
  const taxes = [{ name: 'VAT', rate: '20', isCompound: false }];
  const priced = Array.from({ length: lineCount }, (_, index) => {
    const { name, price } = demoServices[index % demoServices.length]!;
    return { description: name, quantity: String(1 + (index % 9)), unitPrice: price, discount: null, taxes };
  });
  const pricing = { pricesIncludeTax: false, taxRounding: 'DOCUMENT' as const, discount: { percent: '5', amount: null } };
  const { lines, ...totals } = documentTotals({ ...pricing, lines: priced });
  return {
    kind: 'INVOICE', number: 'INV-2026-0042', locale: 'en-GB', paper: 'A4', issueDate: '2026-11-02', dueDate: '2026-12-02', validUntil: null, reference: 'PO-48213', corrects: null,
    currency: 'EUR', ...pricing, ...totals, terms: 'Payable within 30 days.', notes: 'Thank you for working with us.', attachments: [],
    business: { name: 'Northwind Studio', email: 'billing@northwind.example', address: ['12 Harbour Road', '10115 Berlin'], taxId: 'DE123456789', brandColor: '#1f5f5b', bankDetails: 'IBAN DE02 1203 0000 0000 2020 51', logo: null },
    client: { name: 'Hartmann Bakery', contactName: 'Ada Hartmann', address: ['7 Mill Lane', '20095 Hamburg'], taxId: null },
    lines: priced.map((line, index) => ({ ...line, ...lines[index]! })),
  };
}
