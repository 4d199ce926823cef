import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../../src/auth/viewer.ts';
import type { Business } from '../../src/businesses/business.entity.ts';
import { TeamMember } from '../../src/businesses/team-member.entity.ts';
import { record } from '../../src/clients/client-event.entity.ts';
import { Contact } from '../../src/clients/contact.entity.ts';
import type { Services } from '../../src/context.ts';
import { attachToMessage } from '../../src/files/attach-file.ts';
import { uploaded } from '../../src/files/upload-file.ts';
import { Invoice } from '../../src/invoices/invoice.entity.ts';
import { Dispatch } from '../../src/mail/dispatch.entity.ts';
import { InboundEmail } from '../../src/mail/inbound-email.entity.ts';
import { replyAddress } from '../../src/mail/reply-address.ts';
import { emFor } from '../../src/tenancy.ts';
import { addMessage, type Author } from '../../src/tickets/add-message.ts';
import { saveCannedReply } from '../../src/tickets/canned-replies.ts';
import { markRead } from '../../src/tickets/mark-read.ts';
import { mergeTickets } from '../../src/tickets/merge-tickets.ts';
import { openTicket } from '../../src/tickets/open-ticket.ts';
import { addParticipant } from '../../src/tickets/participants.ts';
import { receiveTicketEmail } from '../../src/tickets/receive-ticket-email.ts';
import { lockFound } from '../../src/tickets/ticket.access.ts';
import type { Ticket } from '../../src/tickets/ticket.entity.ts';
import type { TicketMessage } from '../../src/tickets/ticket-message.entity.ts';
import type { DemoFile } from './demo-attachments.ts';
import { demoCannedReplies, demoMails, type DemoMember, type DemoMessage, type DemoTicket } from './demo-tickets.ts';

/** Conversations as they would have come about: mail comes in as the provider hands it over. */
export async function seedTickets(services: Services, business: Business, owner: TeamMember, wanted: DemoTicket[]): Promise<void> {
  const colleague = Object.assign(new TeamMember(), { businessId: business.id, name: 'Ingrid Holm', email: 'ingrid@northwind.example', role: 'SUPPORT' as const });
  const tickets = new DemoTickets(services, business, [owner, colleague]);
  await tickets.inOne(async (em) => {
    await em.persist(colleague).flush();
    for (const reply of demoCannedReplies) await saveCannedReply(em, business.id, reply);
  });
  for (const ticket of wanted) await tickets.add(ticket);
  await tickets.takeMail();
}

const HOUR = 3_600_000;
const NOBODY_THERE = 'The server was unable to deliver your message (ex: unknown user, mailbox not found).';

class DemoTickets {
  readonly #now: Date;
  readonly #bySubject = new Map<string, Ticket>();

  constructor(readonly services: Services, readonly business: Business, readonly team: TeamMember[]) {
    this.#now = services.clock();
  }

  async add(wanted: DemoTicket): Promise<void> {
    const [first, ...others] = wanted.messages;
    if (!first) return;
    const ticket = await this.inOne((em) => this.open(em, wanted, first));
    this.#bySubject.set(wanted.subject, ticket);
    for (const message of others) await this.say(ticket, wanted, message);
    await this.inOne((em) => this.settle(em, ticket, wanted));
  }

  /** What nobody's contact sent, and what machines did. */
  async takeMail(): Promise<void> {
    for (const mail of demoMails) {
      const token = mail.ticket ? this.#bySubject.get(mail.ticket)!.replyToken : this.business.inboundToken;
      await this.receive({ ...mail, token, files: [] });
    }
  }

  inOne<T>(work: (em: EntityManager) => Promise<T>): Promise<T> {
    return emFor(this.services.orm, { kind: 'system' }).transactional(work);
  }

  private async open(em: EntityManager, wanted: DemoTicket, first: DemoMessage): Promise<Ticket> {
    const businessId = this.business.id;
    const contact = await this.contactOf(em, wanted);
    const invoice = wanted.invoiceNumber ? await em.findOneOrFail(Invoice, { businessId, number: wanted.invoiceNumber }) : null;
    return openTicket(em, businessId, { kind: 'contact', contactId: contact.id, name: contact.name }, {
      clientId: contact.clientId, contactId: contact.id, invoiceId: invoice?.id ?? null, subject: wanted.subject, message: first.text,
      fileIds: await this.upload(em, contact.clientId, first.files),
    }, this.at(first));
  }

  private async say(ticket: Ticket, wanted: DemoTicket, message: DemoMessage): Promise<void> {
    if (message.from === 'mail') {
      const { name } = await this.inOne((em) => this.contactOf(em, wanted));
      return this.receive({ ...message, from: wanted.clientEmail, fromName: name, subject: `Re: ${wanted.subject}`, token: ticket.replyToken, files: message.files ?? [] });
    }
    await this.inOne(async (em) => {
      const contact = await this.contactOf(em, wanted);
      const isClient = message.from === 'client';
      const member = this.member(message.by);
      const author: Author = isClient ? { kind: 'contact', contactId: contact.id, name: contact.name } : { kind: 'team', teamMemberId: member.id, name: member.name };
      const present = await lockFound(em, ticket);
      const added = await addMessage(em, present, author, { body: message.text, channel: 'WEB', kind: message.from === 'note' ? 'INTERNAL_NOTE' : 'MESSAGE' }, this.at(message));
      await attachToMessage(em, added, await this.upload(em, ticket.clientId, message.files), this.at(message));
      if (message.from === 'note') return;
      present.receiveMessage(isClient ? 'contact' : 'team', this.at(message));
      record(em, present, { kind: 'ticket.replied', summary: `${author.name} replied to ticket #${present.number}`, ticketId: present.id, createdAt: this.at(message) });
      if (!isClient) this.deliver(em, wanted, added, contact);
    });
  }

