import type { EntityManager } from '@mikro-orm/postgresql';
import { Business } from '../businesses/business.entity.ts';
import { Client } from '../clients/client.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import type { Contact } from '../clients/contact.entity.ts';
import type { Config } from '../config.ts';
import type { Services } from '../context.ts';
import { announce } from '../live-bus.ts';
import { cleanHtml } from '../mail/clean-html.ts';
import { InboundEmail, type Place } from '../mail/inbound-email.entity.ts';
import { cutText } from '../shared/cut-text.ts';
import { normalizedEmailAddress } from '../shared/email-address.ts';
import { emFor } from '../tenancy.ts';
import { addMessage, type Author, type NewMessage } from './add-message.ts';
import { automaticReason } from './automatic-reason.ts';
import { participantsOf, readPayload, type IncomingMail, type InboundPayload } from './inbound-payload.ts';
import { keepMailedFiles, storeMailedFiles, type MailedIn } from './mailed-files.ts';
import { beginTicket } from './open-ticket.ts';
import { splitReply } from './reply-text.ts';
import { lockFound } from './ticket.access.ts';
import { Ticket } from './ticket.entity.ts';
import { TicketMessage } from './ticket-message.entity.ts';
import { TicketParticipant } from './ticket-participant.entity.ts';

/** A person of the team has decided what the rules left open. */
export interface Decision { teamMemberId: string; clientId: string | null; at: string }

/**
 * Decides what becomes of a mail: into a thread, set aside for a person, or ignored with a reason. May run any
 * number of times: what was decided stays. Files are stored before the transaction, under names that a second
 * run takes again.
 */
export async function receiveTicketEmail(services: Services, inboundEmailId: string, decision: Decision | null = null): Promise<void> {
  const { orm, clock } = services;
  const [kept] = await emFor(orm, { kind: 'system' }).execute<{ payload: InboundPayload }[]>('select payload from inbound_email where id = ?', [inboundEmailId]);
  const isOurs = oursBy(services.config);
  const mail = readBy(isOurs, kept!.payload);
  const automatic = automaticReason(mail, isOurs);
  const files = automatic && !decision ? [] : await storeMailedFiles(services, inboundEmailId, mail);
  await emFor(orm, { kind: 'system' }).transactional(async (em) => {
    await em.execute('select from inbound_email where id = ? for update', [inboundEmailId]);
    const email = await em.findOneOrFail(InboundEmail, { id: inboundEmailId }, { refresh: true });
    email.attempts += 1;
    if (email.outcome === 'ACCEPTED' || (email.outcome !== 'RECEIVED' && !decision)) return;
    // Somebody has decided otherwise since.
    if (decision && email.decidedAt && email.decidedAt > new Date(decision.at)) return;
    Object.assign(email, { fromAddress: mail.from, fromName: mail.fromName, subject: mail.subject });
    await decide(em, email, mail, files, { decision, automatic }, clock());
    await em.flush();
    await announceDecision(em, email);
  });
}

/** The sender in the form in which addresses are kept, and in copy whoever else was written to. */
function readBy(isOurs: (address: string) => boolean, payload: InboundPayload): IncomingMail {
  const mail = readPayload(payload);
  return { ...mail, from: normalizedEmailAddress(mail.from) ?? mail.from, cc: participantsOf(mail, isOurs) };
}

/** The team's dashboards count what waits for a person. */
async function announceDecision(em: EntityManager, { id, businessId, clientId, ticketId, outcome }: InboundEmail): Promise<void> {
  if (businessId) await announce(em, { topic: 'ticket', businessId, clientId: outcome === 'ACCEPTED' ? clientId : null, id: ticketId ?? id });
}

async function decide(em: EntityManager, email: InboundEmail, mail: IncomingMail, files: MailedIn[], { decision, automatic }: { decision: Decision | null; automatic: string | null }, now: Date): Promise<void> {
  const addressed = await addressee(em, mail);
  const ticket = addressed.ticket ?? (await byReferences(em, mail, addressed.businessId));
  const business = await businessOf(em, ticket?.businessId ?? addressed.businessId ?? email.businessId);
  const place: Place = { businessId: business?.id ?? null, clientId: ticket?.clientId ?? null, ticketId: ticket?.id ?? null };
  email.isAutomatic = automatic !== null;
  if (automatic && !decision) return email.ignore(automatic, place, now);
  if (!business) return email.quarantine('It answers none of our tickets, and names none of our addresses.', place, now);
  if (ticket) return intoThread(em, email, mail, files, { ticket, business, decision }, now);
  return intoNewTicket(em, email, mail, files, { business, decision }, now);
}

