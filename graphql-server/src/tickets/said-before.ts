import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import { badInput } from '../shared/domain-error.ts';
import { findTicket, type TicketRow } from './ticket.access.ts';
import { readerOf } from './ticket-message.access.ts';

/** A key is its author's own, and of one ticket: the same word of thanks in two of them is said twice. */
export function keyOf({ idempotencyKey: key, ticketId }: { idempotencyKey?: string | null; ticketId?: string }): string | null {
  if (key && key.length > 100) throw badInput('An idempotency key has at most 100 characters.', 'idempotencyKey');
  return key ? `${ticketId ?? 'new'} ${key}` : null;
}

/** The ticket that holds it already, when its author sends it again: pressed twice, or the answer was lost. Two at once wait for each other. */
export async function saidBefore(em: EntityManager, viewer: Viewer, key: string | null): Promise<TicketRow | null> {
  if (!key) return null;
  const [column, person] = readerOf(viewer);
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`message ${viewer.businessId} ${person} ${key}`]);
  const [said] = await em.execute<{ ticketId: string }[]>(
    `select ticket_id as "ticketId" from ticket_message where business_id = ? and ${column} = ? and coalesce(contact_id, team_member_id) = ? and idempotency_key = ?`,
    [viewer.businessId, person, person, key],
  );
  return said ? findTicket(em, viewer, said.ticketId) : null;
}
