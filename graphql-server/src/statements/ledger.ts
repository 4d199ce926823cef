import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import { LedgerEntry } from './ledger-entry.entity.ts';

type Entry = Pick<LedgerEntry, 'businessId' | 'clientId' | 'kind' | 'currency' | 'occurredOn'> & Partial<LedgerEntry>;

/** Writes entries and the balances that they change, in the caller's transaction. */
export async function postEntries(em: EntityManager, entries: Entry[]): Promise<void> {
  for (const entry of entries) em.persist(Object.assign(new LedgerEntry(), entry));
  await em.flush();
  for (const [, group] of Map.groupBy(entries, (entry) => `${entry.clientId} ${entry.currency}`)) {
    await addToBalance(em, group);
  }
}

async function addToBalance(em: EntityManager, [first, ...rest]: Entry[]): Promise<void> {
  if (!first) return;
  const sum = (pick: (entry: Entry) => number | undefined) =>
    [first, ...rest].reduce((total, entry) => total + (pick(entry) ?? 0), 0);
  await em.execute(
    `insert into client_balance as b (id, business_id, created_at, client_id, currency, owed, paid, credit)
     values (?, ?, now(), ?, ?, ?, ?, ?)
     on conflict (business_id, client_id, currency) do update set
       owed = b.owed + excluded.owed, paid = b.paid + excluded.paid, credit = b.credit + excluded.credit`,
    [
      v7(), first.businessId, first.clientId, first.currency,
      sum((entry) => entry.owedChange), sum((entry) => entry.paidChange), sum((entry) => entry.creditChange),
    ],
  );
}

export interface BalanceDifference {
  clientId: string;
  currency: string;
  what: string;
}

/** Every balance and every invoice against the ledger. An empty answer means that they agree. */
export function ledgerDifferences(em: EntityManager): Promise<BalanceDifference[]> {
  return em.execute(`
    with sums as (
      select business_id, client_id, currency,
        sum(owed_change) as owed, sum(paid_change) as paid, sum(credit_change) as credit
      from ledger_entry group by 1, 2, 3
    ), of_invoices as (
      select business_id, invoice_id as id, sum(owed_change) as owed, sum(paid_change) as paid
      from ledger_entry where invoice_id is not null group by 1, 2
    )
    select coalesce(s.client_id, b.client_id) as "clientId", coalesce(s.currency, b.currency) as currency,
      format('ledger owed %s paid %s credit %s, balance owed %s paid %s credit %s',
        s.owed, s.paid, s.credit, b.owed, b.paid, b.credit) as what
    from sums s
    full join client_balance b using (business_id, client_id, currency)
    where (s.owed, s.paid, s.credit) is distinct from (b.owed, b.paid, b.credit)
    union all
    select i.client_id, i.currency,
      format('ledger owed %s paid %s on invoice %s, which says owed %s paid %s', coalesce(o.owed, 0), coalesce(o.paid, 0), i.number, i.balance, i.amount_paid)
    from invoice i
    left join of_invoices o on o.business_id = i.business_id and o.id = i.id
    where coalesce(o.owed, 0) <> case i.state when 'SENT' then i.balance else 0 end or coalesce(o.paid, 0) <> i.amount_paid`);
}
