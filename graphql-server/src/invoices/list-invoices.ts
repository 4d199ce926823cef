import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import { decodeCursor, pageSize, toConnection, type Connection } from '../paging.ts';
import { columnsOf } from '../plain-rows.ts';
import { badInput } from '../shared/domain-error.ts';
import { inStatus, matching, type Condition, type InvoiceFilter, type InvoiceRow } from './invoice.access.ts';
import { Invoice } from './invoice.entity.ts';
import { invoiceStatuses, type InvoiceStatus } from './invoice-states.ts';
import type { invoiceSortFields } from './invoice.inputs.ts';

export interface InvoiceSort { field: keyof typeof invoiceSortFields; direction: 'ASC' | 'DESC' }

interface Page { first: number; after?: string | null; sort: InvoiceSort; filter: InvoiceFilter }

/**
 * What rows are ordered by, before their id, as an index holds it; and how a cursor carries it.
 * Behind row-level security an index finds only by what PostgreSQL holds to leak nothing, and that
 * is not `coalesce`.
 */
type Key = { sql: string; type: 'date' | 'text' | 'char(3)' | 'bigint'; kind: 'date' | 'text' | 'amount' }[];

const keys: Record<Exclude<InvoiceSort['field'], 'STATUS'>, Key> = {
  ISSUE_DATE: [{ sql: 'i.issue_date', type: 'date', kind: 'date' }],
  DUE_DATE: [{ sql: `case when i.due_date is null then date '9999-12-31' else i.due_date end`, type: 'date', kind: 'date' }],
  NUMBER: [{ sql: `(case when i.number is null then '' else i.number end) collate "C"`, type: 'text', kind: 'text' }],
  TOTAL: [{ sql: 'i.currency', type: 'char(3)', kind: 'text' }, { sql: 'i.total', type: 'bigint', kind: 'amount' }],
};

type KeyedRow = InvoiceRow & { key: (string | number)[] };

/** A page of every invoice that the viewer may see. Ties are in the order of the rows' ids. */
export async function listInvoices(em: EntityManager, viewer: Viewer, page: Page, today: string): Promise<Connection<InvoiceRow>> {
  const first = pageSize(page.first);
  const where = matching(viewer, page.filter, today);
  const rows = page.sort.field === 'STATUS' ? await byStatus(em, where, page, today) : await byKey(em, where, page, keys[page.sort.field]);
  return toConnection(rows, first, (row) => [...row.key, row.id], () => countOf(em, where), page.after);
}

async function countOf(em: EntityManager, where: Condition): Promise<number> {
  const [counted] = await em.execute<{ count: number }[]>(`select count(*) as count from invoice i where ${where.sql}`, where.params);
  return counted?.count ?? 0;
}

/** All parts of a key run one way, so that one row comparison on an index finds the next page. */
async function byKey(em: EntityManager, where: Condition, { first, after, sort }: Page, key: Key): Promise<KeyedRow[]> {
  const from = decodeCursor(after, [...key.map(({ kind }) => kind), 'id']);
  return run(em, where, key, sort.direction, from, first + 1);
}

/**
 * One status after the other, newest first in each: whatever is in a status stands together, and no
 * index could hold an order that changes at midnight.
 */
async function byStatus(em: EntityManager, where: Condition, { first, after, sort, filter }: Page, today: string): Promise<KeyedRow[]> {
  const [from, ...within] = decodeCursor(after, ['text', 'date', 'id']) ?? [];
  const order = Object.keys(invoiceStatuses) as InvoiceStatus[];
  if (sort.direction === 'DESC') order.reverse();
  const begin = from === undefined ? 0 : order.indexOf(from as InvoiceStatus);
  if (begin < 0) throw badInput('This cursor is not one of ours; start again from the first page.', 'after');

  const rows: KeyedRow[] = [];
  for (const status of order.slice(begin)) {
    if (filter.status?.length && !filter.status.includes(status)) continue;
    const standing = inStatus([status], today);
    const both = { sql: `${where.sql} and ${standing.sql}`, params: [...where.params, ...standing.params] };
    const found = await run(em, both, keys.ISSUE_DATE, 'DESC', status === from ? within : null, first + 1 - rows.length);
    rows.push(...found.map((row) => ({ ...row, key: [status, ...row.key] })));
    if (rows.length > first) break;
  }
  return rows;
}

function run(em: EntityManager, where: Condition, key: Key, direction: 'ASC' | 'DESC', from: (string | number)[] | null, limit: number): Promise<KeyedRow[]> {
  const columns = [...key.map(({ sql }) => sql), 'i.id'];
  const places = [...key.map(({ type }) => `?::${type}`), '?::uuid'];
  const behind = from?.length ? `and (${columns.join(', ')}) ${direction === 'DESC' ? '<' : '>'} (${places.join(', ')})` : '';
  return em.execute(
    `select ${columnsOf(em, Invoice, 'i')}, jsonb_build_array(${key.map(({ sql }) => sql).join(', ')}) as key
     from invoice i where ${where.sql} ${behind}
     order by ${columns.map((column) => `${column} ${direction}`).join(', ')} limit ?`,
    [...where.params, ...(from ?? []), limit],
  );
}
