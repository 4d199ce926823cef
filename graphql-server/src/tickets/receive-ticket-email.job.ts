import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../clients/client-event.entity.ts';
import { Contact } from '../clients/contact.entity.ts';
import type { Services } from '../context.ts';
import type { Jobs } from '../jobs.ts';
import { announce } from '../live-bus.ts';
import { InboundEmail } from '../mail/inbound-email.entity.ts';
import { emFor } from '../tenancy.ts';
import { addMessage } from './add-message.ts';
import { automaticReason, readPayload, type IncomingMail } from './inbound-payload.ts';
import { splitReply } from './reply-text.ts';
import { Ticket } from './ticket.entity.ts';
import { TicketMessage } from './ticket-message.entity.ts';

/** Decides what becomes of a mail: into its thread, set aside for a person, or ignored with a reason. */
export async function receiveTicketEmail({ orm, clock }: Services, { inboundEmailId }: Jobs['receive-ticket-email']): Promise<void> {
  await emFor(orm, { kind: 'system' }).transactional(async (em) => {
    await em.execute('select from inbound_email where id = ? for update', [inboundEmailId]);
    const email = await em.findOneOrFail(InboundEmail, { id: inboundEmailId }, { refresh: true });
    if (email.outcome !== 'RECEIVED') return;
    await decide(em, email, readPayload(email.payload), clock());
  });
}

async function decide(em: EntityManager, email: InboundEmail, mail: IncomingMail, now: Date): Promise<void> {
  const ticket = (await byReplyToken(em, mail)) ?? (await byReferences(em, mail));
  if (!ticket) return email.quarantine('It answers none of our tickets.');
  const automatic = automaticReason(mail);
  if (automatic) return email.ignore(automatic, ticket);
  const { businessId, clientId } = ticket;
  const contacts = await em.find(Contact, { businessId, clientId, archivedAt: null });
  const sender = contacts.find((contact) => contact.email.toLowerCase() === mail.from);
  if (!sender) return email.quarantine(`${mail.from} is not a contact of this client.`, ticket);

  await em.execute('select from ticket where business_id = ? and id = ? for update', [businessId, ticket.id]);
  await em.refresh(ticket);
  const { visible, folded } = cut(splitReply(mail.textBody.replaceAll('\r\n', '\n')));
  const attached = mail.attachmentNames.filter(Boolean).map((name) => `[Attachment, kept with the original mail: ${name}]`);
  const body = [visible.trim() || '(no text)', ...attached].join('\n');
  await addMessage(em, ticket, { kind: 'contact', contactId: sender.id, name: sender.name }, {
    body, foldedText: folded, channel: 'EMAIL', messageId: mail.messageId ?? `${email.id}@inbound.portal`,
  }, now);
  ticket.receiveMessage('contact', now);
  email.accept(ticket);
  record(em, ticket, { kind: 'ticket.replied', summary: `${sender.name} answered ticket #${ticket.number} by mail`, ticketId: ticket.id });
  await em.flush();
  await announce(em, { topic: 'ticket', businessId, clientId, id: ticket.id });
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

function byReplyToken(em: EntityManager, { replyTokens }: IncomingMail): Promise<Ticket | null> {
  return em.findOne(Ticket, { replyToken: { $in: replyTokens } });
}

/** Never by subject alone: anybody can write that. */
async function byReferences(em: EntityManager, { references }: IncomingMail): Promise<Ticket | null> {
  if (references.length === 0) return null;
  const message = await em.findOne(TicketMessage, { messageId: { $in: references } });
  return message && em.findOne(Ticket, { businessId: message.businessId, id: message.ticketId });
}
