import type { EntityManager } from '@mikro-orm/postgresql';
import { MagicLink } from '../auth/magic-link.entity.ts';
import { portalSignInEmail } from '../auth/sign-in.emails.ts';
import { Business } from '../businesses/business.entity.ts';
import { Client } from '../clients/client.entity.ts';
import { Contact } from '../clients/contact.entity.ts';
import type { Mail, Services } from '../context.ts';
import { CreditNote } from '../credit-notes/credit-note.entity.ts';
import { frozenDocument } from '../documents/document-revisions.ts';
import { documentEmail, reminderEmail } from '../documents/document.emails.ts';
import type { PricedDocument } from '../documents/priced-document.entity.ts';
import type { PrintedDocument } from '../documents/printed-document.ts';
import { Estimate } from '../estimates/estimate.entity.ts';
import { depositDueOf, Invoice } from '../invoices/invoice.entity.ts';
import { dayIn, daysBetween } from '../shared/clock.ts';
import { Ticket } from '../tickets/ticket.entity.ts';
import { ticketReplyEmail } from '../tickets/ticket.emails.ts';
import { TicketMessage } from '../tickets/ticket-message.entity.ts';
import { composeReceipt } from './compose-receipt.ts';
import { composeRefundNotice } from './compose-refund-notice.ts';
import type { Dispatch, DispatchKind } from './dispatch.entity.ts';
import { logoUrl } from './logo-url.ts';
import { mailedFiles, mailedFilesOfMessage, type MailedFile } from './mailed-attachments.ts';
import { replyAddress } from './reply-address.ts';

/** Its files are still to be read. */
export type ComposedDispatch = Mail & { files: MailedFile[] };

export type Content = Pick<Mail, 'subject' | 'html' | 'text'> & Partial<ComposedDispatch>;

export interface Setting {
  services: Services;
  em: EntityManager;
  business: Business;
  client: Client;
  contact: Contact;
  /** A link of the contact's own to a page of the portal. Its token is in the mail and nowhere else. */
  link: (target: string) => string;
}

/** Somebody in copy of a ticket has no portal, and so no link. */
type Composer = (dispatch: Dispatch, setting: Setting) => Promise<Content> | Content;

const composers: Record<Exclude<DispatchKind, 'TICKET_REPLY'>, Composer> = {
  INVOICE: composeInvoice, ESTIMATE: composeEstimate, CREDIT_NOTE: composeCreditNote, REMINDER: composeReminder, RECEIPT: composeReceipt, REFUND: composeRefundNotice, SIGN_IN: composeSignIn,
};

const tags: Record<DispatchKind, string> = {
  INVOICE: 'invoice', ESTIMATE: 'estimate', CREDIT_NOTE: 'credit-note', REMINDER: 'reminder', RECEIPT: 'receipt', REFUND: 'refund', TICKET_REPLY: 'ticket', SIGN_IN: 'sign-in',
};

/** What leaves by itself, or for whoever asked a machine. */
const automatic: DispatchKind[] = ['REMINDER', 'RECEIPT', 'REFUND', 'SIGN_IN'];

const aboutMoney: DispatchKind[] = ['INVOICE', 'ESTIMATE', 'CREDIT_NOTE', 'REMINDER', 'RECEIPT', 'REFUND'];

/** The whole mail. Its magic link is kept with the transaction. */
export async function composeDispatch(services: Services, em: EntityManager, dispatch: Dispatch): Promise<ComposedDispatch> {
  const { businessId, clientId, contactId, kind } = dispatch;
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const client = await em.findOneOrFail(Client, { businessId, id: clientId });
  const contact = contactId ? await em.findOneOrFail(Contact, { businessId, id: contactId }) : null;
  const link = (target: string) => {
    if (!contact) throw new Error(`Dispatch ${dispatch.id} is to nobody who has a portal`);
    const issued = MagicLink.issue(contact, target, business.linkDays);
    em.persist(issued.link);
    return `${services.config.portalUrl}/l/${issued.token}`;
  };
  return {
    to: dispatch.recipient, fromName: business.senderName ?? business.name, replyTo: business.email, messageId: null, references: [],
    reference: dispatch.id, tag: tags[kind], isAutomatic: automatic.includes(kind), tracksOpens: aboutMoney.includes(kind), files: [],
    ...(await compose(dispatch, { services, em, business, client, link }, contact)),
  };
}

function compose(dispatch: Dispatch, setting: Omit<Setting, 'contact'>, contact: Contact | null): Promise<Content> | Content {
  if (dispatch.kind === 'TICKET_REPLY') return composeReply(dispatch, setting, contact !== null);
  if (!contact) throw new Error(`Dispatch ${dispatch.id} has no contact`);
  return composers[dispatch.kind](dispatch, { ...setting, contact });
}

