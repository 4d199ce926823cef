import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Business } from '../businesses/business.entity.ts';
import { Client } from '../clients/client.entity.ts';
import type { Context, Services } from '../context.ts';
import { logoDataUri } from '../documents/render-document.ts';
import { amountCell, csvLines, textCell } from '../exports/csv-cells.ts';
import { answering } from '../files/answering.ts';
import type { Router } from '../http/router.ts';
import { badInput } from '../shared/domain-error.ts';
import { contentDisposition, fileNameFrom } from '../shared/file-name.ts';
import { periodFigures, periodLines, type LineKey, type Period } from './period-statement.access.ts';
import { periodMeant } from './period-meant.ts';
import { statementPage, statementTitle, type PrintedStatement } from './statement-html.ts';
import { lineWords } from './statement-words.ts';

/** What is owed over a period, as a document and as a table, behind the session of the portal or of the dashboard. */
export function routeStatementDownloads(router: Router, services: Services): void {
  for (const [base, side] of [['', 'portal'], ['/admin', 'admin']] as const) {
    for (const [ending, send] of [['pdf', sendPdf], ['csv', sendCsv]] as const) {
      router.on('GET', `${base}/files/statement.${ending}`, (req, res, _params, url) =>
        answering(req, res, services, side, async (context) => send(context, res, await periodFrom(context, url.searchParams))),
      );
    }
  }
}

function periodFrom(context: Context, params: URLSearchParams): Promise<Period> {
  return periodMeant(context, { clientId: params.get('clientId'), currency: params.get('currency') ?? '', from: params.get('from'), to: params.get('to') });
}

const MOST_PRINTED = 5_000;

async function sendPdf(context: Context, res: ServerResponse, period: Period): Promise<void> {
  const { businessId, clientId, currency, from, to } = period;
  const business = await context.em.findOneOrFail(Business, { businessId, id: businessId });
  const client = await context.em.findOneOrFail(Client, { businessId, id: clientId });
  const lines = await periodLines(context.em, period, { after: null, limit: MOST_PRINTED + 1 });
  if (lines.length > MOST_PRINTED) throw badInput(`More than ${MOST_PRINTED.toLocaleString('en')} lines are too many for a PDF: choose a shorter period, or the CSV.`, 'from');
  const statement: PrintedStatement = { locale: client.locale ?? business.locale, currency, from, to, business, client, figures: await periodFigures(context.em, period), lines };
  const logo = business.logo && (await logoDataUri(context, businessId, business.logo));
  const content = await context.pdf.render(statementPage(statement, logo), {
    title: statementTitle(statement), lang: 'en', format: business.paper === 'LETTER' ? 'Letter' : 'A4',
  });
  res.writeHead(200, { ...headers(business.name, period, 'pdf'), 'content-type': 'application/pdf', 'content-length': content.length });
  res.end(content);
}

async function sendCsv(context: Context, res: ServerResponse, period: Period): Promise<void> {
  const { name } = await context.em.findOneOrFail(Business, { businessId: period.businessId, id: period.businessId });
  res.writeHead(200, { ...headers(name, period, 'csv'), 'content-type': 'text/csv; charset=utf-8; header=present' });
  await pipeline(Readable.from(csvOf(context, period)), res).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

const BATCH = 1_000;

/** The first row is the opening balance, and the last the closing one. */
async function* csvOf({ em }: Context, period: Period): AsyncGenerator<string> {
  const { currency, from, to } = period;
  const { opening, closing } = await periodFigures(em, period);
  const amount = (minorUnits: number) => amountCell(minorUnits, currency);
  yield '\uFEFF' + csvLines([['date', 'what', 'invoice', 'credit_note', 'reference', 'currency', 'amount', 'balance'], [from ?? '', 'Opening balance', '', '', '', currency, '', amount(opening)]]);
  for (let after: LineKey | null = null; ;) {
    const lines = await periodLines(em, period, { after, limit: BATCH });
    if (lines.length > 0) {
      yield csvLines(lines.map((line) => [
        line.occurredOn, lineWords({ ...line, invoiceNumber: null, creditNoteNumber: null }), textCell(line.invoiceNumber), textCell(line.creditNoteNumber), textCell(line.reference),
        currency, amount(line.change), amount(line.balance),
      ]));
    }
    if (lines.length < BATCH) break;
    after = [lines.at(-1)!.occurredOn, lines.at(-1)!.id];
  }
  yield csvLines([[to, 'Closing balance', '', '', '', currency, '', amount(closing)]]);
}

const headers = (business: string, { from, to, currency }: Period, ending: string) => ({
  'content-disposition': contentDisposition('attachment', `${fileNameFrom(`${business} statement ${currency} ${from ? `${from} to ` : 'to '}${to}`)}.${ending}`),
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
});
