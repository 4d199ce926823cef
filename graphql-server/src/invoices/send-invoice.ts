import type { EntityManager } from '@mikro-orm/postgresql';
import { Business } from '../businesses/business.entity.ts';
import { Client } from '../clients/client.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import { composeDocument } from '../documents/compose-document.ts';
import { freeze } from '../documents/document-revisions.ts';
import { nextNumber } from '../documents/next-number.ts';
import { mustBeComplete } from '../documents/write-draft.ts';
import { announce } from '../live-bus.ts';
import { queueDispatch } from '../mail/queue-dispatch.ts';
import { recipientsOf } from '../mail/recipients.ts';
import { dayIn } from '../shared/clock.ts';
import { postEntries } from '../statements/ledger.ts';
import { takeOnDraft } from './create-invoice.ts';
import { mustBeDeposit, type Invoice } from './invoice.entity.ts';

export interface Sending { contactIds?: string[] | null; message?: string | null }

/** Numbers and freezes a draft, books it, and queues one mail for each recipient. */
export async function sendInvoice(em: EntityManager, invoice: Invoice, wanted: Sending, now: Date): Promise<void> {
  (await em.findOneOrFail(Client, { businessId: invoice.businessId, id: invoice.clientId })).mustBeActive();
  await takeOnDraft(em, invoice);
  await issueInvoice(em, invoice, now);
  await mailInvoice(em, invoice, wanted);
}

/** Mails what was sent, as it is. */
export async function mailInvoice(em: EntityManager, invoice: Invoice, wanted: Sending): Promise<void> {
  const recipients = await recipientsOf(em, invoice, wanted.contactIds);
  for (const contact of recipients) {
    await queueDispatch(em, contact, { kind: 'INVOICE', invoiceId: invoice.id, note: wanted.message?.trim() || null });
  }
  const names = recipients.map((contact) => contact.email).join(', ');
  const what = invoice.revision > 1 ? `Invoice ${invoice.number} (revision ${invoice.revision})` : `Invoice ${invoice.number}`;
  record(em, invoice, { kind: 'invoice.sent', summary: `${what} was sent to ${names}`, invoiceId: invoice.id });
  await announce(em, { topic: 'invoice', businessId: invoice.businessId, clientId: invoice.clientId, id: invoice.id });
}

/** Gives the number, freezes the revision and books what is owed. Mails nobody. */
export async function issueInvoice(em: EntityManager, invoice: Invoice, now: Date, imported?: { number: string; bookedOn: string }): Promise<void> {
  const { businessId, clientId, currency } = invoice;
  await mustBeComplete(em, 'INVOICE', invoice);
  mustBeDeposit(invoice.deposit, invoice.total);
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  invoice.markSent(imported?.number ?? invoice.number ?? (await nextNumber(em, business, 'INVOICE', invoice.issueDate)), now);
  await em.flush();

  await freeze(em, 'INVOICE', invoice, await composeDocument(em, 'INVOICE', invoice), !imported);
  const occurredOn = imported?.bookedOn ?? dayIn(business.timeZone, now);
  await postEntries(em, [{ businessId, clientId, currency, invoiceId: invoice.id, kind: 'ISSUED', owedChange: invoice.total, occurredOn }]);
}
