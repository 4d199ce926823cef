import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import { decodeCursor, pageSize, toConnection, type Connection } from '../paging.ts';
import { columnsOf } from '../plain-rows.ts';
import { matching, type InvoiceFilter, type InvoiceRow } from './invoice.access.ts';
import { Invoice, STATUS_SQL } from './invoice.entity.ts';

export interface InvoiceSort { field: 'ISSUE_DATE' | 'STATUS'; direction: 'ASC' | 'DESC' }

interface Page { first: number; after?: string | null; sort: InvoiceSort; filter: InvoiceFilter }

const DAY = `(i.issue_date - date '0001-01-01')`;
const RANK = `array_position(array['DRAFT', 'SENT', 'OVERDUE', 'PAID', 'VOID'], ${STATUS_SQL})`;

/** Numbers that all run one way, so that one row comparison finds the next page: newest first but in one case. */
function sortKey({ field, direction }: InvoiceSort): { sql: string; runs: 'asc' | 'desc'; usesToday: boolean } {
  if (field === 'ISSUE_DATE') return { sql: `0, ${DAY}`, runs: direction === 'DESC' ? 'desc' : 'asc', usesToday: false };
  return { sql: `${direction === 'ASC' ? '-' : ''}${RANK}, ${DAY}`, runs: 'desc', usesToday: true };
}

/** A page of every invoice that the viewer may see; newest first within a status, ties by age of the row. */
export async function listInvoices(em: EntityManager, viewer: Viewer, page: Page, today: string): Promise<Connection<InvoiceRow>> {
  const first = pageSize(page.first);
  const where = matching(viewer, page.filter, today);
  const key = sortKey(page.sort);
  const keyParams = key.usesToday ? [today] : [];
  const after = decodeCursor(page.after, ['integer', 'integer', 'id']);

  const rows = await em.execute<(InvoiceRow & { k1: number; k2: number })[]>(
    `select * from (
       select ${columnsOf(em, Invoice, 'i')}, k.k1, k.k2 from invoice i
       cross join lateral (select ${key.sql}) as k (k1, k2)
       where ${where.sql}
     ) i
     ${after ? `where (k1, k2, id) ${key.runs === 'desc' ? '<' : '>'} (?, ?, ?::uuid)` : ''}
     order by k1 ${key.runs}, k2 ${key.runs}, id ${key.runs} limit ?`,
    [...keyParams, ...where.params, ...(after ?? []), first + 1],
  );
  const [counted] = await em.execute<{ count: number }[]>(`select count(*) as count from invoice i where ${where.sql}`, where.params);
  return toConnection(rows, first, (row) => [row.k1, row.k2, row.id], counted?.count ?? 0, page.after);
}
