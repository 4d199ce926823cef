import type { EntityManager } from '@mikro-orm/postgresql';
import type { Invoice } from '../invoices/invoice.entity.ts';
import { postEntries } from '../statements/ledger.ts';
import type { Payment } from './payment.entity.ts';

export interface Booked { settled: { invoice: Invoice; amount: number }[]; credit: number }

/** Each invoice takes what it still owes of its part; what is left over becomes credit on account. */
export async function bookPayment(em: EntityManager, payment: Payment, parts: { invoice: Invoice; amount: number }[]): Promise<Booked> {
  const { businessId, clientId, currency, method, reference, paymentIntentId, id: paymentId, receivedOn: occurredOn } = payment;
  const origin = { businessId, clientId, currency, method, reference, paymentIntentId, paymentId, occurredOn };
  em.persist(payment);
  await em.flush();

  let left = payment.amount;
  const settled: Booked['settled'] = [];
  for (const { invoice, amount } of parts) {
    // One that was revised into another currency owes nothing in this one.
    const taken = invoice.currency === currency ? invoice.takePayment(Math.min(amount, left), payment.receivedAt) : 0;
    if (taken === 0) continue;
    left -= taken;
    settled.push({ invoice, amount: taken });
    await postEntries(em, [{ ...origin, kind: 'PAID', invoiceId: invoice.id, owedChange: -taken, paidChange: taken }]);
  }
  if (left > 0) await postEntries(em, [{ ...origin, kind: 'CREDITED', paidChange: left, creditChange: left }]);
  return { settled, credit: left };
}
