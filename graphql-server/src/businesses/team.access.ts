import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { columnsOf, type Row } from '../plain-rows.ts';
import { DomainError, notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { TeamMember } from './team-member.entity.ts';

export type TeamMemberRow = Row<TeamMember> & { lastSeenAt: Date | null };

/** In the order in which they joined. */
export function listTeam(em: EntityManager, viewer: TeamViewer): Promise<TeamMemberRow[]> {
  return em.execute(
    `select ${columnsOf(em, TeamMember, 'm')},
       (select max(s.last_seen_at) from session s where s.business_id = m.business_id and s.team_member_id = m.id) as "lastSeenAt"
     from team_member m where m.business_id = ? and m.archived_at is null order by m.created_at, m.id`,
    [viewer.businessId],
  );
}

/**
 * Changes of a team are made one after another, and only by who is an owner when it is their turn:
 * two owners who remove each other leave one.
 */
export async function lockTeam(em: EntityManager, viewer: TeamViewer): Promise<void> {
  const owners = await em.execute<{ id: string }[]>(
    `select id from team_member where business_id = ? and role = 'OWNER' and archived_at is null order by id for update`, [viewer.businessId],
  );
  if (!owners.some(({ id }) => id === viewer.teamMemberId)) throw new DomainError('FORBIDDEN', 'Your role does not allow this.');
}

export async function findTeamMember(em: EntityManager, viewer: TeamViewer, id: string): Promise<TeamMember> {
  const member = isUuid(id) ? await em.findOne(TeamMember, { businessId: viewer.businessId, id, archivedAt: null }) : null;
  if (!member) throw notFound('team member');
  return member;
}
