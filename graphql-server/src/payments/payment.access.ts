import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer, Viewer } from '../auth/viewer.ts';
import { columnsOf, places, type Row } from '../plain-rows.ts';
import { notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { isUndoable, Payment } from './payment.entity.ts';
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

type PaidRow = Row<Payment> & { settled: number; recordedBy: string | null };

/** What was paid on an invoice, oldest first. To a contact, what was undone never was. */
export async function paymentsOn(em: EntityManager, viewer: Viewer, invoice: { businessId: string; id: string }): Promise<PaymentType[]> {
  const isTeam = viewer.kind === 'team';
  const rows = await em.execute<PaidRow[]>(
    `select ${columnsOf(em, Payment, 'p')}, e.settled, ${isTeam ? 'm.name' : 'null'} as "recordedBy"
     from (select payment_id, sum(paid_change)::bigint as settled from ledger_entry
           where business_id = ? and invoice_id = ? and kind = 'PAID' group by payment_id) e
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
    canUndo: isTeam && isUndoable(row),
    undoneAt: row.undoneAt,
    recordedBy: row.recordedBy,
  }));
}

interface Settled { paymentId: string; invoiceId: string; amount: number }

/** All that a client paid, newest first, with what it settled. Money beyond that was kept on account. */
export async function paymentsOf(em: EntityManager, client: { businessId: string; id: string }, first: number) {
  const payments = await em.execute<Row<Payment>[]>(
    `select ${columnsOf(em, Payment, 'p')} from payment p where p.business_id = ? and p.client_id = ? order by p.received_on desc, p.id desc limit ?`,
    [client.businessId, client.id, first],
  );
  const ids = payments.map(({ id }) => id);
  const parts = await em.execute<Settled[]>(
    `select e.payment_id as "paymentId", e.invoice_id as "invoiceId", sum(e.paid_change)::bigint as amount from ledger_entry e
     where e.business_id = ? and e.payment_id in (${places(ids)}) and e.kind = 'PAID' group by 1, 2 order by 2`,
    [client.businessId, ...ids],
  );
  const byPayment = Map.groupBy(parts, ({ paymentId }) => paymentId);
  return payments.map(({ id, amount, currency, method, reference, receivedOn, undoneAt }) => {
    const money = (minorUnits: number) => ({ minorUnits, currency });
    const settled = (byPayment.get(id) ?? []).map((part) => ({ invoiceId: part.invoiceId, amount: money(part.amount) }));
    const beyond = settled.reduce((left, part) => left - part.amount.minorUnits, amount);
    return { id, method, reference, receivedOn, undoneAt, settled, amount: money(amount), credit: money(beyond) };
  });
}

/** For a change: the entity, its row locked until the transaction ends. */
export async function lockPayment(em: EntityManager, viewer: TeamViewer, id: string): Promise<Payment> {
  const [row] = isUuid(id)
    ? await em.execute<{ id: string }[]>('select id from payment where business_id = ? and id = ? for update', [viewer.businessId, id])
    : [];
  if (!row) throw notFound('payment');
  return em.findOneOrFail(Payment, { businessId: viewer.businessId, id }, { refresh: true });
}
