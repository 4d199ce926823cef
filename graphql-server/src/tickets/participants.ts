import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import { cutText } from '../shared/cut-text.ts';
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
  const name = cutText(given.name?.replaceAll(/\s+/g, ' ').trim() ?? '', 200) || address;
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

interface Addressed { businessId: string; clientId: string; address: string }

/** Whoever is no contact of the client any more is told of none of its tickets, and writes into none. */
export async function leaveCopies(em: EntityManager, { businessId, clientId, address }: Addressed, at: Date): Promise<void> {
  await em.execute(
    'update ticket_participant set removed_at = ? where business_id = ? and client_id = ? and lower(address) = lower(?) and removed_at is null',
    [at, businessId, clientId, address],
  );
}

/** A contact with another address is in copy by that one, and by the old one nowhere. */
export async function moveCopies(em: EntityManager, from: Addressed, to: string, at: Date): Promise<void> {
  await em.execute(
    `update ticket_participant p set address = ? where p.business_id = ? and p.client_id = ? and lower(p.address) = lower(?) and p.removed_at is null and not exists (
       select from ticket_participant o where o.business_id = p.business_id and o.ticket_id = p.ticket_id and o.id <> p.id and lower(o.address) = lower(?))`,
    [to, from.businessId, from.clientId, from.address, to],
  );
  if (from.address.toLowerCase() !== to.toLowerCase()) await leaveCopies(em, from, at);
}
