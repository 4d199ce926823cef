import type { EntityManager } from '@mikro-orm/postgresql';
import { Business } from '../businesses/business.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import { Contact } from '../clients/contact.entity.ts';
import { enqueue } from '../jobs.ts';
import { announce } from '../live-bus.ts';
import { queueDispatch } from '../mail/queue-dispatch.ts';
import { badInput } from '../shared/domain-error.ts';
import { dayIn } from '../shared/clock.ts';
import { postEntries } from '../statements/ledger.ts';
import { composeDocument } from './compose-document.ts';
import type { Invoice } from './invoice.entity.ts';
import { InvoiceRevision } from './invoice-revision.entity.ts';
import { nextInvoiceNumber } from './next-number.ts';

/**
 * Numbers and freezes a draft, books it, and queues one mail for each recipient. What was sent
 * already is mailed again as it is.
 */
export async function sendInvoice(em: EntityManager, invoice: Invoice, wanted: { contactIds?: string[] | null; message?: string | null }, now: Date): Promise<void> {
  const recipients = await recipientsOf(em, invoice, wanted.contactIds);
  if (invoice.state === 'DRAFT') await issueInvoice(em, invoice, now);

  for (const contact of recipients) {
    await queueDispatch(em, contact, { kind: 'INVOICE', invoiceId: invoice.id, note: wanted.message?.trim() || null });
  }
  const names = recipients.map((contact) => contact.email).join(', ');
  record(em, invoice, { kind: 'invoice.sent', summary: `Invoice ${invoice.number} was sent to ${names}`, invoiceId: invoice.id });
  await announce(em, { topic: 'invoice', businessId: invoice.businessId, clientId: invoice.clientId, id: invoice.id });
}

/** Gives the number, freezes the revision and books what is owed. Mails nobody. */
export async function issueInvoice(em: EntityManager, invoice: Invoice, now: Date, importedNumber?: string): Promise<void> {
  const { businessId, clientId, currency } = invoice;
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  invoice.markSent(importedNumber ?? invoice.number ?? (await nextInvoiceNumber(em, business, invoice.issueDate)), now);
  await em.flush();

  const revision = Object.assign(new InvoiceRevision(), {
    businessId, clientId, invoiceId: invoice.id, revision: invoice.revision, document: await composeDocument(em, invoice),
  });
  em.persist(revision);
  const occurredOn = importedNumber ? invoice.issueDate : dayIn(business.timeZone, now);
  await postEntries(em, [{ businessId, clientId, currency, invoiceId: invoice.id, kind: 'ISSUED', owedChange: invoice.total, occurredOn }]);
  if (!importedNumber) {
    await enqueue(em, 'render-invoice', { businessId, invoiceId: invoice.id, revision: invoice.revision }, `render-${revision.id}`);
  }
}

async function recipientsOf(em: EntityManager, { businessId, clientId }: Invoice, wanted?: string[] | null): Promise<Contact[]> {
  const contacts = await em.find(Contact, { businessId, clientId, archivedAt: null }, { orderBy: { createdAt: 'asc', id: 'asc' } });
  if (!wanted) {
    if (contacts.length === 0) throw badInput('This client has no contact to send to.', 'contactIds');
    return contacts;
  }
  const chosen = contacts.filter((contact) => wanted.includes(contact.id));
  if (chosen.length === 0 || chosen.length !== new Set(wanted).size) {
    throw badInput('Choose at least one contact of this client.', 'contactIds');
  }
  return chosen;
}
