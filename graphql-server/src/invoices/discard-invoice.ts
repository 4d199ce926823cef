import type { EntityManager } from '@mikro-orm/postgresql';
import { Estimate } from '../estimates/estimate.entity.ts';
import type { Invoice } from './invoice.entity.ts';

/** Takes away a draft that nobody was ever sent. The estimate that it was made from can be invoiced again. */
export async function discardInvoice(em: EntityManager, invoice: Invoice): Promise<void> {
  invoice.must('DISCARD');
  const { businessId, id } = invoice;
  const estimate = await em.findOne(Estimate, { businessId, invoiceId: id });
  estimate?.reopenForInvoicing();
  await em.flush();
  await em.execute('delete from attachment where business_id = ? and invoice_id = ?', [businessId, id]);
  await em.execute('delete from invoice_line where business_id = ? and invoice_id = ?', [businessId, id]);
  await em.execute('delete from invoice where business_id = ? and id = ?', [businessId, id]);
  em.clear();
}
