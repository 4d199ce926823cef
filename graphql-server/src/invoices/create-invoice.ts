import type { EntityManager } from '@mikro-orm/postgresql';
import type { Business } from '../businesses/business.entity.ts';
import type { Client } from '../clients/client.entity.ts';
import { mustFollow, mustKeepCurrency, priceDraft, writeDraft, type DraftContent } from '../documents/write-draft.ts';
import { Invoice, mustBeDeposit } from './invoice.entity.ts';

export interface InvoiceContent extends DraftContent {
  dueDate: string | null;
  /** Minor units; what was pulled back before there were deposits has none. */
  deposit?: number | null;
}

/** A draft with its lines. */
export async function createInvoice(em: EntityManager, business: Business, client: Pick<Client, 'id'>, content: InvoiceContent): Promise<Invoice> {
  const invoice = Object.assign(new Invoice(), { businessId: business.id, clientId: client.id });
  await writeInvoice(em, invoice, content, true);
  em.persist(invoice);
  return invoice;
}

export async function writeInvoice(em: EntityManager, invoice: Invoice, { dueDate, deposit = null, ...content }: InvoiceContent, isNew = false): Promise<void> {
  mustFollow(dueDate, content.issueDate, 'dueDate');
  invoice.dueDate = dueDate;
  await writeDraft(em, 'INVOICE', invoice, content, isNew);
  invoice.askForDeposit(deposit);
}

/** Of a draft. What was sent before stays in its row until it is sent again, so that no door shows what is being written. */
export async function saveInvoice(em: EntityManager, invoice: Invoice, content: InvoiceContent): Promise<void> {
  if (invoice.revision === 0) return writeInvoice(em, invoice, content);
  mustFollow(content.dueDate, content.issueDate, 'dueDate');
  mustKeepCurrency(invoice, content);
  mustBeDeposit(content.deposit ?? null, priceDraft('INVOICE', content).total);
  invoice.draft = content;
}

/** What was written is what is sent now. */
export async function takeOnDraft(em: EntityManager, invoice: Invoice): Promise<void> {
  if (invoice.draft) await writeInvoice(em, invoice, invoice.draft);
  invoice.draft = null;
}
