import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import type { Viewer } from '../auth/viewer.ts';
import { readerOf } from './ticket-message.access.ts';

/** Never backwards: two tabs may report out of order. */
export async function markRead(em: EntityManager, viewer: Viewer, ticket: { id: string; businessId: string; clientId: string }, at: Date): Promise<void> {
  const [column, person] = readerOf(viewer);
  await em.execute(
    `insert into ticket_reading as r (id, business_id, created_at, client_id, ticket_id, ${column}, read_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (business_id, ticket_id, coalesce(contact_id, team_member_id)) do update set read_at = greatest(r.read_at, excluded.read_at)`,
    [v7(), ticket.businessId, at, ticket.clientId, ticket.id, person, at],
  );
}
