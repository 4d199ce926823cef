import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer, Viewer } from '../auth/viewer.ts';
import { decodeCursor, pageSize, toConnection, type Connection } from '../paging.ts';
import { columnsOf, type Row } from '../plain-rows.ts';
import { badInput, notFound } from '../shared/domain-error.ts';
import { searchText } from '../shared/search-text.ts';
import { isUuid } from '../shared/uuid.ts';
import { Client } from './client.entity.ts';
import { Contact } from './contact.entity.ts';

export type ClientRow = Row<Client>;

/** A contact sees its own client, a team member each of the business. */
export async function findClient(em: EntityManager, viewer: Viewer, id: string): Promise<Client> {
  const isTheirs = viewer.kind === 'team' || viewer.clientId === id;
  const client = isUuid(id) && isTheirs ? await em.findOne(Client, { businessId: viewer.businessId, id }) : null;
  if (!client) throw notFound('client');
  return client;
}

/** Whose record is meant: a contact's own, or the one that a team member names. */
export async function clientMeant(em: EntityManager, viewer: Viewer, id: string | null | undefined): Promise<string> {
  if (viewer.kind === 'contact') {
    if (id && id !== viewer.clientId) throw notFound('client');
    return viewer.clientId;
  }
  if (!id) throw badInput('Please name the client.', 'clientId');
  return (await findClient(em, viewer, id)).id;
}

/** A contact that is not archived, of any client of the business. */
export async function findContact(em: EntityManager, viewer: TeamViewer, id: string): Promise<Contact> {
  const contact = isUuid(id) ? await em.findOne(Contact, { businessId: viewer.businessId, id, archivedAt: null }) : null;
  if (!contact) throw notFound('contact');
  return contact;
}

interface Page { first: number; after?: string | null; text?: string | null }

export async function listClients(em: EntityManager, viewer: TeamViewer, page: Page & { isArchived?: boolean | null }): Promise<Connection<ClientRow>> {
  const first = pageSize(page.first);
  const after = decodeCursor(page.after, ['text', 'id']);
  const pattern = page.text?.trim() ? `%${searchText(page.text)}%` : null;
  const where = `c.business_id = ? and c.archived_at is ${page.isArchived ? 'not null' : 'null'}${pattern ? ` and (c.name ilike ? or c.external_id ilike ?
    or exists (select from contact k where k.business_id = c.business_id and k.client_id = c.id and (k.email ilike ? or k.name ilike ?)))` : ''}`;
  const params = [viewer.businessId, ...(pattern ? [pattern, pattern, pattern, pattern] : [])];

  const rows = await em.execute<(ClientRow & { sortName: string })[]>(
    `select ${columnsOf(em, Client, 'c')}, lower(c.name) as "sortName" from client c
     where ${where} ${after ? 'and (lower(c.name), c.id) > (?, ?::uuid)' : ''}
     order by lower(c.name), c.id limit ?`,
    [...params, ...(after ?? []), first + 1],
  );
  const [counted] = await em.execute<{ count: number }[]>(`select count(*) as count from client c where ${where}`, params);
  return toConnection(rows, first, (row) => [row.sortName, row.id], counted?.count ?? 0, page.after);
}
