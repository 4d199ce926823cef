import type { EntityManager } from '@mikro-orm/postgresql';
import { Business } from '../businesses/business.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import { hasCreditNotes } from '../credit-notes/credit-note.access.ts';
import { announce } from '../live-bus.ts';
import { hasProcessingPayment } from '../payments/payment.access.ts';
import { DomainError } from '../shared/domain-error.ts';
import { dayIn } from '../shared/clock.ts';
import { postEntries } from '../statements/ledger.ts';
import type { Invoice } from './invoice.entity.ts';

/** Back to a draft with its number kept: out of all totals and not payable until it is sent again. */
export async function pullBackInvoice(em: EntityManager, invoice: Invoice, now: Date): Promise<void> {
  await mustBeUntouched(em, invoice);
  invoice.pullBack();
  await takeOffBooks(em, invoice, 'PULLED_BACK', now);
  record(em, invoice, { kind: 'invoice.pulled-back', summary: `Invoice ${invoice.number} was pulled back for revision`, invoiceId: invoice.id });
}

/** For good. What the client holds stays readable, marked as void. */
export async function voidInvoice(em: EntityManager, invoice: Invoice, now: Date): Promise<void> {
  await mustBeUntouched(em, invoice);
  const isOnBooks = invoice.state === 'SENT';
  invoice.markVoid(now);
  if (isOnBooks) await takeOffBooks(em, invoice, 'VOIDED', now);
  record(em, invoice, { kind: 'invoice.voided', summary: `Invoice ${invoice.number} was made void`, invoiceId: invoice.id });
  await announce(em, { topic: 'invoice', businessId: invoice.businessId, clientId: invoice.clientId, id: invoice.id });
}

async function takeOffBooks(em: EntityManager, { id, businessId, clientId, currency, balance }: Invoice, kind: 'PULLED_BACK' | 'VOIDED', now: Date): Promise<void> {
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const occurredOn = dayIn(business.timeZone, now);
  await postEntries(em, [{ businessId, clientId, currency, invoiceId: id, kind, owedChange: -balance, occurredOn }]);
  await announce(em, { topic: 'invoice', businessId, clientId, id });
}

async function mustBeUntouched(em: EntityManager, invoice: Invoice): Promise<void> {
  // Its credit would outlive it, although nothing was paid.
  if (await hasCreditNotes(em, invoice)) throw new DomainError('CONFLICT', `Invoice ${invoice.number} has a credit note, so it stays. Credit the rest instead.`);
  if (!(await hasProcessingPayment(em, invoice))) return;
  throw new DomainError('CONFLICT', `A payment on invoice ${invoice.number} is on its way. Wait until it has arrived or failed.`);
}
