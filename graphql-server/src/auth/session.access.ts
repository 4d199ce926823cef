import type { EntityManager } from '@mikro-orm/postgresql';
import { notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { STANDING } from './sessions.ts';
import type { Viewer } from './viewer.ts';

export interface SessionRow { id: string; createdAt: Date; lastSeenAt: Date; ip: string | null; userAgent: string | null }

/** One's own alone, also among the contacts of one client. */
const ownedBy = (viewer: Viewer) =>
  viewer.kind === 'contact'
    ? { sql: 's.business_id = ? and s.contact_id = ?', params: [viewer.businessId, viewer.contactId] }
    : { sql: 's.business_id = ? and s.team_member_id = ?', params: [viewer.businessId, viewer.teamMemberId] };

/** Those that still stand, the one used last first. */
export function listSessions(em: EntityManager, viewer: Viewer): Promise<SessionRow[]> {
  const own = ownedBy(viewer);
  return em.execute(
    `select s.id, s.created_at as "createdAt", s.last_seen_at as "lastSeenAt", s.ip, s.user_agent as "userAgent"
     from session s where ${own.sql} and ${STANDING} order by s.last_seen_at desc, s.id limit 200`,
    own.params,
  );
}

export async function findSession(em: EntityManager, viewer: Viewer, id: string): Promise<{ id: string }> {
  const own = ownedBy(viewer);
  const [row] = isUuid(id) ? await em.execute<{ id: string }[]>(`select s.id from session s where ${own.sql} and ${STANDING} and s.id = ?`, [...own.params, id]) : [];
  if (!row) throw notFound('session');
  return row;
}
