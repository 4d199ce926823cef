import type { EntityManager } from '@mikro-orm/postgresql';
import type { Payment } from '../payments/payment.entity.ts';
import { queueOnce } from './queue-dispatch.ts';
import { formerRecipientsOfAll } from './recipients.ts';

type Paid = Pick<Payment, 'id' | 'businessId' | 'clientId' | 'receivedAt'>;

/** To everybody who was mailed one of the invoices that it was for, once. Whether the business sends receipts is the caller's to ask. */
export async function queueReceipt(em: EntityManager, payment: Paid, invoices: { id: string; businessId: string; clientId: string }[]): Promise<void> {
  const invoiceId = invoices.length === 1 ? invoices[0]!.id : null;
  for (const contact of await formerRecipientsOfAll(em, payment, invoices.map(({ id }) => id))) {
    await queueOnce(em, contact, { kind: 'RECEIPT', paymentId: payment.id, invoiceId, createdAt: payment.receivedAt });
  }
}
