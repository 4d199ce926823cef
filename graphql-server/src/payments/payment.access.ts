import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer, Viewer } from '../auth/viewer.ts';
import { columnsOf, type Row } from '../plain-rows.ts';
import { notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { isUndoable, Payment, refundableOf } from './payment.entity.ts';
import type { PaymentType } from './payment.type.ts';

/** Whether an intent for the invoice has left the payer and not yet arrived. */
export async function hasProcessingPayment(em: EntityManager, invoice: { businessId: string; id: string }): Promise<boolean> {
  const rows = await em.execute(
    `select from payment_allocation a
     join payment_intent p on p.business_id = a.business_id and p.id = a.payment_intent_id
     where a.business_id = ? and a.invoice_id = ? and p.state = 'PROCESSING' limit 1`,
    [invoice.businessId, invoice.id],
  );
  return rows.length > 0;
}

/** Whether a payer's bank asks for money back that had settled the invoice, and has not decided. */
export async function hasOpenDispute(em: EntityManager, invoice: { businessId: string; id: string }): Promise<boolean> {
  const rows = await em.execute(
    `select from ledger_entry e join dispute d on d.business_id = e.business_id and d.id = e.dispute_id
     where e.business_id = ? and e.invoice_id = ? and d.closed_at is null limit 1`,
    [invoice.businessId, invoice.id],
  );
  return rows.length > 0;
}

export async function hasPaymentsOnTheirWay(em: EntityManager, businessId: string): Promise<boolean> {
  return (await countOnTheirWay(em, businessId)) > 0;
}

export async function countOnTheirWay(em: EntityManager, businessId: string): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(`select count(*) as count from payment_intent where business_id = ? and state = 'PROCESSING'`, [businessId]);
  return row?.count ?? 0;
}

type PaidRow = Row<Payment> & { settled: number; returned: number; recordedBy: string | null };

/** What was paid on an invoice, oldest first. To a contact, what was undone never was. */
export async function paymentsOn(em: EntityManager, viewer: Viewer, invoice: { businessId: string; id: string }): Promise<PaymentType[]> {
  const isTeam = viewer.kind === 'team';
  const rows = await em.execute<PaidRow[]>(
    `select ${columnsOf(em, Payment, 'p')}, e.settled, e.returned, ${isTeam ? 'm.name' : 'null'} as "recordedBy"
     from (select payment_id, sum(paid_change) filter (where kind = 'PAID')::bigint as settled,
             coalesce(-sum(paid_change) filter (where kind in ('REFUNDED', 'REFUND_FAILED', 'DISPUTED', 'DISPUTE_WON')), 0)::bigint as returned
           from ledger_entry where business_id = ? and invoice_id = ? and payment_id is not null group by payment_id
           having bool_or(kind = 'PAID')) e
     join payment p on p.business_id = ? and p.id = e.payment_id
     ${isTeam ? 'left join team_member m on m.business_id = p.business_id and m.id = p.team_member_id' : ''}
     ${isTeam ? '' : 'where p.undone_at is null'}
     order by p.received_at, p.id`,
    [invoice.businessId, invoice.id, invoice.businessId],
  );
  return rows.map((row) => ({
    id: row.id,
    amount: { minorUnits: row.settled, currency: row.currency },
    method: row.method,
    reference: row.reference,
    note: isTeam ? row.note : null,
    receivedOn: row.receivedOn,
    paidAt: row.receivedAt,
    returned: { minorUnits: row.returned, currency: row.currency },
    canUndo: isTeam && isUndoable(row),
    canRefund: isTeam && refundableOf(row) > 0,
    undoneAt: row.undoneAt,
    recordedBy: row.recordedBy,
  }));
}

/** For a change: the entity, its row locked until the transaction ends. */
export async function lockPayment(em: EntityManager, viewer: TeamViewer, id: string): Promise<Payment> {
  const [row] = isUuid(id)
    ? await em.execute<{ id: string }[]>('select id from payment where business_id = ? and id = ? for update', [viewer.businessId, id])
    : [];
  if (!row) throw notFound('payment');
  return em.findOneOrFail(Payment, { businessId: viewer.businessId, id }, { refresh: true });
}
