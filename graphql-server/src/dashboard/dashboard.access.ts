import type { EntityManager } from '@mikro-orm/postgresql';
import { ClientEvent } from '../clients/client-event.entity.ts';
import { columnsOf, type Row } from '../plain-rows.ts';
import type { DashboardBalance, DashboardMonth } from './dashboard.type.ts';

interface BalanceRow { currency: string; owed: number; credit: number; overdue: number; outstanding: number; overdueCount: number; paid: number }

/**
 * Sums of the maintained balances; what depends on today comes from the index of sent invoices,
 * and what was paid in the month from the ledger. Most owed first.
 */
export async function balancesOf(em: EntityManager, businessId: string, today: string): Promise<DashboardBalance[]> {
  const rows = await em.execute<BalanceRow[]>(
    `with balance as (
       select currency, sum(owed)::bigint as owed, sum(credit)::bigint as credit from client_balance where business_id = ? group by currency
     ), open as (
       select currency, sum(outstanding)::bigint as outstanding, sum(late)::bigint as late, sum(overdue)::bigint as overdue
       from (
         -- In the order of the index, so that nothing is sorted.
         select currency, count(*) filter (where balance > 0) as outstanding,
           count(*) filter (where balance > 0 and due_date < ?::date) as late,
           coalesce(sum(balance) filter (where due_date < ?::date), 0) as overdue
         from invoice where business_id = ? and state = 'SENT' group by client_id, currency
       ) of_client group by currency
     ), received as (
       select currency, sum(paid)::bigint as paid
       from (
         select currency, sum(paid_change) as paid from ledger_entry
         where business_id = ? and occurred_on >= date_trunc('month', ?::date)::date and occurred_on <= ?::date group by occurred_on, currency
       ) of_day group by currency
     )
     select b.currency, b.owed, b.credit, coalesce(r.paid, 0) as paid,
       coalesce(o.overdue, 0) as overdue, coalesce(o.outstanding, 0) as outstanding, coalesce(o.late, 0) as "overdueCount"
     from balance b left join open o using (currency) left join received r using (currency)
     order by b.owed desc, b.currency`,
    [businessId, today, today, businessId, businessId, today, today],
  );
  return rows.map(({ currency, owed, credit, paid, overdue, outstanding, overdueCount }) => {
    const money = (minorUnits: number) => ({ minorUnits, currency });
    return {
      currency, owed: money(owed), credit: money(credit), overdue: money(overdue), paidThisMonth: money(paid),
      outstandingCount: outstanding, overdueCount,
    };
  });
}

/** Twelve months up to this one, oldest first, also those in which nothing was. */
export async function monthsOf(em: EntityManager, businessId: string, currency: string, today: string): Promise<DashboardMonth[]> {
  const months = lastMonths(today, 12);
  const rows = await em.execute<{ month: string; invoiced: number; paid: number }[]>(
    `select to_char(day, 'YYYY-MM-01') as month, sum(paid)::bigint as paid, sum(invoiced)::bigint as invoiced
     from (
       select occurred_on as day, sum(paid_change) as paid,
         coalesce(sum(case kind when 'CREDIT_NOTE' then -credit_change else owed_change end)
           filter (where kind in ('ISSUED', 'PULLED_BACK', 'VOIDED', 'CREDIT_NOTE')), 0) as invoiced
       from ledger_entry
       where business_id = ? and currency = ? and occurred_on >= ?::date and occurred_on < (date_trunc('month', ?::date) + interval '1 month')::date
       group by occurred_on
     ) of_day group by 1`,
    [businessId, currency, months[0], today],
  );
  const found = new Map(rows.map((row) => [row.month, row]));
  return months.map((month) => {
    const { invoiced = 0, paid = 0 } = found.get(month) ?? {};
    return { month, invoiced: { minorUnits: invoiced, currency }, paid: { minorUnits: paid, currency } };
  });
}

function lastMonths(today: string, count: number): string[] {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return Array.from({ length: count }, (_, index) => new Date(Date.UTC(year, month - count + index, 1)).toISOString().slice(0, 10));
}

export async function countOpenTickets(em: EntityManager, businessId: string): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(
    `select count(*) as count from ticket where business_id = ? and state in ('AWAITING_TEAM', 'AWAITING_CLIENT')`, [businessId],
  );
  return row?.count ?? 0;
}

/** Newest first, of all clients. */
export function latestEvents(em: EntityManager, businessId: string): Promise<Row<ClientEvent>[]> {
  return em.execute(
    `select ${columnsOf(em, ClientEvent, 'e')} from client_event e where e.business_id = ? order by e.created_at desc, e.id desc limit 20`,
    [businessId],
  );
}
