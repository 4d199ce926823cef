import type { EntityManager } from '@mikro-orm/postgresql';
import { Business } from '../businesses/business.entity.ts';
import { Client } from '../clients/client.entity.ts';
import { Contact } from '../clients/contact.entity.ts';
import { columnsOf, type Row } from '../plain-rows.ts';
import { invoiceTotals } from './invoice-totals.ts';
import type { InvoiceDocument } from './invoice-document.ts';
import type { InvoiceRow } from './invoice.access.ts';
import { InvoiceLine } from './invoice-line.entity.ts';
import { InvoiceRevision } from './invoice-revision.entity.ts';

/** What was sent, as it was sent; of a draft, what would be. */
export async function documentOf(em: EntityManager, invoice: InvoiceRow): Promise<InvoiceDocument> {
  const frozen = invoice.state === 'DRAFT' ? null : await newestRevision(em, invoice);
  return frozen?.document ?? composeDocument(em, invoice);
}

export async function newestRevision(
  em: EntityManager,
  invoice: Pick<InvoiceRow, 'businessId' | 'id' | 'revision'>,
): Promise<Row<InvoiceRevision> | undefined> {
  const [row] = await em.execute<Row<InvoiceRevision>[]>(
    `select ${columnsOf(em, InvoiceRevision, 'r')} from invoice_revision r
     where r.business_id = ? and r.invoice_id = ? and r.revision = ?`,
    [invoice.businessId, invoice.id, invoice.revision],
  );
  return row;
}

/** The document as the records say it now. */
export async function composeDocument(em: EntityManager, invoice: InvoiceRow): Promise<InvoiceDocument> {
  const { businessId, clientId } = invoice;
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const client = await em.findOneOrFail(Client, { businessId, id: clientId });
  const contact = await em.findOne(Contact, { businessId, clientId, archivedAt: null }, { orderBy: { createdAt: 'asc', id: 'asc' } });
  const lines = await em.find(InvoiceLine, { businessId, invoiceId: invoice.id }, { orderBy: { position: 'asc' } });
  const totals = invoiceTotals(lines);

  return {
    kind: 'INVOICE',
    number: invoice.number,
    locale: client.locale ?? business.locale,
    issueDate: invoice.issueDate,
    dueDate: invoice.dueDate,
    currency: invoice.currency,
    business: {
      name: business.name,
      email: business.email,
      address: business.address,
      brandColor: business.brandColor,
      bankDetails: business.bankDetails,
    },
    client: {
      name: client.name,
      contactName: contact && contact.name !== client.name ? contact.name : null,
      address: client.address,
    },
    lines: lines.map(({ description, quantity, unitPrice, taxRate, amount }) => ({ description, quantity, unitPrice, taxRate, amount })),
    subtotal: totals.subtotal,
    taxes: totals.taxes,
    taxTotal: totals.taxTotal,
    total: totals.total,
    notes: invoice.notes,
  };
}
