import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { Business } from '../businesses/business.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import type { Invoice } from '../invoices/invoice.entity.ts';
import { announce } from '../live-bus.ts';
import { queueReceipt } from '../mail/queue-receipt.ts';
import { isCalendarDate } from '../shared/calendar-date.ts';
import { dayIn } from '../shared/clock.ts';
import { badInput } from '../shared/domain-error.ts';
import { formatMoney } from '../shared/format.ts';
import { bookPayment } from './book-payment.ts';
import { Payment, type PaymentMethod } from './payment.entity.ts';

export interface RecordedPayment {
  /** Minor units of the invoice's currency. */
  amount: number;
  method: PaymentMethod;
  receivedOn?: string | null;
  reference?: string | null;
  note?: string | null;
  sendReceipt?: boolean | null;
}

/** Money that came in outside the product. More than is owed becomes credit on account. */
export async function recordPayment(em: EntityManager, by: TeamViewer, invoice: Invoice, given: RecordedPayment, now: Date): Promise<void> {
  invoice.must('RECORD_PAYMENT');
  const { businessId, clientId, currency } = invoice;
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  const payment = Object.assign(new Payment(), {
    businessId, clientId, currency, teamMemberId: by.teamMemberId, ...checked(given, dayIn(business.timeZone, now)), receivedAt: now,
  });
  const { credit } = await bookPayment(em, payment, [{ invoice, amount: payment.amount }]);

  const money = (amount: number) => formatMoney(amount, currency, business.locale);
  const beyond = credit > 0 ? `; ${money(credit)} of it is kept as credit` : '';
  record(em, invoice, {
    kind: 'payment.recorded', summary: `A payment of ${money(payment.amount)} on invoice ${invoice.number} was recorded${beyond}`,
    invoiceId: invoice.id, teamMemberName: by.name,
  });
  if (given.sendReceipt ?? business.sendsReceipts) await queueReceipt(em, payment, [invoice]);
  await announce(em, { topic: 'invoice', businessId, clientId, id: invoice.id });
}

function checked({ amount, method, receivedOn, reference, note }: RecordedPayment, today: string) {
  if (!Number.isSafeInteger(amount) || amount <= 0) throw badInput('The amount must be more than zero.', 'amount');
  if (amount > 1e14) throw badInput('The amount is too large.', 'amount');
  if (method === 'IMPORTED') throw badInput('Only an import brings imported payments.', 'method');
  const day = receivedOn ?? today;
  if (!isCalendarDate(day)) throw badInput(`${day} is not a date between 1900 and 2199.`, 'receivedOn');
  if (day > today) throw badInput('The payment is dated in the future.', 'receivedOn');
  if ((reference?.length ?? 0) > 200) throw badInput('The reference has at most 200 characters.', 'reference');
  if ((note?.length ?? 0) > 2_000) throw badInput('The note has at most 2,000 characters.', 'note');
  return { amount, method, receivedOn: day, reference: reference?.trim() || null, note: note?.trim() || null };
}
