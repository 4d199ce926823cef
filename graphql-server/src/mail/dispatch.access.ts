import type { EntityManager } from '@mikro-orm/postgresql';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import { Dispatch, type DispatchState } from './dispatch.entity.ts';

/** Each mail that carried an invoice, newest first. */
export function dispatchesOf(em: EntityManager, invoice: { businessId: string; id: string }): Promise<Row<Dispatch>[]> {
  return em.execute(
    `select ${columnsOf(em, Dispatch, 'd')} from dispatch d
     where d.business_id = ? and d.invoice_id = ? order by d.created_at desc, d.id desc`,
    [invoice.businessId, invoice.id],
  );
}

/** What became of the mail of each ticket message. */
export async function deliveriesOf(em: EntityManager, businessId: string, messageIds: string[]): Promise<Map<string, DispatchState>> {
  const rows = await em.execute<{ id: string; state: DispatchState }[]>(
    `select d.ticket_message_id as id, d.state from dispatch d
     where d.business_id = ? and d.ticket_message_id in (${places(messageIds)}) order by d.created_at`,
    [businessId, ...messageIds],
  );
  return new Map(rows.map((row) => [row.id, row.state]));
}
