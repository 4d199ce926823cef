import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import { Business } from '../businesses/business.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import { attachToMessage } from '../files/attach-file.ts';
import { enqueueAt } from '../jobs.ts';
import { announce } from '../live-bus.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
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
  idempotencyKey?: string | null;
}

/** What a contact writes is there at once. What the team writes is held for a moment, in which it can be taken back. */
export async function replyToTicket(em: EntityManager, viewer: Viewer, author: Author, ticket: Ticket, reply: Reply, now: Date): Promise<TicketMessage> {
  const isTeam = viewer.kind === 'team';
  ticket.must(reply.isNote ? 'NOTE' : 'REPLY', now, viewer.kind);
  if (isTeam && !reply.anyway && reply.lastSeenMessageId) await mustHaveSeenAll(em, ticket, viewer.teamMemberId, reply.lastSeenMessageId);
  const held = isTeam && !reply.isNote ? await holdUntil(em, ticket, now) : null;
  const message = await addMessage(em, ticket, author, {
    body: bodyFrom(reply.message), channel: 'WEB', kind: reply.isNote ? 'INTERNAL_NOTE' : 'MESSAGE', heldUntil: held, closesTicket: isTeam && !reply.isNote && Boolean(reply.close),
    idempotencyKey: reply.idempotencyKey ?? null,
  }, now);
  await attachToMessage(em, message, reply.fileIds ?? [], now);
  await markRead(em, viewer, ticket, now);
  if (held) await enqueueAt(em, 'release-message', { businessId: ticket.businessId, messageId: message.id }, held, `release-${message.id}`);
  else if (!reply.isNote) await letGo(em, ticket, message, now);
  await announce(em, { topic: 'ticket', businessId: ticket.businessId, clientId: reply.isNote || held ? null : ticket.clientId, id: ticket.id });
  return message;
}

/** What the writer said is known to them. When what they saw last was taken back since, they look again. */
async function mustHaveSeenAll(em: EntityManager, { businessId, id }: Ticket, writer: string, seen: string): Promise<void> {
  if (!isUuid(seen)) throw badInput('This is the id of no message.', 'lastSeenMessageId');
  const [unseen] = await em.execute<{ authorName: string }[]>(
    `select m.author_name as "authorName" from ticket_message m
     where m.business_id = ? and m.ticket_id = ? and m.kind = 'MESSAGE' and m.team_member_id is distinct from ? and m.id <> ? and coalesce(
       (select (m.created_at, m.id) > (s.created_at, s.id) from ticket_message s where s.business_id = m.business_id and s.id = ?), true)
     order by m.created_at desc, m.id desc limit 1`,
    [businessId, id, writer, seen, seen],
  );
  if (unseen) throw new DomainError('CONFLICT', `${unseen.authorName} has written since you opened this ticket.`);
}

async function holdUntil(em: EntityManager, { businessId }: Ticket, now: Date): Promise<Date | null> {
  const { undoSendSeconds } = await em.findOneOrFail(Business, { businessId, id: businessId });
  return undoSendSeconds > 0 ? new Date(now.valueOf() + undoSendSeconds * 1_000) : null;
}

/** Now it is said: the client sees it and is mailed, and the ticket awaits the other side. */
export async function letGo(em: EntityManager, ticket: Ticket, message: TicketMessage, now: Date): Promise<void> {
  const side = message.authorKind === 'CONTACT' ? 'contact' : 'team';
  const isOvertaken = message.heldUntil !== null && (await hasMovedOn(em, ticket, message));
  Object.assign(message, { heldUntil: null, createdAt: now });
  await em.flush();
  if (side === 'team') await mailToClient(em, ticket, message);
  if (isOvertaken) ticket.touch(now);
  else ticket.receiveMessage(side, now);
  record(em, ticket, { kind: 'ticket.replied', summary: `${message.authorName} replied to ticket #${ticket.number}`, ticketId: ticket.id });
  if (!message.closesTicket || isOvertaken) return;
  ticket.close(now);
  record(em, ticket, { kind: 'ticket.closed', summary: `${message.authorName} closed ticket #${ticket.number}`, ticketId: ticket.id });
}

/** While it was held back: what the client wrote still awaits the team, and what was closed stays closed. */
async function hasMovedOn(em: EntityManager, { closedAt }: Ticket, { businessId, ticketId, createdAt }: TicketMessage): Promise<boolean> {
  if (closedAt && closedAt > createdAt) return true;
  return (await em.count(TicketMessage, { businessId, ticketId, kind: 'MESSAGE', authorKind: 'CONTACT', createdAt: { $gt: createdAt } })) > 0;
}
