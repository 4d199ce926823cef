import { createHash } from 'node:crypto';
import type { Services } from '../context.ts';
import { StoredFile } from '../files/stored-file.entity.ts';
import { emFor } from '../tenancy.ts';
import { missingGlyphs } from './document-fonts.ts';
import { invoiceDocumentPage, invoiceDocumentPrint } from './invoice-document.ts';
import { InvoiceRevision } from './invoice-revision.entity.ts';

export interface InvoicePdf { content: Uint8Array; sha256: string }

/** The PDF of a frozen revision: rendered once, then read from the store. */
export async function invoicePdf(
  services: Pick<Services, 'orm' | 'pdf' | 'files' | 'log'>,
  of: { businessId: string; invoiceId: string; revision: number },
): Promise<InvoicePdf> {
  const em = emFor(services.orm, { kind: 'business', businessId: of.businessId });
  const revision = await em.findOneOrFail(InvoiceRevision, of);
  if (revision.pdfFileId) {
    const stored = await em.findOneOrFail(StoredFile, { businessId: of.businessId, id: revision.pdfFileId });
    return { content: await services.files.read(stored.key), sha256: stored.sha256.toString('hex') };
  }

  const { document } = revision;
  const missing = missingGlyphs(JSON.stringify(document));
  if (missing.length > 0) services.log(`invoice ${of.invoiceId} has characters that no shipped font covers: ${missing.join(' ')}`);
  const content = await services.pdf.render(invoiceDocumentPage(document), invoiceDocumentPrint(document));
  const sha256 = createHash('sha256').update(content).digest();
  const file = Object.assign(new StoredFile(), {
    businessId: of.businessId, clientId: revision.clientId, contentType: 'application/pdf', size: content.length, sha256,
  });
  file.key = `${of.businessId}/invoices/${revision.id}/${file.id}.pdf`;
  await services.files.write(file.key, content);

  const kept = await em.transactional(async (tx) => {
    tx.persist(file);
    await tx.flush();
    const [first] = await tx.execute<{ id: string }[]>(
      'update invoice_revision set pdf_file_id = ? where business_id = ? and id = ? and pdf_file_id is null returning id',
      [file.id, of.businessId, revision.id],
    );
    return Boolean(first);
  });
  // Somebody else rendered it at the same time: theirs is the one that counts.
  return kept ? { content, sha256: sha256.toString('hex') } : invoicePdf(services, of);
}
