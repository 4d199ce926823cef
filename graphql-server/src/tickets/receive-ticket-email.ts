import type { EntityManager } from '@mikro-orm/postgresql';
import { Business } from '../businesses/business.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import { Contact } from '../clients/contact.entity.ts';
import type { Config } from '../config.ts';
import type { Services } from '../context.ts';
import { announce } from '../live-bus.ts';
import { cleanHtml } from '../mail/clean-html.ts';
import { InboundEmail, type Place } from '../mail/inbound-email.entity.ts';
import { emFor } from '../tenancy.ts';
import { addMessage, type Author, type NewMessage } from './add-message.ts';
import { automaticReason } from './automatic-reason.ts';
import { readPayload, type IncomingMail } from './inbound-payload.ts';
import { keepMailedFiles, storeMailedFiles, type MailedIn } from './mailed-files.ts';
import { beginTicket } from './open-ticket.ts';
import { splitReply } from './reply-text.ts';
import { lockFound } from './ticket.access.ts';
import { Ticket } from './ticket.entity.ts';
import { TicketMessage } from './ticket-message.entity.ts';
import { TicketParticipant } from './ticket-participant.entity.ts';

/** A person of the team has decided what the rules left open. */
export interface Decision { teamMemberId: string; clientId: string | null }

/**
 * Decides what becomes of a mail: into a thread, set aside for a person, or ignored with a reason. May run any
 * number of times: what was decided stays. Files are stored before the transaction, under names that a second
 * run takes again.
 */
export async function receiveTicketEmail(services: Services, inboundEmailId: string, decision: Decision | null = null): Promise<void> {
  const { orm, clock } = services;
  const kept = await emFor(orm, { kind: 'system' }).findOneOrFail(InboundEmail, { id: inboundEmailId });
  const mail = readPayload(kept.payload);
  const files = await storeMailedFiles(services, inboundEmailId, mail);
  const isOurs = oursBy(services.config);
  await emFor(orm, { kind: 'system' }).transactional(async (em) => {
    await em.execute('select from inbound_email where id = ? for update', [inboundEmailId]);
    const email = await em.findOneOrFail(InboundEmail, { id: inboundEmailId }, { refresh: true });
    email.attempts += 1;
    if (email.outcome === 'ACCEPTED' || (email.outcome !== 'RECEIVED' && !decision)) return;
    Object.assign(email, { fromAddress: mail.from, fromName: mail.fromName, subject: mail.subject });
    await decide(em, email, mail, files, { decision, isOurs }, clock());
    await em.flush();
  });
}

async function decide(em: EntityManager, email: InboundEmail, mail: IncomingMail, files: MailedIn[], { decision, isOurs }: { decision: Decision | null; isOurs: (address: string) => boolean }, now: Date): Promise<void> {
  const ticket = (await byReplyToken(em, mail)) ?? (await byReferences(em, mail));
  const business = ticket ? await em.findOneOrFail(Business, { businessId: ticket.businessId, id: ticket.businessId }) : await businessOf(em, email, mail);
  const place: Place = { businessId: business?.id ?? null, clientId: ticket?.clientId ?? null, ticketId: ticket?.id ?? null };
  const automatic = automaticReason(mail, isOurs);
  email.isAutomatic = automatic !== null;
  if (!decision) {
    if (automatic) return email.ignore(automatic, place, now);
  }
  if (!business) return email.quarantine('It answers none of our tickets, and names none of our addresses.', place, now);
  if (ticket) return intoThread(em, email, mail, files, { ticket, business, decision }, now);
  return intoNewTicket(em, email, mail, files, { business, decision }, now);
}

interface Thread { ticket: Ticket; business: Business; decision: Decision | null }

