import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { places } from '../plain-rows.ts';
import { DomainError, notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { lockMessage } from './lock-message.ts';
import type { Ticket } from './ticket.entity.ts';

/** As if it had never been written: nobody was mailed. Its files are free to be attached to what is written instead. */
export async function undoSend(em: EntityManager, { businessId }: TeamViewer, messageId: string): Promise<Ticket> {
  const found = isUuid(messageId) ? await lockMessage(em, { businessId, id: messageId }) : null;
  if (!found) throw notFound('message');
  if (!found.message.heldUntil) throw new DomainError('CONFLICT', 'This message has gone out already.');
  const freed = await em.execute<{ fileId: string }[]>('delete from attachment where business_id = ? and ticket_message_id = ? returning file_id as "fileId"', [businessId, messageId]);
  await em.execute('delete from ticket_message where business_id = ? and id = ?', [businessId, messageId]);
  const ids = freed.map(({ fileId }) => fileId);
  await em.execute(`update stored_file set client_id = null where business_id = ? and id in (${places(ids)})`, [businessId, ...ids]);
  return found.ticket;
}
