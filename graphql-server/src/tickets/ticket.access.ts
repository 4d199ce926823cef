import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer, Viewer } from '../auth/viewer.ts';
import { decodeCursor, pageSize, toConnection, type Connection } from '../paging.ts';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import { notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { Ticket, type TicketState } from './ticket.entity.ts';

export type TicketRow = Row<Ticket>;

/** Where the team looks for a ticket. */
export const ticketBoxes = {
  AWAITING_TEAM: 'AWAITING_TEAM', AWAITING_CLIENT: 'AWAITING_CLIENT', MINE: 'MINE', UNASSIGNED: 'UNASSIGNED', SNOOZED: 'SNOOZED', CLOSED: 'CLOSED', ALL: 'ALL',
} as const;
export type TicketBox = keyof typeof ticketBoxes;

export interface TicketFilter { status?: TicketState[] | null; clientId?: string | null; box?: TicketBox | null; text?: string | null; tag?: string | null; invoiceId?: string | null }

interface Condition { sql: string; params: unknown[] }

/** A contact sees the tickets of its client, a team member all of the business. */
function visibleTo(viewer: Viewer): Condition {
  return viewer.kind === 'team'
    ? { sql: 't.business_id = ?', params: [viewer.businessId] }
    : { sql: 't.business_id = ? and t.client_id = ?', params: [viewer.businessId, viewer.clientId] };
}

/** To a contact, one that was merged is the one that its messages are in now. */
export async function findTicket(em: EntityManager, viewer: Viewer, id: string): Promise<TicketRow> {
  const visible = visibleTo(viewer);
  const [row] = isUuid(id)
    ? await em.execute<TicketRow[]>(`select ${columnsOf(em, Ticket, 't')} from ticket t where ${visible.sql} and t.id = ?`, [...visible.params, id])
    : [];
  if (!row) throw notFound('ticket');
  return viewer.kind === 'contact' && row.mergedIntoId ? findTicket(em, viewer, row.mergedIntoId) : row;
}

/** For a change: the entity, its row locked until the transaction ends. */
export async function lockTicket(em: EntityManager, viewer: Viewer, id: string): Promise<Ticket> {
  const found = await findTicket(em, viewer, id);
  return viewer.kind === 'contact' ? lockPresent(em, found) : lockFound(em, found);
}

/** It may have been merged while we waited for it. */
export async function lockPresent(em: EntityManager, found: { businessId: string; id: string }): Promise<Ticket> {
  const ticket = await lockFound(em, found);
  return ticket.mergedIntoId ? lockPresent(em, { businessId: ticket.businessId, id: ticket.mergedIntoId }) : ticket;
}

export async function lockFound(em: EntityManager, { businessId, id }: { businessId: string; id: string }): Promise<Ticket> {
  await em.execute('select from ticket where business_id = ? and id = ? for update', [businessId, id]);
  return em.findOneOrFail(Ticket, { businessId, id }, { refresh: true });
}

/** Put off counts nowhere but among what is put off, and wakes by the clock. */
const AWAKE = '(t.snoozed_until is null or t.snoozed_until <= ?)';

function inBox(box: TicketBox, viewer: Viewer, now: Date): Condition {
  switch (box) {
    case 'AWAITING_TEAM':
    case 'AWAITING_CLIENT':
      return { sql: `t.state = ? and ${AWAKE}`, params: [box, now] };
    case 'MINE':
      return { sql: `t.state <> 'CLOSED' and t.assignee_id = ? and ${AWAKE}`, params: [viewer.kind === 'team' ? viewer.teamMemberId : null, now] };
    case 'UNASSIGNED':
      return { sql: `t.state <> 'CLOSED' and t.assignee_id is null and ${AWAKE}`, params: [now] };
    case 'SNOOZED':
      return { sql: `t.state <> 'CLOSED' and t.snoozed_until > ?`, params: [now] };
    case 'CLOSED':
      return { sql: `t.state = 'CLOSED'`, params: [] };
    case 'ALL':
      return { sql: 'true', params: [] };
  }
}

function matching(viewer: Viewer, { status, clientId, invoiceId, box, text, tag }: TicketFilter, now: Date): Condition {
  const conditions = [visibleTo(viewer), { sql: 't.merged_into_id is null', params: [] as unknown[] }];
  if (status?.length) conditions.push({ sql: `t.state in (${places(status)})`, params: status });
  if (clientId) conditions.push({ sql: 't.client_id = ?', params: [isUuid(clientId) ? clientId : null] });
  if (invoiceId) conditions.push({ sql: 't.invoice_id = ?', params: [isUuid(invoiceId) ? invoiceId : null] });
  // Who looks after a ticket, and until when it is put off, is the team's alone.
  if (box && viewer.kind === 'team') conditions.push(inBox(box, viewer, now));
  if (tag && viewer.kind === 'team') conditions.push({ sql: 't.tags && array[?]::text[]', params: [tag] });
  if (text?.trim()) conditions.push(saying(text.trim().slice(0, 200)));
  return { sql: conditions.map(({ sql }) => sql).join(' and '), params: conditions.flatMap(({ params }) => params) };
}

/** Its number, or words of its subject and messages, the last of which may be only begun. */
function saying(text: string): Condition {
  const number = /^#?(\d{1,9})$/.exec(text)?.[1];
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return { sql: 'false', params: [] };
  const query = words.map((word) => `'${word.toLowerCase()}':*`).join(' & ');
  return number
    ? { sql: '(t.number = ? or t.id in (select tickets_with(?::tsquery)))', params: [Number(number), query] }
    : { sql: 't.id in (select tickets_with(?::tsquery))', params: [query] };
}

/** Latest message first. */
export async function listTickets(em: EntityManager, viewer: Viewer, page: { first: number; after?: string | null; filter: TicketFilter }, now: Date): Promise<Connection<TicketRow>> {
  const first = pageSize(page.first);
  const after = decodeCursor(page.after, ['instant', 'id']);
  const where = matching(viewer, page.filter, now);
  const rows = await em.execute<TicketRow[]>(
    `select ${columnsOf(em, Ticket, 't')} from ticket t where ${where.sql}
     ${after ? 'and (t.last_message_at, t.id) < (?::timestamptz, ?::uuid)' : ''}
     order by t.last_message_at desc, t.id desc limit ?`,
    [...where.params, ...(after ?? []), first + 1],
  );
  const count = async () => {
    const [counted] = await em.execute<{ count: number }[]>(`select count(*) as count from ticket t where ${where.sql}`, where.params);
    return counted?.count ?? 0;
  };
  return toConnection(rows, first, (row) => [row.lastMessageAt.toISOString(), row.id], count, page.after);
}

/** Tickets that await the team now. */
export async function countAwaitingTeam(em: EntityManager, businessId: string, now: Date): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(
    `select count(*) as count from ticket t where t.business_id = ? and t.state = 'AWAITING_TEAM' and t.merged_into_id is null and ${AWAKE}`, [businessId, now],
  );
  return row?.count ?? 0;
}

export type Counts = Record<'awaitingTeam' | 'awaitingClient' | 'mine' | 'unassigned' | 'snoozed' | 'closed' | 'quarantined', number>;

export async function countBoxes(em: EntityManager, viewer: TeamViewer, now: Date): Promise<Counts> {
  const boxes = { awaitingTeam: 'AWAITING_TEAM', awaitingClient: 'AWAITING_CLIENT', mine: 'MINE', unassigned: 'UNASSIGNED', snoozed: 'SNOOZED', closed: 'CLOSED' } as const;
  const conditions = Object.entries(boxes).map(([name, box]) => ({ name, ...inBox(box, viewer, now) }));
  const [row] = await em.execute<Counts[]>(
    `select ${conditions.map(({ name, sql }) => `count(*) filter (where ${sql}) as "${name}"`).join(', ')},
       (select count(*) from inbound_email e where e.business_id = ? and e.outcome = 'QUARANTINED') as quarantined
     from ticket t where t.business_id = ? and t.merged_into_id is null`,
    [...conditions.flatMap(({ params }) => params), viewer.businessId, viewer.businessId],
  );
  return row!;
}