async function intoThread(em: EntityManager, email: InboundEmail, mail: IncomingMail, files: MailedIn[], { ticket: found, business, decision }: Thread, now: Date): Promise<void> {
  const ticket = await lockFound(em, found);
  const place = { businessId: ticket.businessId, clientId: ticket.clientId, ticketId: ticket.id };
  const author = await authorOf(em, ticket, mail);
  if (!author && !decision) return email.quarantine(`${mail.from || 'Its sender'} is not a contact of this client.`, place, now);
  if (!decision && (await isTooMuch(em, ticket, now))) return email.quarantine('Too many mails in a short time: a machine may be answering.', place, now);
  const from = author ?? { kind: 'contact' as const, contactId: null, name: mail.fromName || mail.from };
  if (!author) await rememberSender(em, ticket, mail);
  if (isClosedForGood(ticket, business, now)) {
    const { ticket: next, message } = await beginTicket(em, business.id, from, {
      clientId: ticket.clientId, contactId: from.contactId, invoiceId: ticket.invoiceId, continuesId: ticket.id, subject: subjectOf(mail),
    }, messageOf(email, mail), now);
    return accept(em, email, next, message, files, decision, now);
  }
  const message = await addMessage(em, ticket, from, messageOf(email, mail), now);
  ticket.receiveMessage('contact', now);
  record(em, ticket, { kind: 'ticket.replied', summary: `${from.name} answered ticket #${ticket.number} by mail`, ticketId: ticket.id });
  return accept(em, email, ticket, message, files, decision, now);
}

/** To the business's own address: from a contact it opens a ticket; from a stranger it waits for a person. */
async function intoNewTicket(em: EntityManager, email: InboundEmail, mail: IncomingMail, files: MailedIn[], { business, decision }: Omit<Thread, 'ticket'>, now: Date): Promise<void> {
  const contacts = await em.find(Contact, { businessId: business.id, archivedAt: null, email: { $ilike: likeExactly(mail.from) } }, { orderBy: { id: 'asc' } });
  const known = decision?.clientId ? contacts.filter(({ clientId }) => clientId === decision.clientId) : contacts;
  const clientId = decision?.clientId ?? (new Set(known.map((contact) => contact.clientId)).size === 1 ? known[0]!.clientId : null);
  const place = { businessId: business.id, clientId };
  if (!clientId) return email.quarantine(known.length > 1 ? `${mail.from} is a contact of several clients.` : `${mail.from || 'Its sender'} is nobody's contact.`, place, now);
  const contact = known.find((candidate) => candidate.clientId === clientId);
  const author = { kind: 'contact' as const, contactId: contact?.id ?? null, name: contact?.name ?? (mail.fromName || mail.from) };
  const { ticket, message } = await beginTicket(em, business.id, author, { clientId, contactId: author.contactId, invoiceId: null, subject: subjectOf(mail) }, messageOf(email, mail), now);
  if (!contact) await rememberSender(em, ticket, mail);
  return accept(em, email, ticket, message, files, decision, now);
}

async function accept(em: EntityManager, email: InboundEmail, ticket: Ticket, message: TicketMessage, files: MailedIn[], decision: Decision | null, now: Date): Promise<void> {
  await keepMailedFiles(em, message, files, now);
  email.accept({ businessId: ticket.businessId, clientId: ticket.clientId, ticketId: ticket.id }, message.id, now, decision?.teamMemberId ?? null);
  await em.flush();
  await announce(em, { topic: 'ticket', businessId: ticket.businessId, clientId: ticket.clientId, id: ticket.id });
}

/** A contact of the client, or somebody in copy. */
async function authorOf(em: EntityManager, { businessId, clientId, id }: Ticket, { from }: IncomingMail): Promise<(Author & { kind: 'contact' }) | null> {
  if (!from) return null;
  const contact = await em.findOne(Contact, { businessId, clientId, archivedAt: null, email: { $ilike: likeExactly(from) } });
  if (contact) return { kind: 'contact', contactId: contact.id, name: contact.name };
  const participant = await em.findOne(TicketParticipant, { businessId, ticketId: id, removedAt: null, address: { $ilike: likeExactly(from) } });
  return participant && { kind: 'contact', contactId: null, name: participant.name };
}

const likeExactly = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/** Whoever was accepted once is known from then on. */
async function rememberSender(em: EntityManager, { id: ticketId, businessId, clientId }: Ticket, { from, fromName }: IncomingMail): Promise<void> {
  if (!from || (await em.findOne(TicketParticipant, { businessId, ticketId, address: { $ilike: likeExactly(from) } }))) return;
  em.persist(Object.assign(new TicketParticipant(), { businessId, clientId, ticketId, address: from, name: fromName || from }));
}

