import type { EntityManager } from '@mikro-orm/postgresql';
import type { Business } from '../businesses/business.entity.ts';
import type { Client } from '../clients/client.entity.ts';
import { mustFollow, writeDraft, type DraftContent } from '../documents/write-draft.ts';
import { Invoice } from './invoice.entity.ts';

export interface InvoiceContent extends DraftContent { dueDate: string | null }

/** A draft with its lines. */
export async function createInvoice(em: EntityManager, business: Business, client: Pick<Client, 'id'>, content: InvoiceContent): Promise<Invoice> {
  const invoice = Object.assign(new Invoice(), { businessId: business.id, clientId: client.id });
  await writeInvoice(em, invoice, content, true);
  em.persist(invoice);
  return invoice;
}

export async function writeInvoice(em: EntityManager, invoice: Invoice, { dueDate, ...content }: InvoiceContent, isNew = false): Promise<void> {
  mustFollow(dueDate, content.issueDate, 'dueDate');
  invoice.dueDate = dueDate;
  await writeDraft(em, 'INVOICE', invoice, content, isNew);
}
