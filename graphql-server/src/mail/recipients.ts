import type { EntityManager } from '@mikro-orm/postgresql';
import { Contact } from '../clients/contact.entity.ts';
import { places } from '../plain-rows.ts';
import { badInput } from '../shared/domain-error.ts';

interface OfClient { businessId: string; clientId: string }

/** The chosen contacts of the client; all of them when nobody was chosen. */
export async function recipientsOf(em: EntityManager, of: OfClient, contactIds?: string[] | null): Promise<Contact[]> {
  const contacts = await contactsOf(em, of);
  if (!contactIds) {
    if (contacts.length === 0) throw badInput('This client has no contact to send to.', 'contactIds');
    return contacts;
  }
  const chosen = contacts.filter((contact) => contactIds.includes(contact.id));
  if (chosen.length === 0 || chosen.length !== new Set(contactIds).size) {
    throw badInput('Choose at least one contact of this client.', 'contactIds');
  }
  return chosen;
}

/** Who was mailed the invoice, as far as they are still there; else all contacts, which may be none. */
export function formerRecipients(em: EntityManager, invoice: OfClient & { id: string }): Promise<Contact[]> {
  return formerRecipientsOfAll(em, invoice, [invoice.id]);
}

/** As above, of any of several invoices of one client. */
export async function formerRecipientsOfAll(em: EntityManager, of: OfClient, invoiceIds: string[]): Promise<Contact[]> {
  const contacts = await contactsOf(em, of);
  const mailed = await em.execute<{ contactId: string }[]>(
    `select distinct contact_id as "contactId" from dispatch where business_id = ? and invoice_id in (${places(invoiceIds)}) and kind = 'INVOICE'`,
    [of.businessId, ...invoiceIds],
  );
  const former = contacts.filter(({ id }) => mailed.some(({ contactId }) => contactId === id));
  return former.length > 0 ? former : contacts;
}

function contactsOf(em: EntityManager, { businessId, clientId }: OfClient): Promise<Contact[]> {
  return em.find(Contact, { businessId, clientId, archivedAt: null }, { orderBy: { createdAt: 'asc', id: 'asc' } });
}
