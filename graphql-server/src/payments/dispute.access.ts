import type { EntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import type { TeamViewer } from '../auth/viewer.ts';
import { decodeCursor, pageSize, toConnection, type Connection } from '../paging.ts';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import { Dispute } from './dispute.entity.ts';
import type { DisputeStatus, DisputeType } from './dispute.type.ts';
import { stripePage } from './stripe-page.ts';

/** Newest first. */
export async function listDisputes(em: EntityManager, { businessId }: TeamViewer, first: number, after?: string): Promise<Connection<DisputeType>> {
  const size = pageSize(first);
  const from = decodeCursor(after, ['instant', 'id']);
  const rows = await read(em, `d.business_id = ? ${from ? 'and (d.opened_at, d.id) < (?::timestamptz, ?::uuid)' : ''}`, [businessId, ...(from ?? [])], size + 1);
  const count = async () => {
    const [counted] = await em.execute<{ count: number }[]>('select count(*) as count from dispute where business_id = ?', [businessId]);
    return counted?.count ?? 0;
  };
  return toConnection(rows, size, ({ openedAt, id }) => [openedAt.toISOString(), id], count, after);
}

/** Newest first, of each payment. */
export const createDisputeLoader = (em: EntityManager, businessId: string) =>
  new DataLoader<string, DisputeType[]>(async (ids) => {
    const rows = await read(em, `d.business_id = ? and d.payment_id in (${places([...ids])})`, [businessId, ...ids], 10_000);
    const groups = Map.groupBy(rows, ({ paymentId }) => paymentId);
    return ids.map((id) => groups.get(id) ?? []);
  });

/** Whether a payer wants money back that had settled the invoice. */
export const createDisputedLoader = (em: EntityManager, businessId: string) =>
  new DataLoader<string, boolean>(async (ids) => {
    const rows = await em.execute<{ id: string }[]>(
      `select distinct e.invoice_id as id from ledger_entry e join dispute d on d.business_id = e.business_id and d.id = e.dispute_id
       where e.business_id = ? and e.invoice_id in (${places([...ids])}) and d.closed_at is null`,
      [businessId, ...ids],
    );
    const found = new Set(rows.map(({ id }) => id));
    return ids.map((id) => found.has(id));
  });

async function read(em: EntityManager, where: string, params: unknown[], limit: number): Promise<DisputeType[]> {
  const rows = await em.execute<(Row<Dispute> & { isLive: boolean | null })[]>(
    `select ${columnsOf(em, Dispute, 'd')}, (select is_live from payment_account a where a.business_id = d.business_id) as "isLive"
     from dispute d where ${where} order by d.opened_at desc, d.id desc limit ?`,
    [...params, limit],
  );
  return rows.map(({ id, businessId, clientId, paymentId, amount, withdrawn, currency, status, reason, evidenceDueAt, openedAt, closedAt, providerId, isLive }) => ({
    id, businessId, clientId, paymentId, reason, evidenceDueAt, openedAt, closedAt,
    amount: { minorUnits: amount, currency }, withdrawn: { minorUnits: withdrawn, currency }, status: shownStatus(status), providerUrl: stripePage('disputes', providerId, isLive),
  }));
}

const words: Record<string, DisputeStatus> = { needs_response: 'NEEDS_RESPONSE', under_review: 'UNDER_REVIEW', won: 'WON', lost: 'LOST', warning_closed: 'CLOSED', prevented: 'CLOSED' };

/** An inquiry (Stripe's `warning_…`) takes no money. */
const shownStatus = (status: string): DisputeStatus => words[status] ?? 'INQUIRY';
