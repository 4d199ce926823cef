import type { EntityManager } from '@mikro-orm/postgresql';
import { Contact } from '../clients/contact.entity.ts';
import { queueDispatch } from '../mail/queue-dispatch.ts';
import { normalizedEmailAddress } from '../shared/email-address.ts';
import type { Ticket } from './ticket.entity.ts';
import { TicketMessage, type MailAddress, type MessageChannel, type MessageKind } from './ticket-message.entity.ts';
import { TicketParticipant } from './ticket-participant.entity.ts';

export type Author =
  | { kind: 'contact'; contactId: string | null; name: string }
  | { kind: 'team'; teamMemberId: string; name: string };

export interface NewMessage {
  body: string;
  channel: MessageChannel;
  kind?: MessageKind;
  foldedText?: string | null;
  html?: string | null;
  cc?: MailAddress[];
  heldUntil?: Date | null;
  closesTicket?: boolean;
  isAutomatic?: boolean;
  inboundEmailId?: string;
  idempotencyKey?: string | null;
  /** Of the mail that it came in; made here for what is written on the web. */
  messageId?: string;
}

/** Adds to the thread. */
export async function addMessage(em: EntityManager, ticket: Ticket, author: Author, message: NewMessage, now: Date): Promise<TicketMessage> {
  const { businessId, clientId } = ticket;
  const added = Object.assign(new TicketMessage(), {
    businessId,
    clientId,
    ticketId: ticket.id,
    authorKind: author.kind === 'contact' ? 'CONTACT' : 'TEAM_MEMBER',
    authorName: author.name,
    contactId: author.kind === 'contact' ? author.contactId : null,
    teamMemberId: author.kind === 'team' ? author.teamMemberId : null,
    ...message,
    createdAt: now,
  } as const);
  added.messageId = message.messageId ?? `${added.id}@tickets.portal`;
  em.persist(added);
  await em.flush();
  return added;
}

/** Sends what the team wrote to the contact that the ticket is with, and to whoever is in copy. */
export async function mailToClient(em: EntityManager, ticket: Ticket, message: TicketMessage): Promise<void> {
  const { businessId, clientId, contactId } = ticket;
  const contacts = await em.find(Contact, { businessId, clientId, archivedAt: null }, { orderBy: { createdAt: 'asc', id: 'asc' } });
  const addressee = contacts.find((contact) => contact.id === contactId) ?? contacts[0];
  const what = { kind: 'TICKET_REPLY' as const, ticketMessageId: message.id };
  if (addressee) await queueDispatch(em, addressee, what);
  for (const participant of await em.find(TicketParticipant, { businessId, ticketId: ticket.id, removedAt: null }, { orderBy: { id: 'asc' } })) {
    if (addressee && same(addressee.email, participant.address)) continue;
    const contact = contacts.find(({ email }) => same(email, participant.address));
    await queueDispatch(em, contact ?? { id: null, businessId, clientId, email: participant.address }, what);
  }
}

const same = (one: string, other: string) => normalizedEmailAddress(one) === normalizedEmailAddress(other);
