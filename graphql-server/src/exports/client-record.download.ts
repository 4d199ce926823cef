import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mustBeTeam } from '../auth/viewer.ts';
import { todayOf } from '../businesses/today.ts';
import { findClient } from '../clients/client.access.ts';
import type { Context, Services } from '../context.ts';
import { logoDataUri } from '../documents/render-document.ts';
import { answering } from '../files/answering.ts';
import type { Router } from '../http/router.ts';
import { notFound } from '../shared/domain-error.ts';
import { contentDisposition, fileNameFrom } from '../shared/file-name.ts';
import { clientRecord } from './client-record.ts';
import { clientRecordPage } from './client-record-html.ts';
import { streamJson } from './stream-json.ts';

/** All that is known of a client, for everybody of the team: they may read all of it. */
export function routeClientRecords(router: Router, services: Services): void {
  for (const [base, side] of [['', 'portal'], ['/admin', 'admin']] as const) {
    for (const format of ['json', 'pdf'] as const) {
      router.on('GET', `${base}/files/exports/clients/:id/record.${format}`, (req, res, { id = '' }) =>
        answering(req, res, services, side, (context) => sendRecord(context, res, id, format, req.method === 'HEAD')),
      );
    }
  }
}

async function sendRecord(context: Context, res: ServerResponse, clientId: string, format: 'json' | 'pdf', isHead: boolean): Promise<void> {
  const viewer = mustBeTeam(context);
  const client = await findClient(context.em, viewer, clientId);
  const business = await context.loaders.business.load(viewer.businessId);
  if (!business) throw notFound('business');
  const today = await todayOf(context, viewer.businessId);
  const record = clientRecord(context.em, viewer, business, client, context.clock(), today);
  const headers = {
    'content-disposition': contentDisposition('attachment', `${fileNameFrom(`${client.name} record ${today}`)}.${format}`),
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  };
  if (isHead) {
    res.writeHead(200, { ...headers, 'content-type': types[format] }).end();
  } else if (format === 'json') {
    res.writeHead(200, { ...headers, 'content-type': types.json });
    // When the client goes away the pipeline ends, and with it the reading of further rows.
    await pipeline(Readable.from(streamJson(record)), res).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
  } else {
    const logo = business.logo && (await logoDataUri(context, business.id, business.logo));
    const { html, title, lang } = await clientRecordPage(record, { locale: business.locale, timeZone: business.timeZone, brandColor: business.brandColor, logo });
    const content = await context.pdf.render(html, { title, lang, format: business.paper === 'LETTER' ? 'Letter' : 'A4' });
    res.writeHead(200, { ...headers, 'content-type': types.pdf, 'content-length': content.length }).end(content);
  }
}

const types = { json: 'application/json; charset=utf-8', pdf: 'application/pdf' };
