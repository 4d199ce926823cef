import type { Services } from '../context.ts';
import type { Jobs } from '../jobs.ts';
import { announce } from '../live-bus.ts';
import { emFor } from '../tenancy.ts';
import { letGo } from './reply-to-ticket.ts';
import { lockFound } from './ticket.access.ts';
import { TicketMessage } from './ticket-message.entity.ts';

/** Nobody has taken it back: it goes. */
export function releaseMessage({ orm, clock }: Services, { businessId, messageId }: Jobs['release-message']): Promise<void> {
  return emFor(orm, { kind: 'business', businessId }).transactional(async (em) => {
    const held = await em.findOne(TicketMessage, { businessId, id: messageId });
    if (!held) return;
    const ticket = await lockFound(em, { businessId, id: held.ticketId });
    const message = await em.findOne(TicketMessage, { businessId, id: messageId }, { refresh: true });
    if (!message?.heldUntil) return;
    await letGo(em, ticket, message, clock());
    await em.flush();
    await announce(em, { topic: 'ticket', businessId, clientId: ticket.clientId, id: ticket.id });
  });
}

/** It awaits somebody again by the clock; the dashboards are only told. */
export async function wakeTicket({ orm }: Services, { businessId, ticketId }: Jobs['wake-ticket']): Promise<void> {
  await announce(emFor(orm, { kind: 'business', businessId }), { topic: 'ticket', businessId, clientId: null, id: ticketId });
}
