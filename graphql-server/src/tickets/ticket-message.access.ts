import type { EntityManager } from '@mikro-orm/postgresql';
import type { Context } from '../context.ts';
import type { DispatchState } from '../mail/dispatch.entity.ts';
import { places } from '../plain-rows.ts';
import type { MessageRow, TicketRow } from './ticket.access.ts';

export interface Delivery { recipient: string; state: DispatchState; error: string | null }
export interface MessageFile { id: string; name: string; contentType: string | null; size: number | null; url: string | null; omittedBecause: string | null; contentId: string | null }
export type ShownMessage = MessageRow & { deliveries: Delivery[]; files: MessageFile[] };

/** Oldest first, as the viewer may see them. */
export async function shownMessages({ em, loaders, side }: Context, { id, businessId }: TicketRow): Promise<ShownMessage[]> {
  const messages = await loaders.messages.load(id);
  const ids = messages.map((message) => message.id);
  const [deliveries, files] = [await deliveriesOf(em, businessId, ids), await filesOf(em, businessId, ids, side)];
  return messages.map((message) => ({ ...message, deliveries: deliveries.get(message.id) ?? [], files: files.get(message.id) ?? [] }));
}

async function deliveriesOf(em: EntityManager, businessId: string, messageIds: string[]): Promise<Map<string, Delivery[]>> {
  const rows = await em.execute<(Delivery & { messageId: string })[]>(
    `select d.ticket_message_id as "messageId", d.recipient, d.state, d.error from dispatch d
     where d.business_id = ? and d.ticket_message_id in (${places(messageIds)}) order by d.created_at, d.id`,
    [businessId, ...messageIds],
  );
  return Map.groupBy(rows, ({ messageId }) => messageId);
}

async function filesOf(em: EntityManager, businessId: string, messageIds: string[], side: Context['side']): Promise<Map<string, MessageFile[]>> {
  const rows = await em.execute<(MessageFile & { messageId: string })[]>(
    `select a.ticket_message_id as "messageId", a.id, a.name, f.content_type as "contentType", f.size, a.omitted_because as "omittedBecause", a.content_id as "contentId"
     from attachment a left join stored_file f on f.business_id = a.business_id and f.id = a.file_id
     where a.business_id = ? and a.ticket_message_id in (${places(messageIds)}) order by a.created_at, a.id`,
    [businessId, ...messageIds],
  );
  const base = side === 'admin' ? '/admin' : '';
  return Map.groupBy(rows.map((row) => ({ ...row, url: row.contentType ? `${base}/files/attachments/${row.id}` : null })), ({ messageId }) => messageId);
}
