import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { record } from '../clients/client-event.entity.ts';
import { Contact } from '../clients/contact.entity.ts';
import { announce } from '../live-bus.ts';
import { mergeReadings } from './mark-read.ts';
import { keepInCopy } from './participants.ts';
import { findTicket, lockFound } from './ticket.access.ts';
import type { Ticket } from './ticket.entity.ts';

/** The messages, files and people of the first go into the second. Mail to the first still finds its way. */
export async function mergeTickets(em: EntityManager, viewer: TeamViewer, fromId: string, intoId: string, now: Date): Promise<Ticket> {
  const { businessId } = viewer;
  const found = [await findTicket(em, viewer, fromId), await findTicket(em, viewer, intoId)];
  // Always in the same order, so that two merges the other way round wait for each other.
  const locked = new Map<string, Ticket>();
  for (const { id } of found.toSorted((a, b) => a.id.localeCompare(b.id))) locked.set(id, await lockFound(em, { businessId, id }));
  const [from, into] = [locked.get(found[0]!.id)!, locked.get(found[1]!.id)!];
  from.mergeInto(into, now);
  await em.flush();
  await mergeReadings(em, from, into, now);
  // Whoever wrote to close the first knew nothing of the second.
  await em.execute('update ticket_message set ticket_id = ?, closes_ticket = false where business_id = ? and ticket_id = ?', [into.id, businessId, from.id]);
  await em.execute(
    `update ticket_participant p set ticket_id = ? where p.business_id = ? and p.ticket_id = ? and not exists (
       select from ticket_participant o where o.business_id = p.business_id and o.ticket_id = ? and lower(o.address) = lower(p.address))`,
    [into.id, businessId, from.id, into.id],
  );
  await keepWhomItWasWith(em, from, into);
  await em.execute('update ticket set merged_into_id = ? where business_id = ? and merged_into_id = ?', [into.id, businessId, from.id]);
  record(em, into, { kind: 'ticket.merged', summary: `${viewer.name} merged ticket #${from.number} into #${into.number}`, ticketId: into.id, teamMemberName: viewer.name });
  for (const { id, clientId } of [from, into]) await announce(em, { topic: 'ticket', businessId, clientId, id });
  return into;
}

/** Two people of one client asked: the second is in copy from now on. */
async function keepWhomItWasWith(em: EntityManager, from: Ticket, into: Ticket): Promise<void> {
  if (!from.contactId || from.contactId === into.contactId) return;
  const contact = await em.findOne(Contact, { businessId: from.businessId, id: from.contactId, archivedAt: null });
  if (contact) await keepInCopy(em, into, { address: contact.email, name: contact.name });
}
