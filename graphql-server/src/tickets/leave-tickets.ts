import type { EntityManager } from '@mikro-orm/postgresql';

/** What somebody looked after who is of the team no more is nobody's, so that it is found among what is unassigned. */
export async function leaveTickets(em: EntityManager, { businessId, teamMemberId }: { businessId: string; teamMemberId: string }): Promise<void> {
  await em.execute(`update ticket set assignee_id = null where business_id = ? and assignee_id = ? and state <> 'CLOSED'`, [businessId, teamMemberId]);
}
