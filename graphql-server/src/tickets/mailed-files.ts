import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Services } from '../context.ts';
import { Attachment } from '../files/attachment.entity.ts';
import { fileTypeOf } from '../files/file-type.ts';
import { StoredFile } from '../files/stored-file.entity.ts';
import { safeFileName } from '../shared/file-name.ts';
import type { IncomingMail } from './inbound-payload.ts';
import type { TicketMessage } from './ticket-message.entity.ts';

/** A file of a mail: where it was stored, or why it was not. */
export interface MailedIn {
  name: string;
  contentId: string | null;
  stored: { key: string; contentType: string; size: number; sha256: Buffer } | null;
  omittedBecause: string | null;
}

const MAX_BYTES = 20_000_000;
const MOST = 50;

/** Under names that the same mail takes again, should this run twice. */
export async function storeMailedFiles({ files }: Pick<Services, 'files'>, inboundEmailId: string, { attachments }: IncomingMail): Promise<MailedIn[]> {
  const kept: MailedIn[] = [];
  const taken = new Set<string>();
  for (const [index, attachment] of attachments.entries()) {
    const name = safeFileName(attachment.name, taken);
    const origin = { name, contentId: attachment.contentId };
    const omit = (omittedBecause: string) => kept.push({ ...origin, stored: null, omittedBecause });
    if (index >= MOST) {
      omit(`It is file ${index + 1} of one mail; ${MOST} are kept.`);
      continue;
    }
    if (attachment.size > MAX_BYTES) {
      omit('It is larger than 20 MB.');
      continue;
    }
    const content = attachment.content();
    const { contentType, blockedBecause: blocked } = await fileTypeOf(content, name);
    if (blocked || content.length === 0) {
      omit(blocked ?? 'It is empty.');
      continue;
    }
    const key = `mail/${inboundEmailId}/${index}`;
    await files.write(key, content);
    kept.push({ ...origin, stored: { key, contentType, size: content.length, sha256: createHash('sha256').update(content).digest() }, omittedBecause: null });
  }
  return kept;
}

/** The rows to what was stored, in the transaction that adds the message. */
export async function keepMailedFiles(em: EntityManager, { id: ticketMessageId, businessId, clientId }: TicketMessage, files: MailedIn[], now: Date): Promise<void> {
  for (const { name, contentId, stored, omittedBecause } of files) {
    const file = stored && Object.assign(new StoredFile(), { businessId, clientId, purpose: 'MESSAGE' as const, name, createdAt: now, ...stored });
    if (file) em.persist(file);
    em.persist(Object.assign(new Attachment(), { businessId, clientId, ticketMessageId, fileId: file?.id ?? null, name, omittedBecause, contentId, createdAt: now }));
  }
  await em.flush();
}
