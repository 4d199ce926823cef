import type { EntityManager } from '@mikro-orm/postgresql';
import type { Role } from '../businesses/team-member.entity.ts';
import { hashSecretToken, newSecretToken } from '../shared/secret-token.ts';
import { places } from '../plain-rows.ts';
import type { Viewer } from './viewer.ts';
import { Session } from './session.entity.ts';

const IDLE_DAYS = 14;
const ABSOLUTE_DAYS = 90;
const DAY = 86_400_000;

interface Visit {
  ip: string | null;
  userAgent: string | null;
}

type Who = { businessId: string } & ({ clientId: string; contactId: string } | { teamMemberId: string });

/** The cookie's value goes to the browser; the row keeps its hash. */
export function openSession(em: EntityManager, who: Who, visit: Visit, now: Date): string {
  const token = newSecretToken();
  const session = Object.assign(new Session(), who, {
    tokenHash: hashSecretToken(token),
    lastSeenAt: now,
    expiresAt: new Date(now.valueOf() + ABSOLUTE_DAYS * DAY),
    ip: visit.ip,
    userAgent: visit.userAgent?.slice(0, 300) ?? null,
  });
  em.persist(session);
  return token;
}

interface SessionRow {
  id: string;
  businessId: string;
  clientId: string | null;
  contactId: string | null;
  teamMemberId: string | null;
  name: string;
  email: string;
  role: Role | null;
}

/** Who a cookie belongs to, in one statement; also notes, once a minute, that they were here. */
export async function viewerOf(em: EntityManager, token: string, side: 'portal' | 'admin'): Promise<Viewer | null> {
  const [row] = await em.execute<SessionRow[]>(side === 'portal' ? CONTACT_SQL : TEAM_SQL, [hashSecretToken(token)]);
  if (!row) return null;
  const { businessId, name, email, id: sessionId } = row;
  if (row.contactId && row.clientId) {
    return { kind: 'contact', businessId, clientId: row.clientId, contactId: row.contactId, name, email, sessionId };
  }
  if (row.teamMemberId && row.role) {
    return { kind: 'team', businessId, teamMemberId: row.teamMemberId, name, email, role: row.role, sessionId };
  }
  return null;
}

export const STANDING = `s.revoked_at is null and s.expires_at > now() and s.last_seen_at > now() - interval '${IDLE_DAYS} days'`;
const LIVING = `s.token_hash = ? and ${STANDING}`;

/** Wraps a lookup so that it also moves the idle limit, without a write for each request. */
const seen = (lookup: string) => `
  with found as (${lookup}), touched as (
    update session s set last_seen_at = now() from found
    where s.business_id = found."businessId" and s.id = found.id and s.last_seen_at < now() - interval '1 minute')
  select * from found`;

const CONTACT_SQL = seen(`
  select s.id, s.business_id as "businessId", s.client_id as "clientId", s.contact_id as "contactId",
    null::uuid as "teamMemberId", c.name, c.email, null::text as role
  from session s
  join contact c on c.business_id = s.business_id and c.id = s.contact_id and c.archived_at is null
  join client k on k.business_id = s.business_id and k.id = s.client_id and k.archived_at is null
  where ${LIVING}`);

const TEAM_SQL = seen(`
  select s.id, s.business_id as "businessId", null::uuid as "clientId", null::uuid as "contactId",
    s.team_member_id as "teamMemberId", m.name, m.email, m.role
  from session s
  join team_member m on m.business_id = s.business_id and m.id = s.team_member_id and m.archived_at is null
  where ${LIVING}`);

/** Which of these sessions still stand, by the same rules as a request's. */
export async function livingAmong(em: EntityManager, ids: string[]): Promise<Set<string>> {
  const rows = await em.execute<{ id: string }[]>(
    `select s.id from session s
     left join contact c on c.business_id = s.business_id and c.id = s.contact_id
     left join client k on k.business_id = s.business_id and k.id = s.client_id
     left join team_member m on m.business_id = s.business_id and m.id = s.team_member_id
     where s.id in (${places(ids)}) and ${STANDING}
       and c.archived_at is null and k.archived_at is null and m.archived_at is null`,
    ids,
  );
  return new Set(rows.map(({ id }) => id));
}

export async function revokeSession(em: EntityManager, id: string): Promise<void> {
  await em.execute('update session set revoked_at = now() where id = ? and revoked_at is null', [id]);
}
