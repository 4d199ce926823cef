import type { EntityManager } from '@mikro-orm/postgresql';
import type { FileStore, MailAttachment } from '../context.ts';
import { attachmentsOf, type AttachedTo } from '../files/attachment.access.ts';
import { places } from '../plain-rows.ts';

/** In base64 they are a third larger, and the provider takes 10 MB for the whole mail. */
const MAX_BYTES = 7_000_000;

/** Of a mail with one of these the provider takes nothing (https://postmarkapp.com/developer/user-guide/send-email-with-api#attachments). */
const REFUSED = /\.(vbs|exe|bin|bat|chm|com|cpl|crt|hlp|hta|inf|ins|isp|jse|lnk|mdb|pcd|pif|reg|scr|sct|shs|vbe|vba|wsf|wsh|wsl|ms[cipt])$/i;

export interface MailedFile { name: string; contentType: string; key: string }

/** The files that were sent with the document, if they are not too much for a mail; the portal has them all. */
export async function mailedFiles(em: EntityManager, to: AttachedTo): Promise<MailedFile[]> {
  const attachments = (await attachmentsOf(em, to, 'contact')).filter(({ name, size }) => size > 0 && !REFUSED.test(name));
  if (attachments.length === 0 || attachments.reduce((sum, { size }) => sum + size, 0) > MAX_BYTES) return [];
  const keys = await keysOf(em, to.businessId, attachments.map(({ id }) => id));
  return attachments.map(({ id, name, contentType }) => ({ name, contentType, key: keys.get(id) ?? '' }));
}

/** Those of a ticket's message, as long as they are not too much for a mail; else none: the portal has them, and all their names are told. */
export async function mailedFilesOfMessage(em: EntityManager, businessId: string, ticketMessageId: string): Promise<{ files: MailedFile[]; names: string[] }> {
  const all = await em.execute<(MailedFile & { size: number })[]>(
    `select a.name, f.content_type as "contentType", f.key, f.size from attachment a
     join stored_file f on f.business_id = a.business_id and f.id = a.file_id
     where a.business_id = ? and a.ticket_message_id = ? order by a.created_at, a.id`,
    [businessId, ticketMessageId],
  );
  const fit = all.filter(({ name, size }) => size > 0 && !REFUSED.test(name));
  const isTooMuch = fit.reduce((sum, { size }) => sum + size, 0) > MAX_BYTES;
  return { files: isTooMuch ? [] : fit, names: all.map(({ name }) => name) };
}

export const readMailed = (files: FileStore, mailed: MailedFile[]): Promise<MailAttachment[]> =>
  Promise.all(mailed.map(async ({ name, contentType, key }) => ({ name, contentType, content: await files.read(key) })));

async function keysOf(em: EntityManager, businessId: string, ids: string[]): Promise<Map<string, string>> {
  const rows = await em.execute<{ id: string; key: string }[]>(
    `select a.id, f.key from attachment a join stored_file f on f.business_id = a.business_id and f.id = a.file_id
     where a.business_id = ? and a.id in (${places(ids)})`,
    [businessId, ...ids],
  );
  return new Map(rows.map(({ id, key }) => [id, key]));
}
