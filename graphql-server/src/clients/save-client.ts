import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { badInput } from '../shared/domain-error.ts';
import { flushUnique } from '../shared/flush-unique.ts';
import { Client, type ClientDescription } from './client.entity.ts';
import { record } from './client-event.entity.ts';
import { addContact } from './save-contact.ts';

/** With its first contact, if there is one. */
export async function createClient(
  em: EntityManager, by: TeamViewer, given: ClientDescription, contact?: { name: string; email: string } | null,
): Promise<Client> {
  const client = Object.assign(new Client(), { businessId: by.businessId, name: '' });
  client.describe(given);
  em.persist(client);
  await flushUnique(em, taken(client));
  record(em, ofClient(client), { kind: 'client.created', summary: `${client.name} was added`, teamMemberName: by.name });
  if (contact) await addContact(em, by, client, contact);
  return client;
}

export async function updateClient(em: EntityManager, by: TeamViewer, client: Client, given: ClientDescription): Promise<Client> {
  const changed = client.describe(given);
  if (changed.length === 0) return client;
  await flushUnique(em, taken(client));
  record(em, ofClient(client), { kind: 'client.changed', summary: `Changed: ${changed.join(', ')}`, teamMemberName: by.name });
  return client;
}

const taken = ({ externalId }: Client) => badInput(`Another client has the external id "${externalId}".`, 'externalId');

export const ofClient = ({ businessId, id }: Client) => ({ businessId, clientId: id });
