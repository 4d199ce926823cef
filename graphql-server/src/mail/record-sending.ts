import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../clients/client-event.entity.ts';
import { formatMoney } from '../shared/format.ts';
import type { Dispatch } from './dispatch.entity.ts';

/** What leaves by itself is told on the timeline once it has left; the rest, when somebody sends it. */
export async function recordSending(tx: EntityManager, dispatch: Dispatch): Promise<void> {
  const { recipient, invoiceId } = dispatch;
  if (dispatch.kind === 'REMINDER') {
    record(tx, dispatch, { kind: 'reminder.sent', summary: `A reminder of invoice ${await numberOf(tx, dispatch)} was sent to ${recipient}`, invoiceId });
  } else if (dispatch.kind === 'RECEIPT') {
    record(tx, dispatch, { kind: 'receipt.sent', summary: `A receipt for ${await amountOf(tx, dispatch)} was sent to ${recipient}`, invoiceId });
  } else if (dispatch.kind === 'REFUND') {
    record(tx, dispatch, { kind: 'receipt.sent', summary: `Word of a refund was sent to ${recipient}`, invoiceId });
  }
}

async function numberOf(tx: EntityManager, { businessId, invoiceId }: Dispatch): Promise<string> {
  const [invoice] = await tx.execute<{ number: string }[]>('select number from invoice where business_id = ? and id = ?', [businessId, invoiceId]);
  return invoice?.number ?? '';
}

async function amountOf(tx: EntityManager, { businessId, paymentId }: Dispatch): Promise<string> {
  const [payment] = await tx.execute<{ amount: number; currency: string; locale: string }[]>(
    `select p.amount, p.currency, b.locale from payment p join business b on b.business_id = p.business_id and b.id = p.business_id
     where p.business_id = ? and p.id = ?`,
    [businessId, paymentId],
  );
  return payment ? formatMoney(payment.amount, payment.currency, payment.locale) : '';
}
