import type { EntityManager } from '@mikro-orm/postgresql';
import { announce } from '../live-bus.ts';

/** Whose: a person's, or those of everybody at a client. */
export type Whose = { businessId: string } & ({ clientId: string } | { contactId: string } | { teamMemberId: string });

/** With the transaction, every session and link of theirs is over; open sockets close as soon as it commits. */
export async function endSessions(em: EntityManager, whose: Whose): Promise<void> {
  const [column, id] = 'clientId' in whose ? ['client_id', whose.clientId] : 'contactId' in whose ? ['contact_id', whose.contactId] : ['team_member_id', whose.teamMemberId];
  const { businessId } = whose;
  const links = column === 'team_member_id'
    ? `update team_sign_in_link set used_at = now() where business_id = ? and team_member_id = ? and used_at is null`
    : `update magic_link set revoked_at = now() where business_id = ? and ${column} = ? and revoked_at is null`;
  await em.execute(links, [businessId, id]);
  const ended = await em.execute<{ id: string; clientId: string | null }[]>(
    `update session set revoked_at = now() where business_id = ? and ${column} = ? and revoked_at is null returning id, client_id as "clientId"`,
    [businessId, id],
  );
  for (const session of ended) await announce(em, { topic: 'session', businessId, ...session });
}
