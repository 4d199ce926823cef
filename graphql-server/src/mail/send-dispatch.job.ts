import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { MagicLink } from '../auth/magic-link.entity.ts';
import { portalSignInEmail } from '../auth/sign-in.emails.ts';
import { Business } from '../businesses/business.entity.ts';
import { Client } from '../clients/client.entity.ts';
import { Contact } from '../clients/contact.entity.ts';
import { MailRefused, type Mail, type Services } from '../context.ts';
import { documentOf } from '../invoices/compose-document.ts';
import { invoiceEmail } from '../invoices/invoice.emails.ts';
import { Invoice } from '../invoices/invoice.entity.ts';
import type { Attempt, Jobs } from '../jobs.ts';
import { emFor } from '../tenancy.ts';
import { Ticket } from '../tickets/ticket.entity.ts';
import { ticketReplyEmail } from '../tickets/ticket.emails.ts';
import { TicketMessage } from '../tickets/ticket-message.entity.ts';
import { announceDispatch } from './announce-dispatch.ts';
import { Dispatch } from './dispatch.entity.ts';
import { replyAddress } from './reply-address.ts';

/**
 * Composes and sends one mail. The link's token is made here and leaves with the mail, so that it
 * is in no table, payload or log; a second try makes another.
 */
export async function sendDispatch(services: Services, { businessId, dispatchId }: Jobs['send-dispatch'], attempt: Attempt): Promise<void> {
  const em = emFor(services.orm, { kind: 'business', businessId });
  const dispatch = await em.findOneOrFail(Dispatch, { businessId, id: dispatchId });
  if (dispatch.state !== 'QUEUED') return;
  const mail = await compose(services, em, dispatch);
  await em.flush();

  const outcome = await services.mailer.send(mail).catch(async (error: unknown) => {
    if (error instanceof MailRefused || attempt.isLast) return error as Error;
    // It will be tried again; meanwhile whoever waits for it can see why.
    dispatch.error = (error as Error).message;
    await em.transactional(async (tx) => {
      await tx.flush();
      await announceDispatch(tx, dispatch);
    });
    throw error;
  });
  await em.transactional(async (tx) => {
    // The provider's word on the delivery may have come before its answer to us.
    await tx.refresh(dispatch, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (outcome instanceof Error) dispatch.markFailed(outcome.message);
    else dispatch.markSent(outcome, services.clock());
    await tx.flush();
    await announceDispatch(tx, dispatch);
  });
}

interface Setting { business: Business; client: Client; contact: Contact }

async function compose(services: Services, em: EntityManager, dispatch: Dispatch): Promise<Mail> {
  const { businessId, clientId, contactId } = dispatch;
  const setting = {
    business: await em.findOneOrFail(Business, { businessId, id: businessId }),
    client: await em.findOneOrFail(Client, { businessId, id: clientId }),
    contact: await em.findOneOrFail(Contact, { businessId, id: contactId }),
  };
  const link = (target: string) => {
    const issued = MagicLink.issue(setting.contact, target, setting.business.linkDays);
    em.persist(issued.link);
    return `${services.config.portalUrl}/l/${issued.token}`;
  };
  const basics = { to: dispatch.recipient, fromName: setting.business.name, replyTo: setting.business.email, messageId: null, references: [], reference: dispatch.id };
  switch (dispatch.kind) {
    case 'INVOICE':
      return { ...basics, tag: 'invoice', ...(await composeInvoice(em, dispatch, setting, link)) };
    case 'TICKET_REPLY':
      return { ...basics, tag: 'ticket', ...(await composeReply(services, em, dispatch, setting, link)) };
    case 'SIGN_IN': {
      const { business, contact } = setting;
      const content = portalSignInEmail({ businessName: business.name, brandColor: business.brandColor, contactName: contact.name, link: link('/') });
      return { ...basics, tag: 'sign-in', ...content };
    }
  }
}

type Content = Pick<Mail, 'subject' | 'html' | 'text'> & Partial<Mail>;
type MakeLink = (target: string) => string;

async function composeInvoice(em: EntityManager, { businessId, invoiceId, note }: Dispatch, { contact }: Setting, link: MakeLink): Promise<Content> {
  const invoice = await em.findOneOrFail(Invoice, { businessId, id: invoiceId ?? '' });
  const document = await documentOf(em, invoice);
  return invoiceEmail({ document, contactName: contact.name, link: link(`/invoices/${invoice.id}`), message: note });
}

async function composeReply({ config }: Services, em: EntityManager, { businessId, ticketMessageId }: Dispatch, { business, client }: Setting, link: MakeLink): Promise<Content> {
  const message = await em.findOneOrFail(TicketMessage, { businessId, id: ticketMessageId ?? '' });
  const ticket = await em.findOneOrFail(Ticket, { businessId, id: message.ticketId });
  const earlier = await em.find(
    TicketMessage,
    { businessId, ticketId: ticket.id, createdAt: { $lt: message.createdAt } },
    { orderBy: { createdAt: 'asc', id: 'asc' } },
  );
  const quoted = earlier.findLast(({ authorKind }) => authorKind === 'CONTACT');
  const content = ticketReplyEmail({
    businessName: business.name,
    brandColor: business.brandColor,
    authorName: message.authorName,
    ticketNumber: ticket.number,
    subject: ticket.subject,
    body: message.body,
    quoted: quoted ? { authorName: quoted.authorName, at: quoted.createdAt, body: quoted.body } : null,
    link: link(`/support/${ticket.id}`),
    locale: client.locale ?? business.locale,
  });
  return {
    ...content,
    replyTo: replyAddress(config.mail.inboundAddress, ticket.replyToken),
    messageId: message.messageId,
    // Enough for a mail program to keep the thread together.
    references: earlier.slice(-20).map(({ messageId }) => messageId),
  };
}
