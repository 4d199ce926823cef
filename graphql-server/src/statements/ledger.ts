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

/** The credit on a client's account, kept from changing until the transaction ends. */
export async function lockCredit(em: EntityManager, of: { businessId: string; clientId: string; currency: string }): Promise<number> {
  const [row] = await em.execute<{ credit: number }[]>(
    'select credit from client_balance where business_id = ? and client_id = ? and currency = ? for update',
    [of.businessId, of.clientId, of.currency],
  );
  return row?.credit ?? 0;
}

export interface BalanceDifference {
  clientId: string;
  currency: string;
  what: string;
}

/** Every balance, invoice, payment and credit note against the ledger. An empty answer means that they agree. */
export function ledgerDifferences(em: EntityManager): Promise<BalanceDifference[]> {
  return em.execute(`
    with sums as (
      select business_id, client_id, currency,
        sum(owed_change) as owed, sum(paid_change) as paid, sum(credit_change) as credit
      from ledger_entry group by 1, 2, 3
    ), of_invoices as (
      select business_id, invoice_id as id, sum(owed_change) as owed, sum(paid_change) as paid,
        -sum(credit_change) filter (where kind = 'CREDIT_APPLIED') as credited
      from ledger_entry where invoice_id is not null group by 1, 2
    ), of_payments as (
      select business_id, payment_id as id, sum(paid_change) as paid
      from ledger_entry where payment_id is not null group by 1, 2
    ), of_credit_notes as (
      select business_id, credit_note_id as id, sum(credit_change) as credit
      from ledger_entry where kind = 'CREDIT_NOTE' group by 1, 2
    )
    select coalesce(s.client_id, b.client_id) as "clientId", coalesce(s.currency, b.currency) as currency,
      format('ledger owed %s paid %s credit %s, balance owed %s paid %s credit %s',
        s.owed, s.paid, s.credit, b.owed, b.paid, b.credit) as what
    from sums s
    full join client_balance b using (business_id, client_id, currency)
    where (s.owed, s.paid, s.credit) is distinct from (b.owed, b.paid, b.credit)
    union all
    select i.client_id, i.currency,
      format('ledger owed %s paid %s credited %s on invoice %s, which says owed %s paid %s credited %s',
        coalesce(o.owed, 0), coalesce(o.paid, 0), coalesce(o.credited, 0), i.number, i.balance, i.amount_paid, i.amount_credited)
    from invoice i
    left join of_invoices o on o.business_id = i.business_id and o.id = i.id
    where (coalesce(o.owed, 0), coalesce(o.paid, 0), coalesce(o.credited, 0))
      is distinct from (case i.state when 'SENT' then i.balance else 0 end, i.amount_paid, i.amount_credited)
    union all
    select i.client_id, i.currency, format('ledger entry %s in %s on invoice %s, which is in %s', e.kind, e.currency, i.number, i.currency)
    from ledger_entry e
    join invoice i on i.business_id = e.business_id and i.id = e.invoice_id
    where e.currency <> i.currency
    union all
    select p.client_id, p.currency, format('ledger paid %s by payment %s, which says %s', coalesce(o.paid, 0), p.id, p.amount)
    from payment p
    left join of_payments o on o.business_id = p.business_id and o.id = p.id
    where coalesce(o.paid, 0) <> case when p.undone_at is null then p.amount else 0 end
    union all
    select n.client_id, n.currency, format('ledger credit %s by credit note %s, which says %s', coalesce(o.credit, 0), n.number, n.total)
    from credit_note n
    left join of_credit_notes o on o.business_id = n.business_id and o.id = n.id
    where coalesce(o.credit, 0) <> n.total`);
}
