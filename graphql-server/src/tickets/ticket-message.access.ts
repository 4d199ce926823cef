import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import type { DispatchState } from '../mail/dispatch.entity.ts';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import { TicketMessage } from './ticket-message.entity.ts';

export type MessageRow = Row<TicketMessage>;

/** Of a ticket, oldest first. Notes, and what is still held back, reach a contact neither here nor elsewhere: the database has a wall of its own. */
export const createMessageLoader = (em: EntityManager, businessId: string, viewer: Viewer | null) =>
  loadGroups((ticketIds) =>
    em.execute<MessageRow[]>(
      `select ${columnsOf(em, TicketMessage, 'm')} from ticket_message m
       where m.business_id = ? and m.ticket_id in (${places(ticketIds)}) and ${heardBy(viewer)} order by m.created_at, m.id`,
      [businessId, ...ticketIds],
    ), ({ ticketId }) => ticketId);

/** Of a ticket, the newest, without reading the others. */
export const createLastMessageLoader = (em: EntityManager, businessId: string, viewer: Viewer | null) =>
  loadGroups((ticketIds) =>
    em.execute<MessageRow[]>(
      `select ${columnsOf(em, TicketMessage, 'm')} from ticket t cross join lateral (
         select * from ticket_message m where m.business_id = t.business_id and m.ticket_id = t.id and ${heardBy(viewer)} order by m.created_at desc, m.id desc limit 1
       ) m where t.business_id = ? and t.id in (${places(ticketIds)})`,
      [businessId, ...ticketIds],
    ), ({ ticketId }) => ticketId);

const heardBy = (viewer: Viewer | null) => (viewer?.kind === 'team' ? 'true' : `m.kind = 'MESSAGE' and m.held_until is null`);

/** Whether the other side has said something since the viewer looked. */
export const createUnreadLoader = (em: EntityManager, viewer: Viewer | null) =>
  new DataLoader<string, boolean>(async (ticketIds) => {
    if (!viewer) return ticketIds.map(() => false);
    const [column, person] = readerOf(viewer);
    const unread = await em.execute<{ id: string }[]>(
      `select t.id from ticket t where t.business_id = ? and t.id in (${places([...ticketIds])}) and exists (
         select from ticket_message m where m.business_id = t.business_id and m.ticket_id = t.id and m.kind = 'MESSAGE' and m.author_kind = ? and m.created_at > coalesce(
           (select r.read_at from ticket_reading r where r.business_id = t.business_id and r.ticket_id = t.id and r.${column} = ?), '-infinity'))`,
      [viewer.businessId, ...ticketIds, viewer.kind === 'team' ? 'CONTACT' : 'TEAM_MEMBER', person],
    );
    const ids = new Set(unread.map(({ id }) => id));
    return ticketIds.map((id) => ids.has(id));
  });

export const readerOf = (viewer: Viewer) => (viewer.kind === 'team' ? (['team_member_id', viewer.teamMemberId] as const) : (['contact_id', viewer.contactId] as const));

export interface Delivery { messageId: string; recipient: string; state: DispatchState; error: string | null }

/** Of a message: one for each person who is mailed it. */
export const createDeliveryLoader = (em: EntityManager, businessId: string) =>
  loadGroups((messageIds) =>
    em.execute<Delivery[]>(
      `select d.ticket_message_id as "messageId", d.recipient, d.state, d.error from dispatch d
       where d.business_id = ? and d.ticket_message_id in (${places(messageIds)}) order by d.created_at, d.id`,
      [businessId, ...messageIds],
    ), ({ messageId }) => messageId);

/** Its type is null when it was not kept. */
export interface MessageFile { messageId: string; id: string; name: string; contentType: string | null; size: number | null; omittedBecause: string | null; contentId: string | null }

/** Of a message. */
export const createMessageFileLoader = (em: EntityManager, businessId: string) =>
  loadGroups((messageIds) =>
    em.execute<MessageFile[]>(
      `select a.ticket_message_id as "messageId", a.id, a.name, f.content_type as "contentType", f.size, a.omitted_because as "omittedBecause", a.content_id as "contentId"
       from attachment a left join stored_file f on f.business_id = a.business_id and f.id = a.file_id
       where a.business_id = ? and a.ticket_message_id in (${places(messageIds)}) order by a.created_at, a.id`,
      [businessId, ...messageIds],
    ), ({ messageId }) => messageId);

const loadGroups = <T>(load: (ids: string[]) => Promise<T[]>, keyOf: (row: T) => string) =>
  new DataLoader<string, T[]>(async (ids) => {
    const groups = Map.groupBy(await load([...ids]), keyOf);
    return ids.map((id) => groups.get(id) ?? []);
  });