function messageOf(email: InboundEmail, mail: IncomingMail): NewMessage {
  const { visible, folded } = cut(splitReply(mail.textBody.replaceAll('\r\n', '\n')));
  return {
    html: mail.htmlBody && cleanHtml(mail.htmlBody).html,
    body: visible.trim() || '(no text)', foldedText: folded, channel: 'EMAIL', cc: mail.cc,
    messageId: mail.messageId ?? `${email.id}@inbound.portal`, inboundEmailId: email.id, isAutomatic: email.isAutomatic,
  };
}

const subjectOf = ({ subject }: IncomingMail) => subject.replaceAll(/\s+/g, ' ').replace(/^\s*((re|aw|sv|fwd?|wg|tr|rv)\s*:\s*)+/i, '').replaceAll(/\[#\d+\]/g, '').trim().slice(0, 200) || '(no subject)';

const DAY = 86_400_000;
const isClosedForGood = ({ closedAt, state }: Ticket, { reopenDays }: Business, now: Date) =>
  state === 'CLOSED' && closedAt !== null && now.valueOf() - closedAt.valueOf() > reopenDays * DAY;

const MOST_IN_A_WHILE = 20;

/** Two machines that answer each other without saying so would never stop. */
async function isTooMuch(em: EntityManager, { id, businessId }: Ticket, now: Date): Promise<boolean> {
  const since = new Date(now.valueOf() - 15 * 60_000);
  return (await em.count(TicketMessage, { businessId, ticketId: id, channel: 'EMAIL', createdAt: { $gt: since } })) >= MOST_IN_A_WHILE;
}

const MAX_VISIBLE = 50_000;

/** What is too long to be shown at once is folded with the rest. */
function cut({ visible, folded }: { visible: string; folded: string | null }): { visible: string; folded: string | null } {
  if (visible.length <= MAX_VISIBLE) return { visible, folded };
  // Between lines where there is one, and never within a character.
  const line = visible.lastIndexOf('\n', MAX_VISIBLE);
  const at = line > 0 ? line : MAX_VISIBLE - (/[\uD800-\uDBFF]/.test(visible.charAt(MAX_VISIBLE - 1)) ? 1 : 0);
  return { visible: visible.slice(0, at), folded: [visible.slice(at), folded].filter(Boolean).join('\n') };
}

/** One that was merged is the one that its messages are in now. */
async function byReplyToken(em: EntityManager, { replyTokens }: IncomingMail): Promise<Ticket | null> {
  return present(em, await em.findOne(Ticket, { replyToken: { $in: replyTokens } }));
}

/** Never by subject alone: anybody can write that. */
async function byReferences(em: EntityManager, { references }: IncomingMail): Promise<Ticket | null> {
  if (references.length === 0) return null;
  const message = await em.findOne(TicketMessage, { messageId: { $in: references } });
  return message && present(em, await em.findOne(Ticket, { businessId: message.businessId, id: message.ticketId }));
}

async function present(em: EntityManager, ticket: Ticket | null): Promise<Ticket | null> {
  return ticket?.mergedIntoId ? em.findOne(Ticket, { businessId: ticket.businessId, id: ticket.mergedIntoId }) : ticket;
}

/** By its own address; else the only one that there is, or that was settled before. */
async function businessOf(em: EntityManager, email: InboundEmail, { replyTokens }: IncomingMail): Promise<Business | null> {
  const named = await em.findOne(Business, { inboundToken: { $in: replyTokens } });
  if (named || email.businessId) return named ?? em.findOne(Business, { id: email.businessId! });
  const some = await em.find(Business, {}, { limit: 2 });
  return some.length === 1 ? some[0]! : null;
}

/** A mail of ours that came back to us, by whatever way. */
function oursBy({ mail }: Config): (addressOrMessageId: string) => boolean {
  const [inboundUser = '', inboundHost = ''] = mail.inboundAddress.toLowerCase().split('@');
  return (text) => {
    const lower = text.toLowerCase();
    if (lower.endsWith('@tickets.portal') || lower === mail.from.toLowerCase()) return true;
    return lower.endsWith(`@${inboundHost}`) && (lower.startsWith(`${inboundUser}+`) || lower.startsWith(`${inboundUser}@`));
  };
}
