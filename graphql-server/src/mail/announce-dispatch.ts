import type { EntityManager } from '@mikro-orm/postgresql';
import { announce } from '../live-bus.ts';
import { TicketMessage } from '../tickets/ticket-message.entity.ts';
import type { Dispatch } from './dispatch.entity.ts';

/** What a dispatch stands for has changed on screen too. */
export async function announceDispatch(em: EntityManager, dispatch: Dispatch): Promise<void> {
  const { businessId, clientId } = dispatch;
  if (dispatch.invoiceId) await announce(em, { topic: 'invoice', businessId, clientId, id: dispatch.invoiceId });
  if (dispatch.estimateId) await announce(em, { topic: 'estimate', businessId, clientId, id: dispatch.estimateId });
  if (dispatch.ticketMessageId) {
    const message = await em.findOne(TicketMessage, { businessId, id: dispatch.ticketMessageId });
    if (message) await announce(em, { topic: 'ticket', businessId, clientId, id: message.ticketId });
  }
}