interface Thread { ticket: Ticket; business: Business; decision: Decision | null }

async function intoThread(em: EntityManager, email: InboundEmail, mail: IncomingMail, files: MailedIn[], { ticket: found, business, decision }: Thread, now: Date): Promise<void> {
  const ticket = await present(em, found, business, now);
  const place = { businessId: ticket.businessId, clientId: ticket.clientId, ticketId: ticket.id };
  const author = await authorOf(em, ticket, mail);
  if (await isThere(em, email, mail, ticket)) return email.ignore(THERE_ALREADY, place, now);
  if (!author && !decision) return email.quarantine(`${mail.from || 'Its sender'} is not a contact of this client.`, place, now);
  if (!decision && (await isTooMuch(em, business.id, { ticketId: ticket.id, from: mail.from }, now))) return email.quarantine(TOO_MUCH, place, now);
  const from = author ?? { kind: 'contact' as const, contactId: null, name: mail.fromName || mail.from };
  if (isClosedForGood(ticket, business, now)) {
    const { ticket: next, message } = await beginTicket(em, business.id, from, {
      clientId: ticket.clientId, contactId: from.contactId, invoiceId: ticket.invoiceId, continuesId: ticket.id, subject: subjectOf(mail),
    }, messageOf(email, mail), now);
    if (!from.contactId) await rememberSender(em, next, mail);
    return accept(em, email, next, message, files, decision, now);
  }
  if (!author) await rememberSender(em, ticket, mail);
  const message = await addMessage(em, ticket, from, messageOf(email, mail), now);
  ticket.receiveMessage('contact', now);
  record(em, ticket, { kind: 'ticket.replied', summary: `${from.name} answered ticket #${ticket.number} by mail`, ticketId: ticket.id });
  return accept(em, email, ticket, message, files, decision, now);
}

/** To the business's own address: from a contact it opens a ticket; from a stranger it waits for a person. */
async function intoNewTicket(em: EntityManager, email: InboundEmail, mail: IncomingMail, files: MailedIn[], { business, decision }: Omit<Thread, 'ticket'>, now: Date): Promise<void> {
  const contacts = await contactsAt(em, business.id, mail.from);
  const known = decision?.clientId ? contacts.filter(({ clientId }) => clientId === decision.clientId) : contacts;
  const clientId = decision?.clientId ?? (new Set(known.map((contact) => contact.clientId)).size === 1 ? known[0]!.clientId : null);
  const place = { businessId: business.id, clientId };
  if (!clientId) return email.quarantine(known.length > 1 ? `${mail.from} is a contact of several clients.` : `${mail.from || 'Its sender'} is nobody's contact.`, place, now);
  if (!decision && (await isTooMuch(em, business.id, { ticketId: null, from: mail.from }, now))) return email.quarantine(TOO_MUCH, place, now);
  if (await isThere(em, email, mail, { businessId: business.id, id: null })) return email.ignore(THERE_ALREADY, place, now);
  const contact = known.find((candidate) => candidate.clientId === clientId);
  const author = { kind: 'contact' as const, contactId: contact?.id ?? null, name: contact?.name ?? (mail.fromName || mail.from) };
  const { ticket, message } = await beginTicket(em, business.id, author, { clientId, contactId: author.contactId, invoiceId: null, subject: subjectOf(mail) }, messageOf(email, mail), now);
  if (!contact) await rememberSender(em, ticket, mail);
  return accept(em, email, ticket, message, files, decision, now);
}

async function accept(em: EntityManager, email: InboundEmail, ticket: Ticket, message: TicketMessage, files: MailedIn[], decision: Decision | null, now: Date): Promise<void> {
  await keepMailedFiles(em, message, files, now);
  email.accept({ businessId: ticket.businessId, clientId: ticket.clientId, ticketId: ticket.id }, message.id, now, decision?.teamMemberId ?? null);
}

/** A contact of the client, or somebody in copy; nobody once the client is archived. */
async function authorOf(em: EntityManager, { businessId, clientId, id }: Ticket, { from }: IncomingMail): Promise<(Author & { kind: 'contact' }) | null> {
  if (!from) return null;
  const contact = (await contactsAt(em, businessId, from)).find((candidate) => candidate.clientId === clientId);
  if (contact) return { kind: 'contact', contactId: contact.id, name: contact.name };
  if (await em.findOne(Client, { businessId, id: clientId, archivedAt: { $ne: null } })) return null;
  const participant = await em.findOne(TicketParticipant, { businessId, ticketId: id, removedAt: null, address: { $ilike: likeExactly(from) } });
  return participant && { kind: 'contact', contactId: null, name: participant.name };
}

