import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { Business } from '../businesses/business.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import { lockInvoices } from '../invoices/invoice.access.ts';
import type { Invoice } from '../invoices/invoice.entity.ts';
import { announce } from '../live-bus.ts';
import { dayIn } from '../shared/clock.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { formatMoney } from '../shared/format.ts';
import { LedgerEntry } from '../statements/ledger-entry.entity.ts';
import { lockCredit, postEntries } from '../statements/ledger.ts';
import type { Payment } from './payment.entity.ts';

/** Takes a recorded payment back with opposite entries, and answers with the invoices that are owed again. */
export async function undoPayment(em: EntityManager, by: TeamViewer, payment: Payment, reason: string | null, now: Date): Promise<Invoice[]> {
  if ((reason?.length ?? 0) > 1_000) throw badInput('The reason has at most 1,000 characters.', 'reason');
  payment.undo(now, reason?.trim() || null);
  const { businessId, clientId, currency, id: paymentId, method } = payment;
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const entries = await em.find(LedgerEntry, { businessId, paymentId }, { orderBy: { id: 'asc' } });
  const invoices = await lockInvoices(em, businessId, entries.flatMap(({ invoiceId }) => invoiceId ?? []));

  const kept = entries.reduce((sum, { creditChange }) => sum + creditChange, 0);
  if (kept > (await lockCredit(em, { businessId, clientId, currency }))) {
    throw new DomainError('CONFLICT', `${formatMoney(kept, currency, business.locale)} of this payment was kept as credit, and some of it is used already.`);
  }
  for (const invoice of invoices) {
    invoice.giveBackPayment(entries.filter(({ invoiceId }) => invoiceId === invoice.id).reduce((sum, { paidChange }) => sum + paidChange, 0));
  }
  await postEntries(em, entries.map(({ invoiceId, owedChange, paidChange, creditChange }) => ({
    businessId, clientId, currency, method, paymentId, invoiceId, kind: 'PAYMENT_UNDONE' as const, occurredOn: dayIn(business.timeZone, now),
    owedChange: -owedChange, paidChange: -paidChange, creditChange: -creditChange,
  })));
  const why = payment.undoneReason ? `: ${payment.undoneReason}` : '';
  record(em, payment, {
    kind: 'payment.undone', summary: `The payment of ${formatMoney(payment.amount, currency, business.locale)} was undone${why}`,
    invoiceId: invoices[0]?.id ?? null, teamMemberName: by.name,
  });
  for (const { id } of invoices) await announce(em, { topic: 'invoice', businessId, clientId, id });
  return invoices;
}