  /** As the provider told of it then. */
  private deliver(em: EntityManager, { copied = [], subject }: DemoTicket, { id, businessId, clientId, createdAt }: TicketMessage, contact: Contact): void {
    const what = { businessId, clientId, createdAt, kind: 'TICKET_REPLY' as const, ticketMessageId: id, subject: `Re: ${subject}`, sentAt: createdAt };
    em.persist(Object.assign(new Dispatch(), { ...what, contactId: contact.id, recipient: contact.email, state: 'DELIVERED' }));
    for (const { address, bounces } of copied) {
      em.persist(Object.assign(new Dispatch(), { ...what, recipient: address, state: bounces ? 'BOUNCED' : 'DELIVERED', error: bounces ? NOBODY_THERE : null }));
    }
  }

  private async settle(em: EntityManager, { businessId, id }: Ticket, wanted: DemoTicket): Promise<void> {
    const ticket = await lockFound(em, { businessId, id });
    ticket.tag(wanted.tags ?? [], this.#now);
    ticket.assigneeId = wanted.assignee ? this.member(wanted.assignee).id : null;
    for (const person of wanted.copied ?? []) await addParticipant(em, ticket, person);
    if (wanted.snoozedForDays) ticket.snooze(new Date(this.#now.valueOf() + wanted.snoozedForDays * 24 * HOUR), this.#now);
    if (wanted.closed) ticket.close(ticket.lastMessageAt);
    await em.flush();
    if (wanted.isRead) for (const member of this.team) await markRead(em, viewerOf(member), ticket, new Date(ticket.lastMessageAt.valueOf() + HOUR / 4));
    const into = wanted.mergedInto && this.#bySubject.get(wanted.mergedInto);
    if (into) await mergeTickets(em, viewerOf(this.member()), ticket.id, into.id, this.#now);
  }

  private async receive(mail: Pick<DemoMessage, 'text' | 'html' | 'hoursAgo'> & { from: string; fromName: string; subject: string; token: string; headers?: Record<string, string>; files: DemoFile[] }): Promise<void> {
    const at = this.at(mail);
    const to = replyAddress(this.services.config.mail.inboundAddress, mail.token);
    const payload = {
      From: `${mail.fromName} <${mail.from}>`, FromName: mail.fromName, FromFull: { Email: mail.from, Name: mail.fromName, MailboxHash: '' },
      To: to, ToFull: [{ Email: to, Name: '', MailboxHash: mail.token }], Cc: '', CcFull: [], OriginalRecipient: to, MailboxHash: mail.token,
      Subject: mail.subject, MessageID: `demo-${mail.from}-${mail.hoursAgo}`, Date: at.toUTCString(), TextBody: mail.text, HtmlBody: mail.html ?? '',
      Headers: Object.entries(mail.headers ?? {}).map(([Name, Value]) => ({ Name, Value })),
      Attachments: mail.files.map(({ name, contentType, content }) => ({ Name: name, ContentType: contentType, ContentLength: content.length, Content: content.toString('base64') })),
    };
    const email = Object.assign(new InboundEmail(), {
      createdAt: at, providerMessageId: payload.MessageID, bodySha256: createHash('sha256').update(payload.MessageID).digest(), payload,
    });
    await this.inOne((em) => em.persist(email).flush());
    await receiveTicketEmail({ ...this.services, clock: () => at }, email.id);
  }

  private async upload(em: EntityManager, clientId: string, files: DemoFile[] = []): Promise<string[]> {
    const rows = files.map(({ name, contentType, content }) => uploaded(this.business.id, content, { purpose: 'MESSAGE', clientId, name, contentType }));
    for (const [index, { key }] of rows.entries()) await this.services.files.write(key, files[index]!.content);
    await em.persist(rows).flush();
    return rows.map(({ id }) => id);
  }

  private contactOf(em: EntityManager, { clientEmail }: DemoTicket): Promise<Contact> {
    return em.findOneOrFail(Contact, { businessId: this.business.id, email: clientEmail });
  }

  private member(name: DemoMember = 'Noor Haddad'): TeamMember {
    return this.team.find((member) => member.name === name)!;
  }

  private at({ hoursAgo }: { hoursAgo: number }): Date {
    return new Date(this.#now.valueOf() - hoursAgo * HOUR);
  }
}

const viewerOf = ({ id, businessId, name, email, role }: TeamMember): TeamViewer => ({ kind: 'team', businessId, teamMemberId: id, name, email, role, sessionId: '' });
