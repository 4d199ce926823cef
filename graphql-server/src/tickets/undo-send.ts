import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { places } from '../plain-rows.ts';
import { DomainError, notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { lockFound } from './ticket.access.ts';
import type { Ticket } from './ticket.entity.ts';

/** As if it had never been written: nobody was mailed. Its files are free to be attached to what is written instead. */
export async function undoSend(em: EntityManager, { businessId }: TeamViewer, messageId: string): Promise<Ticket> {
  const [row] = isUuid(messageId) ? await em.execute<{ ticketId: string }[]>('select ticket_id as "ticketId" from ticket_message where business_id = ? and id = ?', [businessId, messageId]) : [];
  if (!row) throw notFound('message');
  const ticket = await lockFound(em, { businessId, id: row.ticketId });
  const freed = await em.execute<{ fileId: string }[]>(
    `delete from attachment where business_id = ? and ticket_message_id in (select id from ticket_message where business_id = ? and id = ? and held_until is not null)
     returning file_id as "fileId"`,
    [businessId, businessId, messageId],
  );
  const gone = await em.execute<{ id: string }[]>('delete from ticket_message where business_id = ? and id = ? and held_until is not null returning id', [businessId, messageId]);
  if (gone.length === 0) throw new DomainError('CONFLICT', 'This message has gone out already.');
  const ids = freed.map(({ fileId }) => fileId);
  await em.execute(`update stored_file set client_id = null where business_id = ? and id in (${places(ids)})`, [businessId, ...ids]);
  return ticket;
}
