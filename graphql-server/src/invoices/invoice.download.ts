import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { answering } from '../files/answering.ts';
import { mustBeSignedIn } from '../auth/viewer.ts';
import { todayOf } from '../businesses/today.ts';
import type { Context, Services } from '../context.ts';
import { isSameOrigin, readBody } from '../http/request.ts';
import type { Router } from '../http/router.ts';
import { DomainError } from '../shared/domain-error.ts';
import { contentDisposition } from '../shared/file-name.ts';
import { invoiceStatuses, type InvoiceStatus } from './invoice-states.ts';
import { invoicesToZip, zipOf, type Selection } from './zip-invoices.ts';

/** The ZIP of many PDFs, behind the session of the portal or of the dashboard. */
export function routeInvoiceDownloads(router: Router, services: Services): void {
  for (const [base, side] of [['', 'portal'], ['/admin', 'admin']] as const) {
    router.on('GET', `${base}/files/invoices.zip`, (req, res, _params, url) =>
      answering(req, res, services, side, (context) => sendZip(context, res, selectionFrom(url.searchParams))),
    );
    router.on('POST', `${base}/files/invoices.zip`, (req, res) =>
      answering(req, res, services, side, async (context) => {
        if (!isSameOrigin(req, [new URL(services.config.portalUrl).origin, new URL(services.config.adminUrl).origin])) {
          throw new DomainError('FORBIDDEN', 'This download was asked for by another site.');
        }
        await sendZip(context, res, selectionFrom(new URLSearchParams((await readBody(req, 2_000_000)).toString())));
      }),
    );
  }
}

async function sendZip(context: Context, res: ServerResponse, selection: Selection): Promise<void> {
  const viewer = mustBeSignedIn(context);
  const invoices = await invoicesToZip(context.em, viewer, selection, await todayOf(context, viewer.businessId));
  if (invoices.length === 0) throw new DomainError('NOT_FOUND', 'No invoice matches, so there is nothing to download.');
  res.writeHead(200, {
    'content-type': 'application/zip',
    'content-disposition': contentDisposition('attachment', 'invoices.zip'),
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'x-total-documents': String(invoices.length),
  });
  // When the client goes away the pipeline ends, and with it the reading of further PDFs.
  await pipeline(zipOf(context, invoices), res).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

/** The table's own parameters, so that what is downloaded is what is listed; or certain rows of it. */
function selectionFrom(params: URLSearchParams): Selection {
  const list = (name: string) => params.getAll(name).flatMap((value) => value.split(',')).filter(Boolean);
  const status = list('status').map((value) => value.toUpperCase()).filter((value): value is InvoiceStatus => value in invoiceStatuses);
  const year = Number(params.get('year'));
  return {
    filter: { status, year: Number.isInteger(year) && year > 0 ? year : null, text: params.get('text') ?? params.get('q'), clientId: params.get('clientId') },
    ids: list('ids'),
    exclude: list('exclude'),
  };
}
