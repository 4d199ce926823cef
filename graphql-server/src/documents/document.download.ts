import type { ServerResponse } from 'node:http';
import { answering } from '../files/answering.ts';
import { mustBeSignedIn, type Viewer } from '../auth/viewer.ts';
import type { Context, Services } from '../context.ts';
import { findCreditNote } from '../credit-notes/credit-note.access.ts';
import { findEstimate } from '../estimates/estimate.access.ts';
import type { Router } from '../http/router.ts';
import { findInvoice } from '../invoices/invoice.access.ts';
import { DomainError, notFound } from '../shared/domain-error.ts';
import { contentDisposition, fileNameFrom } from '../shared/file-name.ts';
import { documentPdf } from './render-document.ts';

interface Found { id: string; businessId: string; number: string | null; revision: number; state?: string }

const finders: Record<string, (em: Context['em'], viewer: Viewer, id: string) => Promise<Found>> = {
  invoices: findInvoice,
  estimates: findEstimate,
  'credit-notes': findCreditNote,
};

/** The PDF of what was sent, behind the session of the portal or of the dashboard. */
export function routeDocumentDownloads(router: Router, services: Services): void {
  for (const [base, side] of [['', 'portal'], ['/admin', 'admin']] as const) {
    for (const [folder, find] of Object.entries(finders)) {
      router.on('GET', `${base}/files/${folder}/:id.pdf`, (req, res, { id = '' }, url) =>
        answering(req, res, services, side, async (context) => {
          const viewer = mustBeSignedIn(context);
          await sendPdf(context, res, await find(context.em, viewer, id), revisionWanted(viewer, url));
        }),
      );
    }
  }
}

/** An older one is for the team: the client is told what counts. */
function revisionWanted(viewer: Viewer, url: URL): number | null {
  const wanted = url.searchParams.get('revision');
  if (wanted === null || viewer.kind !== 'team') return null;
  const revision = Number(wanted);
  if (!Number.isInteger(revision) || revision < 1) throw notFound('revision');
  return revision;
}

async function sendPdf(context: Context, res: ServerResponse, found: Found, wanted: number | null): Promise<void> {
  const revision = wanted ?? found.revision;
  if (found.revision === 0) throw new DomainError('NOT_FOUND', 'A draft has no PDF yet.');
  if (revision > found.revision) throw notFound('revision');
  const { content, sha256 } = await documentPdf(context, { businessId: found.businessId, documentId: found.id, revision });
  res.writeHead(200, {
    'content-type': 'application/pdf',
    'content-length': content.length,
    'content-disposition': contentDisposition('inline', `${fileNameFrom(found.number ?? 'document')}.pdf`),
    'cache-control': 'private, no-cache',
    etag: `"${sha256}"`,
    'x-content-type-options': 'nosniff',
  });
  res.end(content);
}
