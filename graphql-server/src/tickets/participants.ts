import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import { badInput, notFound } from '../shared/domain-error.ts';
import { normalizedEmailAddress } from '../shared/email-address.ts';
import { isUuid } from '../shared/uuid.ts';
import type { Ticket } from './ticket.entity.ts';
import { TicketParticipant } from './ticket-participant.entity.ts';

const MOST = 20;

/** From now on mailed what the team writes. Who was taken off before is put back. */
export async function addParticipant(em: EntityManager, { id: ticketId, businessId, clientId }: Pick<Ticket, 'id' | 'businessId' | 'clientId'>, given: { address: string; name?: string | null }): Promise<void> {
  const address = normalizedEmailAddress(given.address.trim());
  if (!address) throw badInput(`"${given.address.slice(0, 100)}" is not an e-mail address.`, 'address');
  const name = given.name?.replaceAll(/\s+/g, ' ').trim().slice(0, 200) || address;
  const present = await em.find(TicketParticipant, { businessId, ticketId });
  const known = present.find((participant) => participant.address.toLowerCase() === address.toLowerCase());
  if (!known && present.filter(({ removedAt }) => !removedAt).length >= MOST) throw badInput(`At most ${MOST} people can be in copy.`, 'address');
  if (known) Object.assign(known, { removedAt: null, name });
  else em.persist(Object.assign(new TicketParticipant(), { businessId, clientId, ticketId, address, name }));
  await em.flush();
}

/** Unless they are there, or were taken off. */
export async function keepInCopy(em: EntityManager, { id, businessId, clientId }: Pick<Ticket, 'id' | 'businessId' | 'clientId'>, { address, name }: { address: string; name: string }): Promise<void> {
  await em.execute(
    `insert into ticket_participant (id, business_id, created_at, client_id, ticket_id, address, name) values (?, ?, now(), ?, ?, ?, ?)
     on conflict (business_id, ticket_id, lower(address)) do nothing`,
    [v7(), businessId, clientId, id, address, name],
  );
}

export async function removeParticipant(em: EntityManager, businessId: string, id: string, at: Date): Promise<TicketParticipant> {
  const participant = isUuid(id) ? await em.findOne(TicketParticipant, { businessId, id, removedAt: null }) : null;
  if (!participant) throw notFound('participant');
  participant.removedAt = at;
  return participant;
}
