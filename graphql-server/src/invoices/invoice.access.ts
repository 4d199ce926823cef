import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import { asDrafted } from '../documents/write-draft.ts';
import { Dispatch } from '../mail/dispatch.entity.ts';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import { badInput, notFound } from '../shared/domain-error.ts';
import { searchText } from '../shared/search-text.ts';
import { isUuid } from '../shared/uuid.ts';
import { Invoice } from './invoice.entity.ts';
import type { InvoiceStatus } from './invoice-states.ts';

export type InvoiceRow = Row<Invoice>;

export interface InvoiceFilter {
  status?: InvoiceStatus[] | null;
  year?: number | null;
  text?: string | null;
  clientId?: string | null;
  /** Of the issue date, both inclusive. */
  from?: string | null;
  to?: string | null;
  currency?: string | null;
  /** Of the total in minor units, both inclusive. */
  minTotal?: number | null;
  maxTotal?: number | null;
}

export interface Condition { sql: string; params: unknown[] }

/**
 * What a viewer may see: a team member all of the business's, a contact those of its client that
 * were ever sent. Row-level security holds tenant and client once more.
 */
export function visibleTo(viewer: Viewer): Condition {
  if (viewer.kind === 'team') return { sql: 'i.business_id = ? and i.undone_at is null', params: [viewer.businessId] };
  return {
    sql: 'i.business_id = ? and i.client_id = ? and i.first_sent_at is not null',
    params: [viewer.businessId, viewer.clientId],
  };
}

export function matching(viewer: Viewer, filter: InvoiceFilter, today: string): Condition {
  const parts: Condition[] = [visibleTo(viewer)];
  if (filter.status?.length) parts.push(inStatus(filter.status, today));
  if (isGiven(filter.year)) parts.push(yearCondition(filter.year!));
  if (filter.clientId) parts.push({ sql: 'i.client_id = ?', params: [isUuid(filter.clientId) ? filter.clientId : null] });
  if (filter.from) parts.push({ sql: 'i.issue_date >= ?', params: [filter.from] });
  if (filter.to) parts.push({ sql: 'i.issue_date <= ?', params: [filter.to] });
  if (filter.currency) parts.push({ sql: 'i.currency = ?', params: [filter.currency] });
  if (isGiven(filter.minTotal) || isGiven(filter.maxTotal)) parts.push(amountCondition(filter));
  if (filter.text?.trim()) parts.push(textCondition(searchText(filter.text), viewer));
  return { sql: parts.map((part) => `(${part.sql})`).join(' and '), params: parts.flatMap((part) => part.params) };
}

/** `statusOf` as the planner can reckon with it: of a `case` it knows neither an index nor how many rows there are. */
export function inStatus(statuses: InvoiceStatus[], today: string): Condition {
  const conditions = statuses.map((status) => statusConditions[status]);
  return {
    sql: conditions.map((sql) => `(${sql})`).join(' or '),
    params: conditions.filter((sql) => sql.includes('?')).map(() => today),
  };
}

const IS_LATE = 'i.balance > 0 and i.due_date < ?::date';
const statusConditions: Record<InvoiceStatus, string> = {
  DRAFT: `i.state = 'DRAFT'`,
  SENT: `i.state = 'SENT' and (${IS_LATE}) is not true`,
  OVERDUE: `i.state = 'SENT' and ${IS_LATE}`,
  PAID: `i.state = 'PAID'`,
  VOID: `i.state = 'VOID'`,
};

const isGiven = (value: number | null | undefined) => value !== null && value !== undefined;

function amountCondition({ currency, minTotal, maxTotal }: InvoiceFilter): Condition {
  if (!currency) throw badInput('Amounts are compared within one currency; please choose it.', 'currency');
  return { sql: 'i.total between ? and ?', params: [minTotal ?? 0, maxTotal ?? Number.MAX_SAFE_INTEGER] };
}

function yearCondition(year: number): Condition {
  if (year < 1 || year > 9999) throw badInput(`${year} is not a year from 1 to 9999.`, 'year');
  const digits = String(year).padStart(4, '0');
  return { sql: 'i.issue_date between ? and ?', params: [`${digits}-01-01`, `${digits}-12-31`] };
}

