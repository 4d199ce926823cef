import type { EntityManager } from '@mikro-orm/postgresql';
import { enqueue } from '../jobs.ts';
import { columnsOf, type Row } from '../plain-rows.ts';
import { DocumentRevision } from './document-revision.entity.ts';
import type { PricedDocument } from './priced-document.entity.ts';
import type { DocumentKind, PrintedDocument } from './printed-document.ts';

type Sent = Pick<PricedDocument, 'businessId' | 'id' | 'revision'>;

/** Keeps what is sent for good, and has its PDF made unless that can wait until somebody asks for it. */
export async function freeze(em: EntityManager, kind: DocumentKind, { id: documentId, businessId, clientId, revision }: PricedDocument, document: PrintedDocument, rendersNow = true): Promise<void> {
  em.persist(Object.assign(new DocumentRevision(), { businessId, clientId, kind, documentId, revision, document }));
  if (rendersNow) await enqueue(em, 'render-document', { businessId, documentId, revision }, `render-${documentId}-${revision}`);
}

/** The newest that was sent. */
export async function frozenDocument(em: EntityManager, { businessId, id, revision }: Sent): Promise<PrintedDocument | null> {
  const [row] = await em.execute<{ document: PrintedDocument }[]>(
    'select r.document from document_revision r where r.business_id = ? and r.document_id = ? and r.revision = ?',
    [businessId, id, revision],
  );
  return row?.document ?? null;
}

/** All that were sent, newest first. */
export function revisionsOf(em: EntityManager, { businessId, id }: Pick<Sent, 'businessId' | 'id'>): Promise<Row<DocumentRevision>[]> {
  return em.execute(
    `select ${columnsOf(em, DocumentRevision, 'r')} from document_revision r
     where r.business_id = ? and r.document_id = ? order by r.revision desc`,
    [businessId, id],
  );
}
