import { Readable } from 'node:stream';
import type { EntityManager } from '@mikro-orm/postgresql';
import { stringify } from 'csv-stringify/sync';
import JSZip from 'jszip';
import type { Viewer } from '../auth/viewer.ts';
import type { Services } from '../context.ts';
import { documentPdf } from '../documents/render-document.ts';
import { places } from '../plain-rows.ts';
import { fileNameFrom } from '../shared/file-name.ts';
import { minorUnitsToDecimal } from '../shared/money.ts';
import { isUuid } from '../shared/uuid.ts';
import { matching, type InvoiceFilter } from './invoice.access.ts';
import { STATUS_SQL } from './invoice.entity.ts';

/** All that match the filter, less `exclude`; or of these only `ids`, when some are named. */
export interface Selection { filter: InvoiceFilter; ids: string[]; exclude: string[] }

export interface ZippedInvoice {
  businessId: string;
  id: string;
  number: string;
  revision: number;
  issueDate: string;
  currency: string;
  total: number;
  status: string;
}

/** What was never sent has no PDF and is left out. What is being revised is told as it was sent last. */
export function invoicesToZip(em: EntityManager, viewer: Viewer, { filter, ids, exclude }: Selection, today: string): Promise<ZippedInvoice[]> {
  const where = matching(viewer, filter, today);
  const chosen = ids.filter(isUuid);
  const left = exclude.filter(isUuid);
  return em.execute(
    `select i.business_id as "businessId", i.id, i.number, i.revision, ${STATUS_SQL} as status,
       i.issue_date as "issueDate", i.currency, i.total
     from invoice i
     where ${where.sql} and i.revision > 0
       ${ids.length > 0 ? `and i.id in (${places(chosen)})` : ''}
       ${left.length > 0 ? `and i.id not in (${places(left)})` : ''}
     order by i.issue_date desc, i.id desc`,
    [today, ...where.params, ...chosen, ...left],
  );
}

/**
 * Each PDF is read, or made, only when the archive has come to it, so that memory stays flat
 * however many there are. What could not be made is named in the manifest, which comes last.
 */
export function zipOf(services: Pick<Services, 'orm' | 'pdf' | 'files' | 'log'>, invoices: ZippedInvoice[]): Readable {
  const zip = new JSZip();
  const names = uniqueNames(invoices);
  const manifest: string[][] = [['number', 'date', 'currency', 'total', 'status', 'file', 'sha256', 'problem']];

  invoices.forEach((invoice, index) => {
    const file = names[index]!;
    zip.file(file, lazily(async () => {
      const row = [invoice.number, invoice.issueDate, invoice.currency, minorUnitsToDecimal(invoice.total, invoice.currency), invoice.status];
      try {
        const { content, sha256 } = await documentPdf(services, { businessId: invoice.businessId, documentId: invoice.id, revision: invoice.revision });
        manifest.push([...row, file, sha256, '']);
        return content;
      } catch (error) {
        services.log(`PDF of invoice ${invoice.id} could not be made: ${String(error)}`);
        manifest.push([...row, file, '', 'The PDF could not be made; please ask for it.']);
        return Buffer.from('This document could not be made. See manifest.csv.\n');
      }
    }), { binary: true });
  });
  zip.file('manifest.csv', lazily(async () => Buffer.from(`\uFEFF${stringify(manifest, { escape_formulas: true })}`)), { binary: true });

  // No data descriptors: some readers, Java's among them, refuse them for stored entries.
  return readableOf(zip.generateInternalStream({ type: 'nodebuffer', streamFiles: false, compression: 'STORE' }));
}

/** JSZip's own Node stream goes on after it was destroyed and then fails with nobody listening; this one rests. */
function readableOf(archive: JSZip.JSZipStreamHelper<Buffer>): Readable {
  const readable = new Readable({
    read: () => void archive.resume(),
    destroy(error, done) {
      archive.pause();
      done(error);
    },
  });
  archive.on('data', (chunk) => {
    if (!readable.destroyed && !readable.push(chunk)) archive.pause();
  });
  archive.on('end', () => void (readable.destroyed || readable.push(null)));
  archive.on('error', (error) => void readable.destroy(error));
  return readable;
}

/** A stream that asks for its content when it is first read. */
function lazily(content: () => Promise<Uint8Array>): Readable {
  return Readable.from((async function* () {
    yield Buffer.from(await content());
  })(), { objectMode: false });
}

function uniqueNames(invoices: ZippedInvoice[]): string[] {
  const taken = new Set<string>();
  return invoices.map(({ number }) => {
    const base = fileNameFrom(number);
    let name = `${base}.pdf`;
    // Names that differ in case alone are one file on many systems.
    for (let again = 2; taken.has(name.toLowerCase()); again += 1) name = `${base} (${again}).pdf`;
    taken.add(name.toLowerCase());
    return name;
  });
}
