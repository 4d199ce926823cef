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
     where lower(c.email) = lower(?) and c.archived_at is null
       and (select count(*) from dispatch d where d.business_id = c.business_id and d.contact_id = c.id
            and d.kind = 'SIGN_IN' and d.created_at > now() - interval '1 hour') < ?`,
    [email, PER_HOUR],
  );
  for (const contact of contacts) {
    await em.transactional((tx) => queueDispatch(tx, contact, { kind: 'SIGN_IN' }));
  }
}

async function mailTeamMembers({ orm, mailer, config }: Services, email: string): Promise<void> {
  const em = emFor(orm, { kind: 'system' });
  const members = await em.execute<{ id: string; businessId: string }[]>(
    `select m.id, m.business_id as "businessId" from team_member m
     where lower(m.email) = lower(?) and m.archived_at is null
       and (select count(*) from team_sign_in_link l where l.business_id = m.business_id and l.team_member_id = m.id
            and l.created_at > now() - interval '1 hour') < ?`,
    [email, PER_HOUR],
  );
  for (const { id, businessId } of members) {
    const member = await em.findOneOrFail(TeamMember, { businessId, id });
    const business = await em.findOneOrFail(Business, { businessId, id: businessId });
    const { link, token } = TeamSignInLink.issue(member);
    await em.persist(link).flush();
    const mail = adminSignInEmail({
      name: member.name, businessName: business.name, link: `${config.adminUrl}/l/${token}`, expiresInMinutes: TEAM_LINK_MINUTES,
    });
    await mailer.send({ to: member.email, fromName: business.name, replyTo: null, messageId: null, references: [], tag: 'sign-in', ...mail });
  }
}
