import type { Pool } from 'pg';

/** What stands in the database about one client. Amounts are minor units. */
export interface Books {
  /** In the order in which they were written. */
  entries: Entry[];
  invoices: { id: string; due: string; state: string; total: number; amountPaid: number; amountCredited: number; balance: number }[];
  payments: { id: string; intentId: string | null; amount: number; amountRefunded: number; amountDisputed: number; isUndone: boolean }[];
  intents: { id: string; providerId: string | null; state: string; amount: number; parts: Part[] }[];
  refunds: { id: string; requestKey: string | null; state: string; amount: number }[];
  /** Events that could not be applied. */
  waiting: string[];
  balance: { owed: number; paid: number; credit: number } | null;
}

export interface Part { invoiceId: string; amount: number }

export interface Entry {
  id: string;
  /** Entries of one transaction share it. */
  transaction: string;
  kind: string;
  invoiceId: string | null;
  paymentId: string | null;
  creditNoteId: string | null;
  owed: number;
  paid: number;
  credit: number;
}

/** Past all walls, as the superuser. */
export async function readBooks(pool: Pool, businessId: string, clientId: string): Promise<Books> {
  const { rows } = await pool.query<{ books: Books }>(BOOKS, [businessId, clientId]);
  return rows[0]!.books;
}

const listed = (of: string) => `(select coalesce(json_agg(t), '[]') from (${of}) t)`;
const ofClient = 'business_id = $1 and client_id = $2';

const BOOKS = `select json_build_object(
  'entries', ${listed(`select id, xmin::text as transaction, kind, invoice_id as "invoiceId", payment_id as "paymentId", credit_note_id as "creditNoteId",
    owed_change as owed, paid_change as paid, credit_change as credit from ledger_entry where ${ofClient} order by id`)},
  'invoices', ${listed(`select id, due_date as due, state, total, amount_paid as "amountPaid", amount_credited as "amountCredited", balance from invoice where ${ofClient}`)},
  'payments', ${listed(`select id, payment_intent_id as "intentId", amount, amount_refunded as "amountRefunded", amount_disputed as "amountDisputed",
    undone_at is not null as "isUndone" from payment where ${ofClient}`)},
  'intents', ${listed(`select id, provider_id as "providerId", state, amount,
    (select json_agg(json_build_object('invoiceId', a.invoice_id, 'amount', a.amount)) from payment_allocation a
     where a.business_id = $1 and a.payment_intent_id = p.id) as parts from payment_intent p where ${ofClient} order by id`)},
  'refunds', ${listed(`select id, request_key as "requestKey", state, amount from refund where ${ofClient}`)},
  'waiting', (select coalesce(json_agg(type || ': ' || problem), '[]') from provider_event where business_id = $1 and applied_at is null and problem is not null and dismissed_at is null),
  'balance', (select row_to_json(t) from (select owed, paid, credit from client_balance where ${ofClient}) t)) as books`;