/** Those that may write: neither they nor their client are archived. */
async function contactsAt(em: EntityManager, businessId: string, address: string): Promise<Pick<Contact, 'id' | 'clientId' | 'name'>[]> {
  return em.execute(
    `select c.id, c.client_id as "clientId", c.name from contact c join client k on k.business_id = c.business_id and k.id = c.client_id
     where c.business_id = ? and lower(c.email) = ? and c.archived_at is null and k.archived_at is null order by c.id`,
    [businessId, address],
  );
}

const likeExactly = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/** Whoever was accepted once is known from then on. */
async function rememberSender(em: EntityManager, { id: ticketId, businessId, clientId }: Ticket, { from, fromName }: IncomingMail): Promise<void> {
  if (!from) return;
  const known = await em.findOne(TicketParticipant, { businessId, ticketId, address: { $ilike: likeExactly(from) } });
  if (known) known.removedAt = null;
  else em.persist(Object.assign(new TicketParticipant(), { businessId, clientId, ticketId, address: from, name: fromName || from }));
}

function messageOf(email: InboundEmail, mail: IncomingMail): NewMessage {
  const { visible, folded } = cut(splitReply(mail.textBody.replaceAll('\r\n', '\n')));
  const html = mail.htmlBody && cleanHtml(mail.htmlBody).html;
  return {
    // A thread is read whole: of what is longer the mail itself keeps the rest.
    html: html && html.length <= MAX_HTML ? html : null,
    body: visible.trim() || '(no text)', foldedText: folded && cutText(folded, MAX_FOLDED), channel: 'EMAIL', cc: mail.cc,
    messageId: mail.messageId ?? `${email.id}@inbound.portal`, inboundEmailId: email.id, isAutomatic: email.isAutomatic,
  };
}

const subjectOf = ({ subject }: IncomingMail) => subject.replaceAll(/\s+/g, ' ').replace(/^\s*((re|aw|sv|fwd?|wg|tr|rv)\s*:\s*)+/i, '').replaceAll(/\[#\d+\]/g, '').trim().slice(0, 200) || '(no subject)';

const DAY = 86_400_000;
const isClosedForGood = ({ closedAt, state }: Pick<Ticket, 'closedAt' | 'state'>, { reopenDays }: Business, now: Date) =>
  state === 'CLOSED' && closedAt !== null && now.valueOf() - closedAt.valueOf() > reopenDays * DAY;

const MOST_IN_A_WHILE = 20;
const MOST_OF_A_SENDER = 100;
const TOO_MUCH = 'Too many mails in a short time: a machine may be answering.';

/** Two machines that answer each other without saying so would never stop. What is written on the web does not count. */
async function isTooMuch(em: EntityManager, businessId: string, { ticketId, from }: { ticketId: string | null; from: string }, now: Date): Promise<boolean> {
  const [row] = await em.execute<{ ofTicket: number; ofSender: number }[]>(
    `select count(*) filter (where ticket_id = ?) as "ofTicket", count(*) filter (where from_address = ?) as "ofSender" from inbound_email
     where business_id = ? and created_at > ? and outcome = 'ACCEPTED' and (ticket_id = ? or from_address = ?)`,
    [ticketId, from, businessId, new Date(now.valueOf() - 15 * 60_000), ticketId, from],
  );
  return row !== undefined && (row.ofTicket >= MOST_IN_A_WHILE || row.ofSender >= MOST_OF_A_SENDER);
}

const THERE_ALREADY = 'It is in a thread already: the same mail came by another way.';

/** Somebody wrote to two of our addresses, or a mailbox passed on what had come here already. Two at once wait for each other. */
async function isThere(em: EntityManager, email: InboundEmail, { messageId }: IncomingMail, { businessId, id: ticketId }: { businessId: string; id: string | null }): Promise<boolean> {
  if (!messageId) return false;
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`mail ${businessId} ${messageId}`]);
  const rows = await em.execute(
    `select from ticket_message m join inbound_email e on e.id = m.inbound_email_id
     where m.business_id = ? and m.message_id = ? and e.body_sha256 = ? ${ticketId ? 'and m.ticket_id = ?' : ''} limit 1`,
    [businessId, messageId, email.bodySha256, ...(ticketId ? [ticketId] : [])],
  );
  return rows.length > 0;
}

