import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { Business } from '../businesses/business.entity.ts';
import { Client } from '../clients/client.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import { linesOf } from '../documents/document-lines.ts';
import { contentOf } from '../documents/write-draft.ts';
import { createInvoice } from '../invoices/create-invoice.ts';
import type { Invoice } from '../invoices/invoice.entity.ts';
import { announce } from '../live-bus.ts';
import { addDays, dayIn } from '../shared/clock.ts';
import type { Estimate } from './estimate.entity.ts';

/** The invoice of what was accepted: a draft of today with the same lines. */
export async function convertEstimate(em: EntityManager, by: TeamViewer, estimate: Estimate, now: Date): Promise<Invoice> {
  const { businessId, clientId } = estimate;
  (await em.findOneOrFail(Client, { businessId, id: clientId })).mustBeActive();
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const issueDate = dayIn(business.timeZone, now);
  const content = contentOf(estimate, await linesOf(em, 'ESTIMATE', estimate));
  const invoice = await createInvoice(em, business, { id: clientId }, {
    ...content, issueDate, dueDate: addDays(issueDate, business.paymentTermsDays), terms: business.terms,
  });
  invoice.estimateId = estimate.id;
  await em.flush();
  estimate.markInvoiced(invoice.id);
  record(em, estimate, {
    kind: 'estimate.converted', summary: `Estimate ${estimate.number} became an invoice`, estimateId: estimate.id, invoiceId: invoice.id, teamMemberName: by.name,
  });
  await announce(em, { topic: 'estimate', businessId, clientId, id: estimate.id });
  return invoice;
}
