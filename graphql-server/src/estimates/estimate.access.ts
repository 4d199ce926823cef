import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import { asDrafted } from '../documents/write-draft.ts';
import { decodeCursor, pageSize, toConnection, type Connection } from '../paging.ts';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import { notFound } from '../shared/domain-error.ts';
import { searchText } from '../shared/search-text.ts';
import { isUuid } from '../shared/uuid.ts';
import type { EstimateStatus } from './estimate-states.ts';
import { Estimate, STATUS_SQL } from './estimate.entity.ts';

export type EstimateRow = Row<Estimate>;

export interface EstimateFilter { clientId?: string | null; status?: EstimateStatus[] | null; text?: string | null }

interface Condition { sql: string; params: unknown[] }

/** A team member sees all of the business's, a contact those of its client that were ever sent. */
function visibleTo(viewer: Viewer): Condition {
  return viewer.kind === 'team'
    ? { sql: 'e.business_id = ?', params: [viewer.businessId] }
    : { sql: 'e.business_id = ? and e.client_id = ? and e.first_sent_at is not null', params: [viewer.businessId, viewer.clientId] };
}

/** Newest first. */
export async function listEstimates(em: EntityManager, viewer: Viewer, page: { first: number; after?: string | null; filter: EstimateFilter }, today: string): Promise<Connection<EstimateRow>> {
  const first = pageSize(page.first);
  const where = matching(viewer, page.filter, today);
  const after = decodeCursor(page.after, ['integer', 'id']);
  const day = `(e.issue_date - date '0001-01-01')`;
  const rows = await em.execute<(EstimateRow & { day: number })[]>(
    `select ${columnsOf(em, Estimate, 'e')}, ${day} as day from estimate e
     where ${where.sql} ${after ? `and (e.issue_date, e.id) < (date '0001-01-01' + ?::int, ?::uuid)` : ''}
     order by e.issue_date desc, e.id desc limit ?`,
    [...where.params, ...(after ?? []), first + 1],
  );
  const [counted] = await em.execute<{ count: number }[]>(`select count(*) as count from estimate e where ${where.sql}`, where.params);
  return toConnection(rows, first, (row) => [row.day, row.id], counted?.count ?? 0, page.after);
}

function matching(viewer: Viewer, { clientId, status, text }: EstimateFilter, today: string): Condition {
  const parts = [visibleTo(viewer)];
  if (clientId) parts.push({ sql: 'e.client_id = ?', params: [isUuid(clientId) ? clientId : null] });
  if (status?.length) parts.push({ sql: `${STATUS_SQL} in (${places(status)})`, params: [today, ...status] });
  if (text?.trim()) {
    const pattern = `%${searchText(text)}%`;
    parts.push(viewer.kind === 'contact'
      ? { sql: 'e.number ilike ?', params: [pattern] }
      : {
          sql: `e.number ilike ? or e.reference ilike ?
            or exists (select from client c where c.business_id = e.business_id and c.id = e.client_id and c.name ilike ?)
            or exists (select from estimate_line l where l.business_id = e.business_id and l.estimate_id = e.id and l.description ilike ?)`,
          params: [pattern, pattern, pattern, pattern],
        });
  }
  return { sql: parts.map(({ sql }) => `(${sql})`).join(' and '), params: parts.flatMap(({ params }) => params) };
}

/** The same error for what is not there and what is not for this viewer. */
export async function findEstimate(em: EntityManager, viewer: Viewer, id: string): Promise<EstimateRow> {
  const visible = visibleTo(viewer);
  const rows = isUuid(id)
    ? await em.execute<EstimateRow[]>(`select ${columnsOf(em, Estimate, 'e')} from estimate e where ${visible.sql} and e.id = ?`, [...visible.params, id])
    : [];
  const [row] = rows;
  if (!row) throw notFound('estimate');
  return viewer.kind === 'team' ? asDrafted(row) : row;
}

/** For a change: the entity, its row locked until the transaction ends. */
export async function lockEstimate(em: EntityManager, viewer: Viewer, id: string): Promise<Estimate> {
  await findEstimate(em, viewer, id);
  await em.execute('select from estimate where business_id = ? and id = ? for update', [viewer.businessId, id]);
  return em.findOneOrFail(Estimate, { businessId: viewer.businessId, id }, { refresh: true });
}
