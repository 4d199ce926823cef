import type { EntityManager } from '@mikro-orm/postgresql';
import { endSessions } from '../auth/end-sessions.ts';
import type { TeamViewer } from '../auth/viewer.ts';
import type { Client } from './client.entity.ts';
import { record } from './client-event.entity.ts';
import { ofClient } from './save-client.ts';

/** Its record stays; nobody of it gets in any more, nor stays in. */
export async function archiveClient(em: EntityManager, by: TeamViewer, client: Client, now: Date): Promise<Client> {
  if (client.archivedAt) return client;
  client.archive(now);
  await endSessions(em, ofClient(client));
  record(em, ofClient(client), { kind: 'client.archived', summary: `${client.name} was archived`, teamMemberName: by.name });
  return client;
}

/** Its people need fresh links: the old ones stay revoked. */
export function restoreClient(em: EntityManager, by: TeamViewer, client: Client): Client {
  if (!client.archivedAt) return client;
  client.restore();
  record(em, ofClient(client), { kind: 'client.restored', summary: `${client.name} is a client again`, teamMemberName: by.name });
  return client;
}
