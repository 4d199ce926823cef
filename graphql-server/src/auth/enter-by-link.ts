import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../clients/client-event.entity.ts';
import type { Services } from '../context.ts';
import { hashSecretToken } from '../shared/secret-token.ts';
import { emFor } from '../tenancy.ts';
import { openSession } from './sessions.ts';

export interface Visit { ip: string | null; userAgent: string | null }

/** `session` goes into the cookie; `target` is a path on the same origin. */
export interface Entry { session: string; target: string }

/** Null alike for a link that is unknown, expired or revoked. */
export function enterPortalByLink({ orm, clock }: Pick<Services, 'orm' | 'clock'>, token: string, visit: Visit): Promise<Entry | null> {
  return emFor(orm, { kind: 'system' }).transactional(async (em: EntityManager) => {
    const [link] = await em.execute<{ businessId: string; clientId: string; contactId: string; target: string; name: string }[]>(
      `select l.business_id as "businessId", l.client_id as "clientId", l.contact_id as "contactId", l.target, c.name
       from magic_link l
       join contact c on c.business_id = l.business_id and c.id = l.contact_id and c.archived_at is null
       join client k on k.business_id = l.business_id and k.id = l.client_id and k.archived_at is null
       where l.token_hash = ? and l.revoked_at is null and l.expires_at > ?`,
      [hashSecretToken(token), clock()],
    );
    if (!link) return null;
    record(em, link, { kind: 'contact.signed-in', summary: `${link.name} signed in by a link` });
    return { session: openSession(em, link, visit, clock()), target: link.target };
  });
}

/** Uses the link up. */
export function enterDashboardByLink({ orm, clock }: Pick<Services, 'orm' | 'clock'>, token: string, visit: Visit): Promise<Entry | null> {
  return emFor(orm, { kind: 'system' }).transactional(async (em: EntityManager) => {
    const [link] = await em.execute<{ businessId: string; teamMemberId: string }[]>(
      `update team_sign_in_link l set used_at = ? from team_member m
       where l.token_hash = ? and l.used_at is null and l.expires_at > ?
         and m.business_id = l.business_id and m.id = l.team_member_id and m.archived_at is null
       returning l.business_id as "businessId", l.team_member_id as "teamMemberId"`,
      [clock(), hashSecretToken(token), clock()],
    );
    return link ? { session: openSession(em, link, visit, clock()), target: '/admin' } : null;
  });
}
