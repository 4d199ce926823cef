import DataLoader from 'dataloader';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { decodeCursor, pageSize, toConnection, type Connection } from '../paging.ts';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import { notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import type { ClientPayment, RefundType } from './client-payment.type.ts';
import { isUndoable, Payment, refundableOf } from './payment.entity.ts';
import { Refund } from './refund.entity.ts';
import { stripePage } from './stripe-page.ts';

interface Condition { sql: string; params: unknown[] }

/** Newest first, of the whole business or of one client. */
export async function listPayments(em: EntityManager, { businessId }: TeamViewer, { first, after, search }: { first: number; after?: string | null | undefined; search?: string | null | undefined }): Promise<Connection<ClientPayment>> {
  const size = pageSize(first);
  const from = decodeCursor(after, ['date', 'id']);
  const where = await matching(em, businessId, search);
  const rows = await read(em, businessId, { ...where, sql: from ? `${where.sql} and (p.received_on, p.id) < (?::date, ?::uuid)` : where.sql, params: [...where.params, ...(from ?? [])] }, size + 1);
  const count = async () => {
    const [counted] = await em.execute<{ count: number }[]>(`select count(*) as count from payment p where ${where.sql}`, where.params);
    return counted?.count ?? 0;
  };
  return toConnection(rows, size, ({ receivedOn, id }) => [receivedOn, id], count, after);
}

/** In the client's name and the payer's or provider's reference, and what begins the number of an invoice that it settled. */
async function matching(em: EntityManager, businessId: string, search: string | null | undefined): Promise<Condition> {
  const text = search?.trim();
  if (!text) return { sql: 'p.business_id = ?', params: [businessId] };
  const like = `%${text.slice(0, 200).replace(/[\\%_]/g, '\\$&')}%`;
  // Found one by one, each by an index: all at once is a join of everything with everything.
  const clients = await em.execute<{ id: string }[]>(`select id from client where business_id = ? and name ilike ? limit ${MOST_FOUND}`, [businessId, like]);
  const invoices = await em.execute<{ id: string }[]>(
    `select id from invoice where business_id = ? and ${NUMBER} >= ? and ${NUMBER} < ? limit ${MOST_FOUND}`, [businessId, text.toUpperCase(), `${text.toUpperCase()}\uffff`],
  );
  const ids = [clients, invoices].map((rows) => rows.map(({ id }) => id));
  return {
    sql: `p.business_id = ? and (p.reference ilike ? or p.client_id in (${places(ids[0]!)}) or p.id in (
        select e.payment_id from ledger_entry e where e.business_id = ? and e.invoice_id in (${places(ids[1]!)})))`,
    params: [businessId, like, ...ids[0]!, businessId, ...ids[1]!],
  };
}

const MOST_FOUND = 500;
/** As the index has it. */
const NUMBER = `(case when number is null then '' else number end) collate "C"`;

export function paymentsOf(em: EntityManager, client: { businessId: string; id: string }, first: number): Promise<ClientPayment[]> {
  return read(em, client.businessId, { sql: 'p.business_id = ? and p.client_id = ?', params: [client.businessId, client.id] }, first);
}

export async function findPayment(em: EntityManager, businessId: string, id: string): Promise<ClientPayment> {
  const [payment] = isUuid(id) ? await read(em, businessId, { sql: 'p.business_id = ? and p.id = ?', params: [businessId, id] }, 1) : [];
  if (!payment) throw notFound('payment');
  return payment;
}

type PaymentRow = Row<Payment> & { recordedBy: string | null; isLive: boolean | null };
interface Settled { paymentId: string; invoiceId: string; amount: number }

async function read(em: EntityManager, businessId: string, where: Condition, limit: number): Promise<ClientPayment[]> {
  const rows = await em.execute<PaymentRow[]>(
    `select ${columnsOf(em, Payment, 'p')}, m.name as "recordedBy", (select is_live from payment_account a where a.business_id = p.business_id) as "isLive"
     from payment p left join team_member m on m.business_id = p.business_id and m.id = p.team_member_id
     where ${where.sql} order by p.received_on desc, p.id desc limit ?`,
    [...where.params, limit],
  );
  const ids = rows.map(({ id }) => id);
  const parts = await em.execute<Settled[]>(
    `select e.payment_id as "paymentId", e.invoice_id as "invoiceId", sum(e.paid_change)::bigint as amount from ledger_entry e
     where e.business_id = ? and e.payment_id in (${places(ids)}) and e.kind = 'PAID' group by 1, 2 order by 2`,
    [businessId, ...ids],
  );
  const byPayment = Map.groupBy(parts, ({ paymentId }) => paymentId);
  return rows.map((row) => shown(row, byPayment.get(row.id) ?? []));
}

function shown(row: PaymentRow, parts: Settled[]): ClientPayment {
  const money = (minorUnits: number) => ({ minorUnits, currency: row.currency });
  const { id, businessId, clientId, method, reference, note, receivedOn, receivedAt, undoneAt, recordedBy } = row;
  return {
    id, businessId, clientId, method, reference, note, receivedOn, receivedAt, undoneAt, recordedBy,
    amount: money(row.amount),
    settled: parts.map(({ invoiceId, amount }) => ({ invoiceId, amount: money(amount) })),
    credit: money(parts.reduce((left, { amount }) => left - amount, row.amount)),
    isOnline: row.paymentIntentId !== null,
    refunded: money(row.amountRefunded),
    disputed: money(row.amountDisputed),
    // Null when Stripe is not connected any more.
    refundable: money(row.isLive === null ? 0 : refundableOf(row)),
    canUndo: isUndoable(row),
    providerUrl: row.paymentIntentId && reference ? stripePage('payments', reference, row.isLive) : null,
  };
}

/** Oldest first, of each payment. */
export const createRefundLoader = (em: EntityManager, businessId: string) =>
  new DataLoader<string, RefundType[]>(async (ids) => {
    const rows = await em.execute<(Row<Refund> & { refundedBy: string | null })[]>(
      `select ${columnsOf(em, Refund, 'r')}, m.name as "refundedBy" from refund r
       left join team_member m on m.business_id = r.business_id and m.id = r.team_member_id
       where r.business_id = ? and r.payment_id in (${places([...ids])}) order by r.created_at, r.id`,
      [businessId, ...ids],
    );
    const groups = Map.groupBy(rows, ({ paymentId }) => paymentId);
    return ids.map((paymentId) => (groups.get(paymentId) ?? []).map(({ id, amount, currency, state, note, failure, createdAt, refundedBy }) => ({
      id, amount: { minorUnits: amount, currency }, state: state === 'CREATING' ? 'PENDING' as const : state, note, failure, createdAt, refundedBy,
    })));
  });

export const createPaymentLoader = (em: EntityManager, businessId: string) =>
  new DataLoader<string, ClientPayment>(async (ids) => {
    const rows = await read(em, businessId, { sql: `p.business_id = ? and p.id in (${places([...ids])})`, params: [businessId, ...ids] }, ids.length);
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? notFound('payment'));
  });
