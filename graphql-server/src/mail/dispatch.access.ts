import type { EntityManager } from '@mikro-orm/postgresql';
import type { DocumentKind } from '../documents/printed-document.ts';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import { Dispatch, type DispatchState } from './dispatch.entity.ts';

export type DispatchRow = Row<Dispatch>;

/** Each mail about a document, newest first. Those of an invoice are more, and loaded together. */
export function dispatchesOf(em: EntityManager, kind: keyof typeof idColumns, { businessId, id }: { businessId: string; id: string }): Promise<DispatchRow[]> {
  return em.execute(
    `select ${columnsOf(em, Dispatch, 'd')} from dispatch d
     where d.business_id = ? and d.${idColumns[kind]} = ? order by d.created_at desc, d.id desc`,
    [businessId, id],
  );
}

const idColumns = { ESTIMATE: 'estimate_id', CREDIT_NOTE: 'credit_note_id' } as const satisfies Partial<Record<DocumentKind, string>>;

/** What became of the mail of each ticket message. */
export async function deliveriesOf(em: EntityManager, businessId: string, messageIds: string[]): Promise<Map<string, DispatchState>> {
  const rows = await em.execute<{ id: string; state: DispatchState }[]>(
    `select d.ticket_message_id as id, d.state from dispatch d
     where d.business_id = ? and d.ticket_message_id in (${places(messageIds)}) order by d.created_at`,
    [businessId, ...messageIds],
  );
  return new Map(rows.map((row) => [row.id, row.state]));
}
