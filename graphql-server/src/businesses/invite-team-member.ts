import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { enqueue } from '../jobs.ts';
import { badInput } from '../shared/domain-error.ts';
import { flushUnique } from '../shared/flush-unique.ts';
import { TeamMember, type Role } from './team-member.entity.ts';

/** Mails a sign-in link. Somebody who was removed comes back as what they are invited as. */
export async function inviteTeamMember(em: EntityManager, by: TeamViewer, given: { name: string; email: string; role: Role }): Promise<TeamMember> {
  const fresh = Object.assign(new TeamMember(), { businessId: by.businessId });
  fresh.describe(given);
  const former = await withAddress(em, by.businessId, fresh.email);
  if (former && !former.archivedAt) throw taken(former);
  const member = former ?? fresh;
  member.describe(given);
  member.rejoin();
  em.persist(member);
  await flushUnique(em, taken(member));
  await enqueue(em, 'send-sign-in-link', { side: 'admin', email: member.email });
  return member;
}

async function withAddress(em: EntityManager, businessId: string, email: string): Promise<TeamMember | null> {
  const [row] = await em.execute<{ id: string }[]>('select id from team_member where business_id = ? and lower(email) = lower(?)', [businessId, email]);
  return row ? em.findOne(TeamMember, { businessId, id: row.id }) : null;
}

const taken = ({ email }: TeamMember) => badInput(`${email} belongs to a team member already.`, 'email');
