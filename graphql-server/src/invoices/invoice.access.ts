import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import { badInput, notFound } from '../shared/domain-error.ts';
import { searchText } from '../shared/search-text.ts';
import { isUuid } from '../shared/uuid.ts';
import { Invoice, STATUS_SQL } from './invoice.entity.ts';
import type { InvoiceStatus } from './invoice-states.ts';

export type InvoiceRow = Row<Invoice>;

export interface InvoiceFilter {
  status?: InvoiceStatus[] | null;
  year?: number | null;
  text?: string | null;
  clientId?: string | null;
}

export interface Condition { sql: string; params: unknown[] }

/**
 * What a viewer may see: a team member all of the business's, a contact those of its client that
 * were ever sent. Row-level security holds tenant and client once more.
 */
export function visibleTo(viewer: Viewer): Condition {
  if (viewer.kind === 'team') return { sql: 'i.business_id = ?', params: [viewer.businessId] };
  return {
    sql: 'i.business_id = ? and i.client_id = ? and i.first_sent_at is not null',
    params: [viewer.businessId, viewer.clientId],
  };
}

export function matching(viewer: Viewer, filter: InvoiceFilter, today: string): Condition {
  const parts: Condition[] = [visibleTo(viewer)];
  if (filter.status?.length) {
    parts.push({ sql: `${STATUS_SQL} in (${places(filter.status)})`, params: [today, ...filter.status] });
  }
  if (filter.year !== null && filter.year !== undefined) parts.push(yearCondition(filter.year));
  if (filter.clientId) parts.push({ sql: 'i.client_id = ?', params: [isUuid(filter.clientId) ? filter.clientId : null] });
  if (filter.text?.trim()) parts.push(textCondition(searchText(filter.text)));
  return { sql: parts.map((part) => `(${part.sql})`).join(' and '), params: parts.flatMap((part) => part.params) };
}

function yearCondition(year: number): Condition {
  if (year < 1 || year > 9999) throw badInput(`${year} is not a year from 1 to 9999.`, 'year');
  const digits = String(year).padStart(4, '0');
  return { sql: 'i.issue_date between ? and ?', params: [`${digits}-01-01`, `${digits}-12-31`] };
}

function textCondition(text: string): Condition {
  const pattern = `%${text}%`;
  return {
    sql: `i.number ilike ? or i.notes ilike ?
      or exists (select from client c where c.business_id = i.business_id and c.id = i.client_id and c.name ilike ?)
      or exists (select from invoice_line l where l.business_id = i.business_id and l.invoice_id = i.id and l.description ilike ?)`,
    params: [pattern, pattern, pattern, pattern],
  };
}

/** The same error for what is not there and what is not for this viewer. */
export async function findInvoice(em: EntityManager, viewer: Viewer, id: string): Promise<InvoiceRow> {
  const visible = visibleTo(viewer);
  const [row] = isUuid(id)
    ? await em.execute<InvoiceRow[]>(
        `select ${columnsOf(em, Invoice, 'i')} from invoice i where ${visible.sql} and i.id = ?`,
        [...visible.params, id],
      )
    : [];
  if (!row) throw notFound('invoice');
  return row;
}

/** For a change: the entity, its row locked until the transaction ends. */
export async function lockInvoice(em: EntityManager, viewer: Viewer, id: string): Promise<Invoice> {
  await findInvoice(em, viewer, id);
  await em.execute('select from invoice where business_id = ? and id = ? for update', [viewer.businessId, id]);
  return em.findOneOrFail(Invoice, { businessId: viewer.businessId, id }, { refresh: true });
}
