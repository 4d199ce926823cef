import type { EntityManager } from '@mikro-orm/postgresql';
import { TeamMember } from '../businesses/team-member.entity.ts';
import { Business } from '../businesses/business.entity.ts';
import type { Contact } from '../clients/contact.entity.ts';
import type { Services } from '../context.ts';
import type { Jobs } from '../jobs.ts';
import { queueDispatch } from '../mail/queue-dispatch.ts';
import { emFor } from '../tenancy.ts';
import { adminSignInEmail } from './sign-in.emails.ts';
import { TEAM_LINK_MINUTES, TeamSignInLink } from './team-sign-in-link.entity.ts';

const PER_HOUR = 3;

/** To whoever the address belongs to; to nobody when it belongs to nobody. At most a few an hour. */
export async function sendSignInLink(services: Services, { side, email }: Jobs['send-sign-in-link']): Promise<void> {
  if (side === 'portal') await mailContacts(services, email);
  else await mailTeamMembers(services, email);
}

async function mailContacts({ orm }: Services, email: string): Promise<void> {
  const em = emFor(orm, { kind: 'system' });
  const contacts = await em.execute<Pick<Contact, 'id' | 'businessId' | 'clientId' | 'email'>[]>(
    `select c.id, c.business_id as "businessId", c.client_id as "clientId", c.email from contact c
     join client k on k.business_id = c.business_id and k.id = c.client_id and k.archived_at is null
     where lower(c.email) = lower(?) and c.archived_at is null`,
    [email],
  );
  for (const contact of contacts) {
    await em.transactional(async (tx) => {
      if (await hadEnough(tx, contact, 'contact', `dispatch where business_id = ? and contact_id = ? and kind = 'SIGN_IN'`)) return;
      await queueDispatch(tx, contact, { kind: 'SIGN_IN' });
    });
  }
}

async function mailTeamMembers(services: Services, email: string): Promise<void> {
  const em = emFor(services.orm, { kind: 'system' });
  const members = await em.execute<Pick<TeamMember, 'id' | 'businessId'>[]>(
    `select m.id, m.business_id as "businessId" from team_member m where lower(m.email) = lower(?) and m.archived_at is null`,
    [email],
  );
  for (const { id, businessId } of members) {
    const token = await em.transactional(async (tx) => {
      if (await hadEnough(tx, { id, businessId }, 'team_member', 'team_sign_in_link where business_id = ? and team_member_id = ?')) return null;
      const issued = TeamSignInLink.issue(await tx.findOneOrFail(TeamMember, { businessId, id }));
      tx.persist(issued.link);
      return issued.token;
    });
    if (token) await mailTeamMember(services, { id, businessId }, token);
  }
}

async function mailTeamMember({ orm, mailer, config }: Services, { id, businessId }: Pick<TeamMember, 'id' | 'businessId'>, token: string): Promise<void> {
  const em = emFor(orm, { kind: 'business', businessId });
  const member = await em.findOneOrFail(TeamMember, { businessId, id });
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const mail = adminSignInEmail({
    name: member.name, businessName: business.name, link: `${config.adminUrl}/l/${token}`, expiresInMinutes: TEAM_LINK_MINUTES,
  });
  await mailer.send({ to: member.email, fromName: business.name, replyTo: null, messageId: null, references: [], tag: 'sign-in', isAutomatic: true, ...mail });
}

/** Holds the person's row first, so that requests at the same time are counted one after another. */
async function hadEnough(tx: EntityManager, of: { id: string; businessId: string }, table: 'contact' | 'team_member', mails: string): Promise<boolean> {
  await tx.execute(`select from ${table} where business_id = ? and id = ? for update`, [of.businessId, of.id]);
  const [row] = await tx.execute<{ count: number }[]>(
    `select count(*) as count from ${mails} and created_at > now() - interval '1 hour'`, [of.businessId, of.id],
  );
  return (row?.count ?? 0) >= PER_HOUR;
}
