import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import { record } from '../clients/client-event.entity.ts';
import { attachToMessage } from '../files/attach-file.ts';
import { announce } from '../live-bus.ts';
import { addMessage, mailToClient, type Author, type NewMessage } from './add-message.ts';
import { bodyFrom, subjectFrom, Ticket, type Side } from './ticket.entity.ts';
import type { TicketMessage } from './ticket-message.entity.ts';

export interface NewTicket {
  clientId: string;
  contactId: string | null;
  invoiceId: string | null;
  /** One that was closed for too long. */
  continuesId?: string | null;
  subject: string;
}

export async function openTicket(em: EntityManager, businessId: string, author: Author, wanted: NewTicket & { message: string; fileIds?: string[] | null; idempotencyKey?: string | null }, now: Date): Promise<Ticket> {
  const { ticket, message } = await beginTicket(em, businessId, author, wanted, { body: bodyFrom(wanted.message), channel: 'WEB', idempotencyKey: wanted.idempotencyKey ?? null }, now);
  await attachToMessage(em, message, wanted.fileIds ?? [], now);
  if (author.kind === 'team') await mailToClient(em, ticket, message);
  return ticket;
}

/** With its first message, wherever that came from. */
export async function beginTicket(em: EntityManager, businessId: string, author: Author, wanted: NewTicket, first: NewMessage, now: Date): Promise<{ ticket: Ticket; message: TicketMessage }> {
  const side: Side = author.kind === 'contact' ? 'contact' : 'team';
  const { clientId, contactId, invoiceId, continuesId = null } = wanted;
  const ticket = Object.assign(new Ticket(), {
    businessId, clientId, contactId, invoiceId, continuesId,
    subject: subjectFrom(wanted.subject),
    number: await nextTicketNumber(em, businessId),
    replyToken: randomBytes(16).toString('hex'),
    createdAt: now,
  });
  ticket.receiveMessage(side, now);
  em.persist(ticket);
  record(em, ticket, {
    kind: 'ticket.opened', summary: `${author.name} opened ticket #${ticket.number}: ${ticket.subject}`, ticketId: ticket.id, createdAt: now,
  });
  await em.flush();
  const message = await addMessage(em, ticket, author, first, now);
  await announce(em, { topic: 'ticket', businessId, clientId, id: ticket.id });
  return { ticket, message };
}

async function nextTicketNumber(em: EntityManager, businessId: string): Promise<number> {
  const [row] = await em.execute<{ last: number }[]>(
    `insert into number_sequence as s (id, business_id, created_at, kind, period, last_number) values (?, ?, now(), 'TICKET', '', 1)
     on conflict (business_id, kind, period) do update set last_number = s.last_number + 1 returning last_number as last`,
    [v7(), businessId],
  );
  return row!.last;
}
