import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mustBeTeam, type TeamViewer } from '../auth/viewer.ts';
import { todayOf } from '../businesses/today.ts';
import type { Context, Services } from '../context.ts';
import { answering } from '../files/answering.ts';
import type { Router } from '../http/router.ts';
import { invoiceStatuses, type InvoiceStatus } from '../invoices/invoice-states.ts';
import { badInput } from '../shared/domain-error.ts';
import { contentDisposition, fileNameFrom } from '../shared/file-name.ts';
import { dateRangeFrom } from './date-range.ts';
import { clientsExport } from './export-clients.ts';
import { invoicesExport } from './export-invoices.ts';
import { ledgerExport } from './export-ledger.ts';
import { paymentsExport } from './export-payments.ts';
import { csvOf } from './export-rows.ts';

type Lines = (context: Context, viewer: TeamViewer, params: URLSearchParams, today: string) => AsyncGenerator<string>;

const exports: Record<string, Lines> = {
  clients: ({ em }, viewer, params) => csvOf(em, clientsExport(viewer, isArchivedFrom(params))),
  invoices: ({ em }, viewer, params, today) => csvOf(em, invoicesExport(viewer, filterFrom(params), dateRangeFrom(params), today)),
  payments: ({ em }, viewer, params) => csvOf(em, paymentsExport(viewer, dateRangeFrom(params))),
  ledger: ({ em }, viewer, params) => csvOf(em, ledgerExport(viewer, dateRangeFrom(params))),
};

/** Tables of the business as CSV, for everybody of the team: they may read all of it. */
export function routeExports(router: Router, services: Services): void {
  for (const [base, side] of [['', 'portal'], ['/admin', 'admin']] as const) {
    for (const [name, lines] of Object.entries(exports)) {
      router.on('GET', `${base}/files/exports/${name}.csv`, (req, res, _params, url) =>
        answering(req, res, services, side, (context) => sendCsv(context, res, name, url.searchParams, lines, req.method === 'HEAD')),
      );
    }
  }
}

async function sendCsv(context: Context, res: ServerResponse, name: string, params: URLSearchParams, lines: Lines, isHead: boolean): Promise<void> {
  const viewer = mustBeTeam(context);
  const business = await context.loaders.business.load(viewer.businessId);
  const today = await todayOf(context, viewer.businessId);
  const content = lines(context, viewer, params, today);
  res.writeHead(200, {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': contentDisposition('attachment', fileNameFrom(`${business?.name ?? ''} ${name} ${today}`.trim()) + '.csv'),
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  });
  if (isHead) {
    res.end();
    return;
  }
  // When the client goes away the pipeline ends, and with it the reading of further rows.
  await pipeline(Readable.from(content), res).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

/** The parameters of the invoice list, so that what is exported is what is listed. */
function filterFrom(params: URLSearchParams) {
  const status = params.getAll('status').flatMap((value) => value.split(',')).filter(Boolean).map((value) => value.toUpperCase());
  const unknown = status.find((value) => !(value in invoiceStatuses));
  if (unknown) throw badInput(`"${unknown.slice(0, 40)}" is not a status of an invoice.`, 'status');
  return { status: status as InvoiceStatus[], text: params.get('text') ?? params.get('q'), clientId: params.get('clientId') };
}

function isArchivedFrom(params: URLSearchParams): boolean | null {
  const status = params.get('status') || 'active';
  const isArchived = { active: false, archived: true, all: null }[status];
  if (isArchived === undefined) throw badInput(`"${status.slice(0, 40)}" is neither active, archived nor all.`, 'status');
  return isArchived;
}