async function composeInvoice({ businessId, invoiceId, note }: Dispatch, { services, em, contact, link }: Setting): Promise<Content> {
  const invoice = await em.findOneOrFail(Invoice, { businessId, id: invoiceId ?? '' });
  const document = await frozen(em, invoice);
  return {
    ...documentEmail({
      document, contactName: contact.name, link: link(`/invoices/${invoice.id}`), message: note, depositDue: depositDueOf(invoice),
      logoUrl: logoUrl(services.config, document.business.logo),
    }),
    files: await mailedFiles(em, { businessId, invoiceId: invoice.id }),
  };
}

async function composeEstimate({ businessId, estimateId, note }: Dispatch, { services, em, contact, link }: Setting): Promise<Content> {
  const estimate = await em.findOneOrFail(Estimate, { businessId, id: estimateId ?? '' });
  const document = await frozen(em, estimate);
  return {
    ...documentEmail({ document, contactName: contact.name, link: link(`/estimates/${estimate.id}`), message: note, logoUrl: logoUrl(services.config, document.business.logo) }),
    files: await mailedFiles(em, { businessId, estimateId: estimate.id }),
  };
}

async function composeCreditNote({ businessId, creditNoteId, note }: Dispatch, { services, em, contact, link }: Setting): Promise<Content> {
  const creditNote = await em.findOneOrFail(CreditNote, { businessId, id: creditNoteId ?? '' });
  const document = await frozen(em, creditNote);
  return documentEmail({ document, contactName: contact.name, link: link(`/invoices/${creditNote.invoiceId}`), message: note, logoUrl: logoUrl(services.config, document.business.logo) });
}

async function composeReminder({ businessId, invoiceId }: Dispatch, { services, em, business, contact, link }: Setting): Promise<Content> {
  const invoice = await em.findOneOrFail(Invoice, { businessId, id: invoiceId ?? '' });
  const document = await frozen(em, invoice);
  const today = dayIn(business.timeZone, services.clock());
  return reminderEmail({
    document, balance: invoice.balance,
    // The schedule's own day, except where the mail could not leave then.
    dayOffset: daysBetween(invoice.dueDate ?? today, today),
    contactName: contact.name, link: link(`/invoices/${invoice.id}`), logoUrl: logoUrl(services.config, document.business.logo),
  });
}

async function frozen(em: EntityManager, document: PricedDocument): Promise<PrintedDocument> {
  const printed = await frozenDocument(em, document);
  if (!printed) throw new Error(`Document ${document.id} was never sent.`);
  return printed;
}

async function composeReply({ businessId, ticketMessageId }: Dispatch, { services, em, business, client, link }: Omit<Setting, 'contact'>, hasPortal: boolean): Promise<Content> {
  const message = await em.findOneOrFail(TicketMessage, { businessId, id: ticketMessageId ?? '' });
  const ticket = await em.findOneOrFail(Ticket, { businessId, id: message.ticketId });
  const earlier = (await em.find(
    TicketMessage,
    // Never a note, nor what may still be taken back.
    { businessId, ticketId: ticket.id, kind: 'MESSAGE', heldUntil: null, createdAt: { $lt: message.createdAt } },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: MOST_REFERENCES, fields: ['messageId', 'authorKind', 'authorName', 'createdAt', 'body'] },
  )).toReversed();
  const { files, names } = await mailedFilesOfMessage(em, businessId, message.id);
  const quoted = earlier.findLast(({ authorKind }) => authorKind === 'CONTACT');
  const content = ticketReplyEmail({
    businessName: business.name,
    brandColor: business.brandColor,
    authorName: message.authorName,
    ticketNumber: ticket.number,
    subject: ticket.subject,
    body: message.body,
    missingFiles: names.filter((name) => !files.some((file) => file.name === name)),
    quoted: quoted ? { authorName: quoted.authorName, at: quoted.createdAt, body: quoted.body } : null,
    link: hasPortal ? link(`/support/${ticket.id}`) : null,
    locale: client.locale ?? business.locale,
    timeZone: business.timeZone,
  });
  return {
    ...content,
    files,
    replyTo: replyAddress(services.config.mail.inboundAddress, ticket.replyToken),
    messageId: message.messageId,
    references: earlier.map(({ messageId }) => messageId).filter((messageId) => MAILABLE_ID.test(messageId)),
  };
}

/** Enough for a mail program to keep the thread together. */
const MOST_REFERENCES = 20;
/** Others wrote these: with one that no header can carry the whole mail would be refused. */
const MAILABLE_ID = /^[\x21-\x7e]{3,250}$/;

function composeSignIn(_dispatch: Dispatch, { business, contact, link }: Setting): Content {
  return portalSignInEmail({ businessName: business.name, brandColor: business.brandColor, contactName: contact.name, link: link('/') });
}
