import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import { Business } from '../businesses/business.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import { attachToMessage } from '../files/attach-file.ts';
import { enqueueAt } from '../jobs.ts';
import { announce } from '../live-bus.ts';
import { DomainError } from '../shared/domain-error.ts';
import { addMessage, mailToClient, type Author } from './add-message.ts';
import { markRead } from './mark-read.ts';
import { bodyFrom, type Ticket } from './ticket.entity.ts';
import { TicketMessage } from './ticket-message.entity.ts';

export interface Reply {
  message: string;
  fileIds?: string[] | null;
  isNote?: boolean | null;
  /** The newest message that the writer had on screen. */
  lastSeenMessageId?: string | null;
  anyway?: boolean | null;
  close?: boolean | null;
}

/** What a contact writes is there at once. What the team writes is held for a moment, in which it can be taken back. */
export async function replyToTicket(em: EntityManager, viewer: Viewer, author: Author, ticket: Ticket, reply: Reply, now: Date): Promise<TicketMessage> {
  const isTeam = viewer.kind === 'team';
  ticket.must(reply.isNote ? 'NOTE' : 'REPLY', now, viewer.kind);
  if (isTeam && !reply.anyway && reply.lastSeenMessageId) await mustHaveSeenAll(em, ticket, reply.lastSeenMessageId);
  const held = isTeam && !reply.isNote ? await holdUntil(em, ticket, now) : null;
  const message = await addMessage(em, ticket, author, {
    body: bodyFrom(reply.message), channel: 'WEB', kind: reply.isNote ? 'INTERNAL_NOTE' : 'MESSAGE', heldUntil: held, closesTicket: isTeam && !reply.isNote && Boolean(reply.close),
  }, now);
  await attachToMessage(em, message, reply.fileIds ?? [], now);
  await markRead(em, viewer, ticket, now);
  if (held) await enqueueAt(em, 'release-message', { businessId: ticket.businessId, messageId: message.id }, held, `release-${message.id}`);
  else if (!reply.isNote) await letGo(em, ticket, message, now);
  await announce(em, { topic: 'ticket', businessId: ticket.businessId, clientId: reply.isNote || held ? null : ticket.clientId, id: ticket.id });
  return message;
}

async function mustHaveSeenAll(em: EntityManager, { businessId, id }: Ticket, seen: string): Promise<void> {
  const newest = await em.findOne(TicketMessage, { businessId, ticketId: id, kind: 'MESSAGE' }, { orderBy: { createdAt: 'desc', id: 'desc' } });
  if (newest && newest.id !== seen) throw new DomainError('CONFLICT', `${newest.authorName} has written since you opened this ticket.`);
}

async function holdUntil(em: EntityManager, { businessId }: Ticket, now: Date): Promise<Date | null> {
  const { undoSendSeconds } = await em.findOneOrFail(Business, { businessId, id: businessId });
  return undoSendSeconds > 0 ? new Date(now.valueOf() + undoSendSeconds * 1_000) : null;
}

/** Now it is said: the client sees it and is mailed, and the ticket awaits the other side. */
export async function letGo(em: EntityManager, ticket: Ticket, message: TicketMessage, now: Date): Promise<void> {
  const side = message.authorKind === 'CONTACT' ? 'contact' : 'team';
  Object.assign(message, { heldUntil: null, createdAt: now });
  await em.flush();
  if (side === 'team') await mailToClient(em, ticket, message);
  ticket.receiveMessage(side, now);
  record(em, ticket, { kind: 'ticket.replied', summary: `${message.authorName} replied to ticket #${ticket.number}`, ticketId: ticket.id });
  if (!message.closesTicket) return;
  ticket.close(now);
  record(em, ticket, { kind: 'ticket.closed', summary: `${message.authorName} closed ticket #${ticket.number}`, ticketId: ticket.id });
}
