import type { EntityManager } from '@mikro-orm/postgresql';
import type { PaymentMethod } from '../payments/payment.entity.ts';
import type { StatementLineKind } from './period-statement.type.ts';

/** The days are both included; without a first one it goes back to the beginning. */
export interface Period { businessId: string; clientId: string; currency: string; from: string | null; to: string }

/** Minor units: what was owed before the first day, what was invoiced and what was settled, each net, and what is owed after the last. */
export interface PeriodFigures { opening: number; added: number; taken: number; closing: number }

export interface PeriodLine {
  id: string; occurredOn: string; kind: StatementLineKind; invoiceId: string | null; invoiceNumber: string | null; creditNoteNumber: string | null;
  method: PaymentMethod | null; reference: string | null;
  /** What it did to what is owed, and what was owed then. */
  change: number; balance: number;
}

/** Credit is money that is owed the other way. Where it only settles an invoice, nothing changes. */
const CHANGE = '(e.owed_change - e.credit_change)';
/** An invoice that was withdrawn was not invoiced, rather than paid. */
const IS_INVOICED = `e.kind in ('ISSUED', 'PULLED_BACK', 'VOIDED')`;
const OF_CLIENT = `e.business_id = ? and e.client_id = ? and e.currency = ? and e.owed_change <> e.credit_change and e.occurred_on <= ?::date`;
const isBefore = (column: string, day: string | null) => (day ? { sql: `${column} < ?::date`, params: [day] } : { sql: 'false', params: [] });

export async function periodFigures(em: EntityManager, { businessId, clientId, currency, from, to }: Period): Promise<PeriodFigures> {
  const before = isBefore('e.occurred_on', from);
  const [row] = await em.execute<Omit<PeriodFigures, 'closing'>[]>(
    `select coalesce(sum(${CHANGE}) filter (where ${before.sql}), 0)::bigint as opening,
       coalesce(sum(${CHANGE}) filter (where not ${before.sql} and ${IS_INVOICED}), 0)::bigint as added,
       coalesce(-sum(${CHANGE}) filter (where not ${before.sql} and not ${IS_INVOICED}), 0)::bigint as taken
     from ledger_entry e where ${OF_CLIENT}`,
    [...before.params, ...before.params, ...before.params, businessId, clientId, currency, to],
  );
  const { opening, added, taken } = row!;
  return { opening, added, taken, closing: opening + added - taken };
}

export type LineKey = [occurredOn: string, id: string];

/** Oldest first, each with the balance after it. */
export function periodLines(em: EntityManager, { businessId, clientId, currency, from, to }: Period, { after, limit }: { after: LineKey | null; limit: number }): Promise<PeriodLine[]> {
  const before = isBefore('l.occurred_on', from);
  return em.execute<PeriodLine[]>(
    `with l as (
       select e.*, ${CHANGE} as change, (sum(${CHANGE}) over (order by e.occurred_on, e.id))::bigint as balance from ledger_entry e where ${OF_CLIENT}
     ), page as (
       select * from l where not ${before.sql} ${after ? 'and (l.occurred_on, l.id) > (?::date, ?::uuid)' : ''} order by l.occurred_on, l.id limit ?
     )
     select p.id, p.occurred_on::text as "occurredOn", p.kind, p.invoice_id as "invoiceId", p.method, p.reference, p.change, p.balance, n.number as "creditNoteNumber",
       case when i.undone_at is null then i.number else (
         select r.document->>'number' from document_revision r where r.business_id = i.business_id and r.document_id = i.id order by r.revision limit 1
       ) end as "invoiceNumber"
     from page p
     left join invoice i on i.business_id = p.business_id and i.id = p.invoice_id
     left join credit_note n on n.business_id = p.business_id and n.id = p.credit_note_id
     order by p.occurred_on, p.id`,
    [businessId, clientId, currency, to, ...before.params, ...(after ?? []), limit],
  );
}

export async function countPeriodLines(em: EntityManager, { businessId, clientId, currency, from, to }: Period): Promise<number> {
  const before = isBefore('e.occurred_on', from);
  const [row] = await em.execute<{ count: number }[]>(`select count(*) as count from ledger_entry e where ${OF_CLIENT} and not ${before.sql}`, [businessId, clientId, currency, to, ...before.params]);
  return row?.count ?? 0;
}
