import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import { endOpenIntents } from '../payments/end-open-intents.ts';
import { LedgerEntry } from './ledger-entry.entity.ts';

type Entry = Pick<LedgerEntry, 'businessId' | 'kind' | 'currency' | 'occurredOn'> & Partial<LedgerEntry> & { clientId: string };

/**
 * Writes entries and the balances that they change, in the caller's transaction. A payment that is open
 * for another amount than an invoice owes from now on is ended.
 */
export async function postEntries(em: EntityManager, entries: Entry[]): Promise<void> {
  for (const entry of entries) em.persist(Object.assign(new LedgerEntry(), entry));
  await em.flush();
  // Nobody can have begun to pay what was not owed yet.
  await endOpenIntents(em, entries.filter(({ kind, owedChange }) => owedChange && kind !== 'ISSUED'));
  for (const [, group] of Map.groupBy(entries, (entry) => `${entry.clientId} ${entry.currency}`)) {
    await addToBalance(em, group);
  }
}

/** Between Stripe and the business: no client's balance changes. */
export async function postPayout(em: EntityManager, entry: Omit<Entry, 'clientId'>): Promise<void> {
  em.persist(Object.assign(new LedgerEntry(), entry));
  await em.flush();
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

interface Account { businessId: string; clientId: string; currency: string }

/** The credit on a client's account, kept from changing until the transaction ends. */
export const lockCredit = (em: EntityManager, of: Account) => readCredit(em, of, 'for update');

export const creditOf = (em: EntityManager, of: Account) => readCredit(em, of, '');

async function readCredit(em: EntityManager, { businessId, clientId, currency }: Account, lock: 'for update' | ''): Promise<number> {
  const [row] = await em.execute<{ credit: number }[]>(
    `select credit from client_balance where business_id = ? and client_id = ? and currency = ? ${lock}`, [businessId, clientId, currency],
  );
  return row?.credit ?? 0;
}

export interface BalanceDifference {
  clientId: string | null;
  currency: string;
  what: string;
}

/** Every balance, invoice, payment, dispute, payout and credit note against the ledger. An empty answer means that they agree. */
export function ledgerDifferences(em: EntityManager): Promise<BalanceDifference[]> {
  return em.execute(`
    with sums as (
      select business_id, client_id, currency,
        sum(owed_change) as owed, sum(paid_change) as paid, sum(credit_change) as credit
      from ledger_entry where client_id is not null group by 1, 2, 3
    ), of_invoices as (
      select business_id, invoice_id as id, sum(owed_change) as owed, sum(paid_change) as paid,
        -sum(credit_change) filter (where kind in ('CREDIT_APPLIED', 'CREDIT_UNAPPLIED')) as credited
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
    select p.client_id, p.currency, format('ledger paid %s by payment %s, which says %s of which %s was refunded and %s disputed', coalesce(o.paid, 0), p.id, p.amount, p.amount_refunded, p.amount_disputed)
    from payment p
    left join of_payments o on o.business_id = p.business_id and o.id = p.id
    where coalesce(o.paid, 0) <> case when p.undone_at is null then p.amount - p.amount_refunded - p.amount_disputed else 0 end
    union all
    select n.client_id, n.currency, format('ledger credit %s by credit note %s, which says %s', coalesce(o.credit, 0), n.number, n.total)
    from credit_note n
    left join of_credit_notes o on o.business_id = n.business_id and o.id = n.id
    where coalesce(o.credit, 0) <> n.total
    union all
    select null, o.currency, format('ledger paid out %s by payout %s, which says %s', coalesce(sum(e.paid_out_change), 0), o.provider_id, o.paid_out)
    from payout o
    left join ledger_entry e on e.business_id = o.business_id and e.payout_id = o.id
    group by o.business_id, o.id, o.currency, o.provider_id, o.paid_out
    having coalesce(sum(e.paid_out_change), 0) <> o.paid_out
    union all
    select p.client_id, p.currency, format('disputes have taken %s of payment %s, which says %s', coalesce(sum(d.withdrawn), 0), p.id, p.amount_disputed)
    from payment p
    left join dispute d on d.business_id = p.business_id and d.payment_id = p.id
    group by p.business_id, p.id, p.client_id, p.currency, p.amount_disputed
    having coalesce(sum(d.withdrawn), 0) <> p.amount_disputed`);
}