function textCondition(text: string, viewer: Viewer): Condition {
  const pattern = `%${text}%`;
  if (viewer.kind === 'contact') {
    return {
      sql: `i.number ilike ? or i.notes ilike ? or i.reference ilike ?
        or exists (select from invoice_line l where l.business_id = i.business_id and l.invoice_id = i.id and l.description ilike ?)`,
      params: [pattern, pattern, pattern, pattern],
    };
  }
  // Lines are read through once: looking up those of each invoice takes five times as long.
  return {
    sql: `i.number ilike ? or i.notes ilike ? or i.reference ilike ?
      or i.client_id in (select c.id from client c where c.business_id = ? and c.name ilike ?)
      or i.id in (select l.invoice_id from invoice_line l where l.business_id = ? and l.description ilike ?)`,
    params: [pattern, pattern, pattern, viewer.businessId, pattern, viewer.businessId, pattern],
  };
}

/** The same error for what is not there and what is not for this viewer. */
export async function findInvoice(em: EntityManager, viewer: Viewer, id: string): Promise<InvoiceRow> {
  const visible = visibleTo(viewer);
  const rows = isUuid(id)
    ? await em.execute<InvoiceRow[]>(
        `select ${columnsOf(em, Invoice, 'i')} from invoice i where ${visible.sql} and i.id = ?`,
        [...visible.params, id],
      )
    : [];
  const [row] = rows;
  if (!row) throw notFound('invoice');
  return viewer.kind === 'team' ? asDrafted(row) : row;
}

/** Whether money for an invoice has left the payer and not yet arrived; of a whole page at once. */
export const createProcessingLoader = (em: EntityManager, businessId: string) =>
  new DataLoader<string, boolean>(async (ids) => {
    const rows = await em.execute<{ id: string }[]>(
      `select distinct a.invoice_id as id from payment_allocation a
       join payment_intent p on p.business_id = a.business_id and p.id = a.payment_intent_id
       where a.business_id = ? and a.invoice_id in (${places([...ids])}) and p.state = 'PROCESSING'`,
      [businessId, ...ids],
    );
    const found = new Set(rows.map(({ id }) => id));
    return ids.map((id) => found.has(id));
  });

/** Each mail about an invoice, newest first: also its reminders, receipts and refunds; of a whole page at once. */
export const createInvoiceDispatchLoader = (em: EntityManager, businessId: string) =>
  new DataLoader<string, Row<Dispatch>[]>(async (ids) => {
    const rows = await em.execute<(Row<Dispatch> & { about: string })[]>(
      `select ${columnsOf(em, Dispatch, 'd')}, o.about
       from (select id, invoice_id as about from dispatch where business_id = ? and invoice_id in (${places([...ids])})
             union
             select r.id, l.invoice_id from ledger_entry l
               join dispatch r on r.business_id = l.business_id and r.payment_id = l.payment_id and r.kind in ('RECEIPT', 'REFUND')
               where l.business_id = ? and l.invoice_id in (${places([...ids])})) o
       join dispatch d on d.business_id = ? and d.id = o.id
       order by d.created_at desc, d.id desc`,
      [businessId, ...ids, businessId, ...ids, businessId],
    );
    const groups = Map.groupBy(rows, ({ about }) => about);
    return ids.map((id) => groups.get(id) ?? []);
  });

/** For a change: the entity, its row locked until the transaction ends. */
export async function lockInvoice(em: EntityManager, viewer: Viewer, id: string): Promise<Invoice> {
  await findInvoice(em, viewer, id);
  const [invoice] = await lockInvoices(em, viewer.businessId, [id]);
  return invoice!;
}

/** Always in the same order, so that two who change the same invoices wait for each other instead of for ever. */
export async function lockInvoices(em: EntityManager, businessId: string, ids: string[]): Promise<Invoice[]> {
  await em.execute(`select from invoice where business_id = ? and id in (${places(ids)}) order by id for update`, [businessId, ...ids]);
  return em.find(Invoice, { businessId, id: { $in: ids } }, { orderBy: { id: 'asc' }, refresh: true });
}
