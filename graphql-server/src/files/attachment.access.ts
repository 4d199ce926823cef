import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import { notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import type { Attachment } from './attachment.entity.ts';
import type { StoredFile } from './stored-file.entity.ts';

export type AttachmentRow = Pick<Attachment, 'id' | 'name' | 'createdAt'> & Pick<StoredFile, 'contentType' | 'size'>;

/** The document that files are attached to. */
export type AttachedTo = { businessId: string; invoiceId: string } | { businessId: string; estimateId: string };
export type MessageFiles = { businessId: string; ticketMessageId: string };

const COLUMNS = `a.id, a.name, a.created_at as "createdAt", f.content_type as "contentType", f.size`;
const FILE = 'join stored_file f on f.business_id = a.business_id and f.id = a.file_id';
const document = { invoice_id: 'invoice', estimate_id: 'estimate', ticket_message_id: 'ticket_message' } as const;
const join = (column: keyof typeof document, alias: string) =>
  `join ${document[column]} ${alias} on ${alias}.business_id = a.business_id and ${alias}.id = a.${column}`;

/** What stood with the document when it was sent last, whatever is being changed about it since. */
const asSent = (alias: string) => `(a.created_at <= ${alias}.sent_at and (a.removed_at is null or a.removed_at > ${alias}.sent_at))`;

/** No note, and not held back any more. */
const wasSaid = (alias: string) => `(${alias}.kind = 'MESSAGE' and ${alias}.held_until is null)`;

const columnOf = (to: AttachedTo) => ('invoiceId' in to ? (['invoice_id', to.invoiceId] as const) : (['estimate_id', to.estimateId] as const));

/** Oldest first: to the team as they are now, to a contact as they were sent. */
export function attachmentsOf(em: EntityManager, to: AttachedTo, side: Viewer['kind'] = 'team'): Promise<AttachmentRow[]> {
  const [column, id] = columnOf(to);
  return em.execute(
    `select ${COLUMNS} from attachment a ${FILE} ${side === 'contact' ? join(column, 'd') : ''}
     where a.business_id = ? and a.${column} = ? and ${side === 'contact' ? asSent('d') : 'a.removed_at is null'} order by a.created_at, a.id`,
    [to.businessId, id],
  );
}

/** As the document names them. */
export async function printedAttachmentsOf(
  em: EntityManager, { businessId, id }: { businessId: string; id: string }, kind: 'INVOICE' | 'ESTIMATE',
): Promise<{ name: string; size: number }[]> {
  const attachments = await attachmentsOf(em, kind === 'INVOICE' ? { businessId, invoiceId: id } : { businessId, estimateId: id });
  return attachments.map(({ name, size }) => ({ name, size }));
}

/** A draft was given to another client: so are its files. */
export async function moveAttachments(em: EntityManager, to: AttachedTo, clientId: string): Promise<void> {
  const [column, id] = columnOf(to);
  await em.execute(
    `with moved as (update attachment set client_id = ? where business_id = ? and ${column} = ? returning business_id, file_id)
     update stored_file f set client_id = ? from moved m where f.business_id = m.business_id and f.id = m.file_id`,
    [clientId, to.businessId, id, clientId],
  );
}

/** The file behind an attachment, if its document is there for this viewer. */
export async function findAttachedFile(em: EntityManager, viewer: Viewer, id: string): Promise<AttachedFile> {
  const [row] = isUuid(id)
    ? await em.execute<AttachedFile[]>(
        viewer.kind === 'team'
          ? `select ${FILE_COLUMNS} from attachment a ${FILE} where a.business_id = ? and a.id = ?`
          : `select ${FILE_COLUMNS} from attachment a ${FILE} left ${join('invoice_id', 'i')} left ${join('estimate_id', 'e')} left ${join('ticket_message_id', 'm')}
             where a.business_id = ? and a.id = ? and a.client_id = ? and (${asSent('i')} or ${asSent('e')} or ${wasSaid('m')})`,
        [viewer.businessId, id, ...(viewer.kind === 'team' ? [] : [viewer.clientId])],
      )
    : [];
  if (!row) throw notFound('file');
  return row;
}

export interface AttachedFile { name: string; key: string; contentType: string; sha256: Buffer }
const FILE_COLUMNS = 'a.name, f.key, f.content_type as "contentType", f.sha256';
