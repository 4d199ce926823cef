import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import { decodeCursor, pageSize, toConnection, type Connection } from '../paging.ts';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import { notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { Ticket, type TicketState } from './ticket.entity.ts';
import { TicketMessage } from './ticket-message.entity.ts';

export type TicketRow = Row<Ticket>;

export interface TicketFilter { status?: TicketState[] | null; clientId?: string | null }

/** A contact sees the tickets of its client, a team member all of the business. */
function visibleTo(viewer: Viewer): { sql: string; params: string[] } {
  return viewer.kind === 'team'
    ? { sql: 't.business_id = ?', params: [viewer.businessId] }
    : { sql: 't.business_id = ? and t.client_id = ?', params: [viewer.businessId, viewer.clientId] };
}

export async function findTicket(em: EntityManager, viewer: Viewer, id: string): Promise<TicketRow> {
  const visible = visibleTo(viewer);
  const [row] = isUuid(id)
    ? await em.execute<TicketRow[]>(`select ${columnsOf(em, Ticket, 't')} from ticket t where ${visible.sql} and t.id = ?`, [...visible.params, id])
    : [];
  if (!row) throw notFound('ticket');
  return row;
}

/** For a change: the entity, its row locked until the transaction ends. */
export async function lockTicket(em: EntityManager, viewer: Viewer, id: string): Promise<Ticket> {
  await findTicket(em, viewer, id);
  await em.execute('select from ticket where business_id = ? and id = ? for update', [viewer.businessId, id]);
  return em.findOneOrFail(Ticket, { businessId: viewer.businessId, id }, { refresh: true });
}

/** Latest message first. */
export async function listTickets(em: EntityManager, viewer: Viewer, page: { first: number; after?: string | null; filter: TicketFilter }): Promise<Connection<TicketRow>> {
  const first = pageSize(page.first);
  const after = decodeCursor(page.after, ['instant', 'id']);
  const visible = visibleTo(viewer);
  const { status, clientId } = page.filter;
  const where = [
    visible.sql,
    status?.length ? `t.state in (${places(status)})` : 'true',
    clientId ? 't.client_id = ?' : 'true',
  ].join(' and ');
  const params = [...visible.params, ...(status ?? []), ...(clientId ? [isUuid(clientId) ? clientId : null] : [])];

  const rows = await em.execute<TicketRow[]>(
    `select ${columnsOf(em, Ticket, 't')} from ticket t where ${where}
     ${after ? 'and (t.last_message_at, t.id) < (?::timestamptz, ?::uuid)' : ''}
     order by t.last_message_at desc, t.id desc limit ?`,
    [...params, ...(after ?? []), first + 1],
  );
  const [counted] = await em.execute<{ count: number }[]>(`select count(*) as count from ticket t where ${where}`, params);
  return toConnection(rows, first, (row) => [row.lastMessageAt.toISOString(), row.id], counted?.count ?? 0, page.after);
}

/** Tickets that await the team. */
export async function countAwaitingTeam(em: EntityManager, businessId: string): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(
    `select count(*) as count from ticket where business_id = ? and state = 'AWAITING_TEAM'`, [businessId],
  );
  return row?.count ?? 0;
}

export type MessageRow = Row<TicketMessage>;

export const createMessageLoader = (em: EntityManager, businessId: string) =>
  new DataLoader<string, MessageRow[]>(async (ids) => {
    const rows = await em.execute<MessageRow[]>(
      `select ${columnsOf(em, TicketMessage, 'm')} from ticket_message m
       where m.business_id = ? and m.ticket_id in (${places([...ids])}) order by m.created_at, m.id`,
      [businessId, ...ids],
    );
    const groups = Map.groupBy(rows, (row) => row.ticketId);
    return ids.map((id) => groups.get(id) ?? []);
  });
