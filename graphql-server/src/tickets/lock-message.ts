import type { EntityManager } from '@mikro-orm/postgresql';
import { lockFound } from './ticket.access.ts';
import type { Ticket } from './ticket.entity.ts';
import { TicketMessage } from './ticket-message.entity.ts';

/** A message with its ticket, whose row is locked: another than it was in when the tickets were merged while we waited. */
export async function lockMessage(em: EntityManager, which: { businessId: string; id: string }): Promise<{ message: TicketMessage; ticket: Ticket } | null> {
  const found = await em.findOne(TicketMessage, which, { refresh: true });
  if (!found) return null;
  const { ticketId } = found;
  const ticket = await lockFound(em, { businessId: which.businessId, id: ticketId });
  const message = await em.findOne(TicketMessage, which, { refresh: true });
  return message && message.ticketId !== ticketId ? lockMessage(em, which) : message && { message, ticket };
}
