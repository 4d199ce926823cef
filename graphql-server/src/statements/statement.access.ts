import { todayOf } from '../businesses/today.ts';
import type { Context } from '../context.ts';
import type { Statement } from './statement.type.ts';

interface BalanceRow {
  currency: string; paid: number; owed: number; credit: number; overdue: number; outstanding: number;
  notDue: number; upTo30Days: number; upTo60Days: number; upTo90Days: number; longer: number;
}

/** The maintained balances; only what depends on today's date is looked up on the invoices. */
export async function statementOf(context: Pick<Context, 'em' | 'loaders' | 'clock'>, businessId: string, clientId: string): Promise<Statement> {
  const today = await todayOf(context, businessId);
  const rows = await context.em.execute<BalanceRow[]>(
    `select b.currency, b.paid, b.owed, b.credit, o.*
     from client_balance b
     cross join lateral (
       select ${sumWhere('due > 0')} as overdue, count(*) filter (where i.balance > 0) as outstanding,
         ${sumWhere('due is null or due <= 0')} as "notDue", ${sumWhere('due between 1 and 30')} as "upTo30Days", ${sumWhere('due between 31 and 60')} as "upTo60Days",
         ${sumWhere('due between 61 and 90')} as "upTo90Days", ${sumWhere('due > 90')} as longer
       from invoice i cross join lateral (select ?::date - i.due_date as due) d
       where i.business_id = b.business_id and i.client_id = b.client_id and i.currency = b.currency and i.state = 'SENT'
     ) o
     where b.business_id = ? and b.client_id = ? order by b.owed desc, b.currency`,
    [today, businessId, clientId],
  );
  return {
    balances: rows.map((row) => {
      const { currency, paid, owed, credit, overdue, outstanding } = row;
      const money = (minorUnits: number) => ({ minorUnits, currency });
      return {
        currency,
        lifetimePaid: money(paid),
        currentlyOwed: money(owed),
        overdue: money(overdue),
        credit: money(credit),
        outstandingCount: outstanding,
        ageing: { notDue: money(row.notDue), upTo30Days: money(row.upTo30Days), upTo60Days: money(row.upTo60Days), upTo90Days: money(row.upTo90Days), longer: money(row.longer) },
      };
    }),
  };
}

const sumWhere = (condition: string) => `coalesce(sum(i.balance) filter (where ${condition}), 0)::bigint`;
