import type { EntityManager } from '@mikro-orm/postgresql';
import { endSessions } from '../auth/end-sessions.ts';
import type { TeamViewer } from '../auth/viewer.ts';
import { badInput } from '../shared/domain-error.ts';
import { flushUnique } from '../shared/flush-unique.ts';
import { leaveCopies, moveCopies } from '../tickets/participants.ts';
import type { Client } from './client.entity.ts';
import { record } from './client-event.entity.ts';
import { Contact } from './contact.entity.ts';

interface Given { name: string; email: string }

/** One that was archived and has the same address comes back, under the name that is given now. */
export async function addContact(em: EntityManager, by: TeamViewer, client: Pick<Client, 'businessId' | 'id'>, given: Given): Promise<Contact> {
  const of = { businessId: client.businessId, clientId: client.id };
  const fresh = Object.assign(new Contact(), of);
  fresh.describe(given);
  const former = await withAddress(em, of, fresh.email);
  if (former && !former.archivedAt) throw taken(former);
  const contact = former ?? fresh;
  contact.describe(given);
  contact.restore();
  em.persist(contact);
  await flushUnique(em, taken(contact));
  record(em, of, { kind: 'contact.added', summary: `${contact.name} (${contact.email}) was added as a contact`, teamMemberName: by.name });
  return contact;
}

/** With another address it may be another person: links and sessions that went to the old one end, and its tickets go to the new one. */
export async function updateContact(em: EntityManager, by: TeamViewer, contact: Contact, given: Given, now: Date): Promise<Contact> {
  const before = { name: contact.name, email: contact.email };
  contact.describe(given);
  if (contact.name === before.name && contact.email === before.email) return contact;
  await flushUnique(em, taken(contact));
  if (contact.email !== before.email) {
    const { businessId, clientId, id: contactId } = contact;
    await endSessions(em, { businessId, contactId });
    await moveCopies(em, { businessId, clientId, address: before.email }, contact.email, now);
  }
  const summary = `Contact ${before.name} (${before.email}) is now ${contact.name} (${contact.email})`;
  record(em, contact, { kind: 'contact.changed', summary, teamMemberName: by.name });
  return contact;
}

export async function archiveContact(em: EntityManager, by: TeamViewer, contact: Contact, now: Date): Promise<void> {
  contact.archive(now);
  const { businessId, clientId, id: contactId, email: address } = contact;
  await endSessions(em, { businessId, contactId });
  await leaveCopies(em, { businessId, clientId, address }, now);
  record(em, contact, { kind: 'contact.archived', summary: `Contact ${contact.name} (${contact.email}) was archived`, teamMemberName: by.name });
}

/** Addresses are one person's in whatever case they were imported. */
async function withAddress(em: EntityManager, { businessId, clientId }: { businessId: string; clientId: string }, email: string): Promise<Contact | null> {
  const [row] = await em.execute<{ id: string }[]>(
    'select id from contact where business_id = ? and client_id = ? and lower(email) = lower(?)', [businessId, clientId, email],
  );
  return row ? em.findOne(Contact, { businessId, id: row.id }) : null;
}

const taken = ({ email }: Contact) => badInput(`This client has a contact with the address ${email} already, or had one: adding it again brings it back.`, 'email');