const MAX_VISIBLE = 50_000;
const MAX_FOLDED = 200_000;
const MAX_HTML = 1_000_000;

/** What is too long to be shown at once is folded with the rest. */
function cut({ visible, folded }: { visible: string; folded: string | null }): { visible: string; folded: string | null } {
  if (visible.length <= MAX_VISIBLE) return { visible, folded };
  // Between lines where there is one, and never within a character.
  const line = visible.lastIndexOf('\n', MAX_VISIBLE);
  const at = line > 0 ? line : MAX_VISIBLE - (/[\uD800-\uDBFF]/.test(visible.charAt(MAX_VISIBLE - 1)) ? 1 : 0);
  return { visible: visible.slice(0, at), folded: [visible.slice(at), folded].filter(Boolean).join('\n') };
}

/** The address that it was delivered to comes first, and says whose mail it is: somebody may write to two tickets, or two businesses, at once. */
async function addressee(em: EntityManager, { replyTokens }: IncomingMail): Promise<{ businessId: string | null; ticket: Ticket | null }> {
  const tickets = await em.find(Ticket, { replyToken: { $in: replyTokens } });
  const businesses = await em.find(Business, { inboundToken: { $in: replyTokens } });
  const owners = new Map([...businesses.map(({ inboundToken, id }) => [inboundToken, id] as const), ...tickets.map((ticket) => [ticket.replyToken, ticket.businessId] as const)]);
  const businessId = replyTokens.map((token) => owners.get(token)).find(Boolean) ?? null;
  const own = tickets.filter((ticket) => ticket.businessId === businessId);
  return { businessId, ticket: replyTokens.map((token) => own.find(({ replyToken }) => replyToken === token)).find(Boolean) ?? null };
}

/** To our own Message-IDs, nearest first; never by subject alone, nor by an id that somebody else made: anybody can write those. */
async function byReferences(em: EntityManager, { references }: IncomingMail, businessId: string | null): Promise<Ticket | null> {
  const ours = references.map((id) => id.toLowerCase()).filter((id) => id.endsWith(OUR_IDS));
  const messages = await em.find(TicketMessage, { messageId: { $in: ours }, ...(businessId && { businessId }) }, { fields: ['messageId', 'businessId', 'ticketId'] });
  const nearest = ours.map((id) => messages.find(({ messageId }) => messageId === id)).find(Boolean);
  return nearest ? em.findOne(Ticket, { businessId: nearest.businessId, id: nearest.ticketId }) : null;
}

/** Held until the end: where its messages are now, and where its conversation has gone on since it was closed for good. */
async function present(em: EntityManager, found: Ticket, business: Business, now: Date): Promise<Ticket> {
  const ahead = await wentOnAs(em, found, business, now);
  if (ahead) return present(em, ahead, business, now);
  const ticket = await lockFound(em, found);
  // While we waited for it.
  const meanwhile = await wentOnAs(em, ticket, business, now);
  return meanwhile ? present(em, meanwhile, business, now) : ticket;
}

async function wentOnAs(em: EntityManager, { businessId, id, mergedIntoId, ...ticket }: Ticket, business: Business, now: Date): Promise<Ticket | null> {
  if (mergedIntoId) return em.findOneOrFail(Ticket, { businessId, id: mergedIntoId });
  if (!isClosedForGood(ticket, business, now)) return null;
  const [next] = await em.find(Ticket, { businessId, continuesId: id, mergedIntoId: null }, { orderBy: { createdAt: 'desc' }, limit: 1 });
  return next ?? null;
}

/** The one that it names, or that was settled before; else the only one that there is. */
async function businessOf(em: EntityManager, id: string | null): Promise<Business | null> {
  if (id) return em.findOne(Business, { id });
  const some = await em.find(Business, {}, { limit: 2 });
  return some.length === 1 ? some[0]! : null;
}

const OUR_IDS = '@tickets.portal';

/** A mail of ours that came back to us, by whatever way. */
function oursBy({ mail }: Config): (addressOrMessageId: string) => boolean {
  const [inboundUser = '', inboundHost = ''] = mail.inboundAddress.toLowerCase().split('@');
  return (text) => {
    const lower = text.toLowerCase();
    if (lower.endsWith(OUR_IDS) || lower === mail.from.toLowerCase()) return true;
    return lower.endsWith(`@${inboundHost}`) && (lower.startsWith(`${inboundUser}+`) || lower.startsWith(`${inboundUser}@`));
  };
}
