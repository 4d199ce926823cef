import type { EntityManager } from '@mikro-orm/postgresql';
import type { DispatchKind, DispatchState } from '../mail/dispatch.entity.ts';
import { decodeCursor, pageSize, toConnection, type Connection } from '../paging.ts';
import { places } from '../plain-rows.ts';
import { searchText } from '../shared/search-text.ts';
import { eventKindsOf, timelineTopics, type TimelineEventKind, type TimelineTopic } from './timeline-topics.ts';

/** Whose timeline. */
export interface Of { businessId: string; id: string }

export interface TimelineFilter { text?: string | null; topics?: TimelineTopic[] | null }

/** An event, a message or a mail, as it stands in its own table. */
export interface TimelineRow {
  id: string;
  createdAt: Date;
  /** With the microseconds that a date of ours has no room for. */
  instant: string;
  kind: TimelineEventKind | 'message' | 'note' | 'mail';
  summary: string | null;
  text: string | null;
  authorName: string | null;
  authorKind: 'CONTACT' | 'TEAM_MEMBER' | null;
  channel: 'WEB' | 'EMAIL' | null;
  isAutomatic: boolean | null;
  mailKind: DispatchKind | null;
  recipient: string | null;
  subject: string | null;
  state: DispatchState | null;
  error: string | null;
  openedAt: Date | null;
  invoiceId: string | null;
  estimateId: string | null;
  creditNoteId: string | null;
  ticketId: string | null;
  documentNumber: string | null;
  ticketNumber: number | null;
}

/** Newest first, for ever. For the team alone; what may still be taken back is not on it. */
export async function timelineOf(em: EntityManager, of: Of, page: TimelineFilter & { first: number; after?: string | null }): Promise<Connection<TimelineRow>> {
  const first = pageSize(page.first);
  const after = decodeCursor(page.after, ['instant', 'id']);
  const rows = await readTimeline(em, of, { ...page, after, limit: first + 1 });
  return toConnection(rows, first, (row) => [row.instant, row.id], () => countTimeline(em, of, page), page.after);
}

/** A page's keys come out of three indexes in the same order; only what is on the page is then read. */
export async function readTimeline(em: EntityManager, of: Of, { after, limit, ...filter }: TimelineFilter & { after: (string | number)[] | null; limit: number }): Promise<TimelineRow[]> {
  const sources = sourcesOf(of, filter);
  if (sources.length === 0) return [];
  const parts = sources.map(({ from, where }) =>
    `(select ${from.source} as source, s.id, s.created_at from ${from.table} s where ${where}
      ${after ? 'and (s.created_at, s.id) < (?::timestamptz, ?::uuid)' : ''} order by s.created_at desc, s.id desc limit ?)`);
  return em.execute(
    `with page as (select * from (${parts.join(' union all ')}) part order by created_at desc, id desc limit ?)
     ${READ}`,
    [...sources.flatMap(({ params }) => [...params, ...(after ?? []), limit]), limit, ...[1, 2, 3].map(() => of.businessId)],
  );
}

async function countTimeline(em: EntityManager, of: Of, filter: TimelineFilter): Promise<number> {
  const sources = sourcesOf(of, filter);
  if (sources.length === 0) return 0;
  const counts = sources.map(({ from, where }) => `(select count(*) from ${from.table} s where ${where})`);
  const [counted] = await em.execute<{ count: number }[]>(`select ${counts.join(' + ')} as count`, sources.flatMap(({ params }) => params));
  return counted?.count ?? 0;
}

interface Source { from: { table: string; source: string }; where: string; params: unknown[] }

function sourcesOf({ businessId, id }: Of, { text, topics }: TimelineFilter): Source[] {
  const wanted = topics?.length ? topics : Object.values(timelineTopics);
  const query = text?.trim() ? wordsIn(text) : null;
  if (query === '') return [];
  const source = (from: Source['from'], condition = 'true', params: unknown[] = []): Source => ({
    from,
    where: `s.business_id = ? and s.client_id = ? and ${condition}${query ? ` and s.words @@ to_tsquery('simple', ?)` : ''}`,
    params: [businessId, id, ...params, ...(query ? [query] : [])],
  });
  const kinds = eventKindsOf(wanted);
  return [
    ...(kinds.length > 0 ? [source({ table: 'client_event', source: `'event'` }, `s.kind in (${places(kinds)})`, kinds)] : []),
    ...(wanted.includes('MESSAGES') ? [source({ table: 'ticket_message', source: `'message'` }, 's.held_until is null')] : []),
    ...(wanted.includes('MAILS') ? [source({ table: 'dispatch', source: `'mail'` })] : []),
  ];
}

/** All of the words, each of which may be only begun. Empty when there is none. */
function wordsIn(text: string): string {
  searchText(text);
  const words = text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return words.map((word) => `'${word}':*`).join(' & ');
}

const READ = /* sql */ `
select page.id, page.created_at as "createdAt", to_char(page.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as instant,
  case page.source when 'event' then e.kind when 'mail' then 'mail' else case m.kind when 'INTERNAL_NOTE' then 'note' else 'message' end end as kind,
  e.summary, left(coalesce(m.body, d.note), 600) as text, coalesce(m.author_name, e.team_member_name) as "authorName",
  m.author_kind as "authorKind", m.channel, m.is_automatic as "isAutomatic",
  d.kind as "mailKind", d.recipient, d.subject, d.state, d.error, d.opened_at as "openedAt",
  coalesce(e.invoice_id, d.invoice_id) as "invoiceId", coalesce(e.estimate_id, d.estimate_id) as "estimateId",
  coalesce(e.credit_note_id, d.credit_note_id) as "creditNoteId", coalesce(e.ticket_id, m.ticket_id, dm.ticket_id) as "ticketId",
  coalesce(i.number, es.number, cn.number) as "documentNumber", t.number as "ticketNumber"
from page
left join client_event e on page.source = 'event' and e.business_id = ? and e.id = page.id
left join ticket_message m on page.source = 'message' and m.business_id = ? and m.id = page.id
left join dispatch d on page.source = 'mail' and d.business_id = ? and d.id = page.id
left join ticket_message dm on dm.business_id = d.business_id and dm.id = d.ticket_message_id
left join invoice i on i.business_id = d.business_id and i.id = d.invoice_id
left join estimate es on es.business_id = d.business_id and es.id = d.estimate_id
left join credit_note cn on cn.business_id = d.business_id and cn.id = d.credit_note_id
left join ticket t on t.business_id = coalesce(m.business_id, dm.business_id) and t.id = coalesce(m.ticket_id, dm.ticket_id)
order by page.created_at desc, page.id desc`;
