import type { Services } from '../context.ts';
import type { Jobs } from '../jobs.ts';
import { announce } from '../live-bus.ts';
import { emFor } from '../tenancy.ts';
import { lockMessage } from './lock-message.ts';
import { letGo } from './reply-to-ticket.ts';
import { TicketMessage } from './ticket-message.entity.ts';

/** Nobody has taken it back: it goes. */
export function releaseMessage({ orm, clock }: Services, { businessId, messageId }: Jobs['release-message']): Promise<void> {
  return emFor(orm, { kind: 'business', businessId }).transactional(async (em) => {
    const found = await lockMessage(em, { businessId, id: messageId });
    if (!found?.message.heldUntil) return;
    const { ticket, message } = found;
    // What was written before goes before, whichever job comes first.
    const due = await em.find(TicketMessage, { businessId, ticketId: ticket.id, heldUntil: { $lte: message.heldUntil } }, { orderBy: { heldUntil: 'asc', id: 'asc' } });
    const now = clock().valueOf();
    for (const [place, each] of due.entries()) await letGo(em, ticket, each, new Date(now + place));
    await em.flush();
    await announce(em, { topic: 'ticket', businessId, clientId: ticket.clientId, id: ticket.id });
  });
}

/** It awaits somebody again by the clock; the dashboards are only told. */
export async function wakeTicket({ orm }: Services, { businessId, ticketId }: Jobs['wake-ticket']): Promise<void> {
  await announce(emFor(orm, { kind: 'business', businessId }), { topic: 'ticket', businessId, clientId: null, id: ticketId });
}
