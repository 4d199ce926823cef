import { todayOf } from '../businesses/today.ts';
import type { Context } from '../context.ts';
import type { Statement } from './statement.type.ts';

interface BalanceRow { currency: string; paid: number; owed: number; credit: number; overdue: number; outstanding: number }

/** The maintained balances; only what depends on today's date is looked up on the invoices. */
export async function statementOf(context: Pick<Context, 'em' | 'loaders' | 'clock'>, businessId: string, clientId: string): Promise<Statement> {
  const today = await todayOf(context, businessId);
  const rows = await context.em.execute<BalanceRow[]>(
    `select b.currency, b.paid, b.owed, b.credit, o.overdue, o.outstanding
     from client_balance b
     cross join lateral (
       select coalesce(sum(i.balance) filter (where i.due_date < ?::date), 0)::bigint as overdue,
         count(*) filter (where i.balance > 0) as outstanding
       from invoice i
       where i.business_id = b.business_id and i.client_id = b.client_id and i.currency = b.currency and i.state = 'SENT'
     ) o
     where b.business_id = ? and b.client_id = ? order by b.owed desc, b.currency`,
    [today, businessId, clientId],
  );
  return {
    balances: rows.map(({ currency, paid, owed, credit, overdue, outstanding }) => {
      const money = (minorUnits: number) => ({ minorUnits, currency });
      return {
        currency,
        lifetimePaid: money(paid),
        currentlyOwed: money(owed),
        overdue: money(overdue),
        credit: money(credit),
        outstandingCount: outstanding,
      };
    }),
  };
}
