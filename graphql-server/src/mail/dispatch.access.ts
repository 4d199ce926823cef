import type { EntityManager } from '@mikro-orm/postgresql';
import type { DocumentKind } from '../documents/printed-document.ts';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import { Dispatch, type DispatchState } from './dispatch.entity.ts';

export type DispatchRow = Row<Dispatch>;

/** Each mail about a document, newest first: of an invoice, also its reminders, receipts and credit notes. */
export function dispatchesOf(em: EntityManager, kind: DocumentKind, { businessId, id }: { businessId: string; id: string }): Promise<DispatchRow[]> {
  return em.execute(
    `select ${columnsOf(em, Dispatch, 'd')} from dispatch d
     where d.business_id = ? and d.id in (${idsOf[kind]}) order by d.created_at desc, d.id desc`,
    [businessId, ...Array.from({ length: kind === 'INVOICE' ? 2 : 1 }, () => [businessId, id]).flat()],
  );
}

const idsOf: Record<DocumentKind, string> = {
  // A union, since neither index would serve an `or`.
  INVOICE: `select o.id from dispatch o where o.business_id = ? and o.invoice_id = ?
    union select r.id from ledger_entry l
      join dispatch r on r.business_id = l.business_id and r.payment_id = l.payment_id and r.kind = 'RECEIPT'
      where l.business_id = ? and l.invoice_id = ?`,
  ESTIMATE: 'select o.id from dispatch o where o.business_id = ? and o.estimate_id = ?',
  CREDIT_NOTE: 'select o.id from dispatch o where o.business_id = ? and o.credit_note_id = ?',
};

/** What became of the mail of each ticket message. */
export async function deliveriesOf(em: EntityManager, businessId: string, messageIds: string[]): Promise<Map<string, DispatchState>> {
  const rows = await em.execute<{ id: string; state: DispatchState }[]>(
    `select d.ticket_message_id as id, d.state from dispatch d
     where d.business_id = ? and d.ticket_message_id in (${places(messageIds)}) order by d.created_at`,
    [businessId, ...messageIds],
  );
  return new Map(rows.map((row) => [row.id, row.state]));
}
