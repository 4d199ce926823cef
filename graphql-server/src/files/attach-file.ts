import type { EntityManager } from '@mikro-orm/postgresql';
import { badInput } from '../shared/domain-error.ts';
import { fileNameFrom } from '../shared/file-name.ts';
import { isUuid } from '../shared/uuid.ts';
import { attachmentsOf, type AttachedTo, type AttachmentRow } from './attachment.access.ts';
import { Attachment } from './attachment.entity.ts';
import { StoredFile } from './stored-file.entity.ts';

const MOST = 20;

/** The draft is locked, so that two at once cannot make one too many. */
export async function attachFile(
  em: EntityManager, { clientId, ...to }: AttachedTo & { clientId: string }, { fileId, name }: { fileId: string; name: string }, now: Date,
): Promise<AttachmentRow> {
  const file = isUuid(fileId) ? await em.findOne(StoredFile, { businessId: to.businessId, id: fileId, purpose: 'ATTACHMENT', clientId: null }) : null;
  if (!file) throw badInput('There is no such file that could be attached. Please upload it again.', 'fileId');
  if ((await attachmentsOf(em, to)).length >= MOST) throw badInput(`A document has at most ${MOST} attachments.`, 'fileId');
  file.clientId = clientId;
  const attachment = Object.assign(new Attachment(), { ...to, clientId, fileId: file.id, name: fileNameFrom(name), createdAt: now });
  em.persist(attachment);
  await em.flush();
  return { id: attachment.id, name: attachment.name, createdAt: now, contentType: file.contentType, size: file.size };
}

export const MOST_IN_A_MESSAGE = 10;

/** What was uploaded for it before. Whoever names a file of somebody else's finds none. */
export async function attachToMessage(em: EntityManager, message: { id: string; businessId: string; clientId: string }, fileIds: string[], now: Date): Promise<void> {
  const { businessId, clientId } = message;
  if (fileIds.length > MOST_IN_A_MESSAGE) throw badInput(`A message has at most ${MOST_IN_A_MESSAGE} files.`, 'fileIds');
  for (const id of new Set(fileIds)) {
    const file = isUuid(id) ? await em.findOne(StoredFile, { businessId, id, purpose: 'MESSAGE' }) : null;
    const isFree = file && (file.clientId === null || file.clientId === clientId) && !(await em.findOne(Attachment, { businessId, fileId: id }));
    if (!isFree) throw badInput('There is no such file that could be attached. Please upload it again.', 'fileIds');
    file.clientId = clientId;
    em.persist(Object.assign(new Attachment(), { businessId, clientId, ticketMessageId: message.id, fileId: id, name: fileNameFrom(file.name ?? ''), createdAt: now }));
  }
  await em.flush();
}
