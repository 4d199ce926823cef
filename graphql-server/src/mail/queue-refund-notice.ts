import type { EntityManager } from '@mikro-orm/postgresql';
import type { Refund } from '../payments/refund.entity.ts';
import { places } from '../plain-rows.ts';
import { queueOnce } from './queue-dispatch.ts';
import { formerRecipientsOfAll } from './recipients.ts';

/** To everybody who was mailed one of the invoices that the payment had settled, once for each refund. */
export async function queueRefundNotices(em: EntityManager, refunds: Refund[], now: Date): Promise<void> {
  const [first] = refunds;
  if (!first) return;
  const settled = await em.execute<{ id: string }[]>(
    `select distinct invoice_id as id from ledger_entry where business_id = ? and invoice_id is not null and payment_id in (${places(refunds)})`,
    [first.businessId, ...refunds.map(({ paymentId }) => paymentId)],
  );
  const invoiceId = settled.length === 1 ? settled[0]!.id : null;
  for (const contact of await formerRecipientsOfAll(em, first, settled.map(({ id }) => id))) {
    for (const { id: refundId, paymentId } of refunds) await queueOnce(em, contact, { kind: 'REFUND', refundId, paymentId, invoiceId, createdAt: now });
  }
}
