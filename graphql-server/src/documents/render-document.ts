import { createHash } from 'node:crypto';
import type { Services } from '../context.ts';
import { StoredFile } from '../files/stored-file.entity.ts';
import { emFor } from '../tenancy.ts';
import { missingGlyphs } from './document-fonts.ts';
import { documentPage, documentPrint } from './document-html.ts';
import { DocumentRevision } from './document-revision.entity.ts';
import type { Logo } from './printed-document.ts';

export interface DocumentPdf { content: Uint8Array; sha256: string }

/** The PDF of a frozen revision: rendered once, then read from the store. */
export async function documentPdf(
  services: Pick<Services, 'orm' | 'pdf' | 'files' | 'log'>,
  of: { businessId: string; documentId: string; revision: number },
): Promise<DocumentPdf> {
  const em = emFor(services.orm, { kind: 'business', businessId: of.businessId });
  const revision = await em.findOneOrFail(DocumentRevision, of);
  if (revision.pdfFileId) {
    const stored = await em.findOneOrFail(StoredFile, { businessId: of.businessId, id: revision.pdfFileId });
    return { content: await services.files.read(stored.key), sha256: stored.sha256.toString('hex') };
  }

  const { document } = revision;
  const missing = missingGlyphs(JSON.stringify(document));
  if (missing.length > 0) services.log(`document ${of.documentId} has characters that no shipped font covers: ${missing.join(' ')}`);
  const logo = document.business.logo && (await logoDataUri(services, of.businessId, document.business.logo));
  const content = await services.pdf.render(documentPage(document, { logo }), documentPrint(document));
  const sha256 = createHash('sha256').update(content).digest();
  const file = Object.assign(new StoredFile(), {
    businessId: of.businessId, clientId: revision.clientId, contentType: 'application/pdf', size: content.length, sha256,
  });
  file.key = `${of.businessId}/documents/${revision.id}/${file.id}.pdf`;
  await services.files.write(file.key, content);

  const kept = await em.transactional(async (tx) => {
    tx.persist(file);
    await tx.flush();
    const [first] = await tx.execute<{ id: string }[]>(
      'update document_revision set pdf_file_id = ? where business_id = ? and id = ? and pdf_file_id is null returning id',
      [file.id, of.businessId, revision.id],
    );
    return Boolean(first);
  });
  // Somebody else rendered it at the same time: theirs is the one that counts.
  return kept ? { content, sha256: sha256.toString('hex') } : documentPdf(services, of);
}

/** The page that is printed fetches nothing. A logo that cannot be read must not keep back the document. */
export async function logoDataUri({ orm, files, log }: Pick<Services, 'orm' | 'files' | 'log'>, businessId: string, { fileId, contentType }: Logo): Promise<string | null> {
  try {
    const file = await emFor(orm, { kind: 'business', businessId }).findOneOrFail(StoredFile, { businessId, id: fileId });
    return `data:${contentType};base64,${Buffer.from(await files.read(file.key)).toString('base64')}`;
  } catch (error) {
    log(`logo ${fileId} cannot be read: ${String(error)}`);
    return null;
  }
}
