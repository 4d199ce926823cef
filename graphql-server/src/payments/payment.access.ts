import type { EntityManager } from '@mikro-orm/postgresql';

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
