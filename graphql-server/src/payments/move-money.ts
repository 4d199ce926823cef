import type { EntityManager } from '@mikro-orm/postgresql';
import { lockInvoices } from '../invoices/invoice.access.ts';
import type { Invoice } from '../invoices/invoice.entity.ts';
import type { LedgerEntry } from '../statements/ledger-entry.entity.ts';
import { creditOf, lockCredit, postEntries } from '../statements/ledger.ts';
import type { Payment } from './payment.entity.ts';

export interface Plan {
  /** Of the credit that this payment brought. */
  fromCredit: number;
  /** Settled by this payment, and with other credit from now on: so no invoice stays settled by money that is gone. */
  exchanged: Part[];
  /** Settled by this payment, and owed again. */
  reopened: Part[];
  /** Settled with credit that is gone now, and owed again. */
  unapplied: Part[];
}
interface Part { invoiceId: string; amount: number }

type Source = Pick<Payment, 'id' | 'businessId' | 'clientId' | 'currency'>;
type Cause = Pick<LedgerEntry, 'occurredOn'> & Partial<Pick<LedgerEntry, 'refundId' | 'disputeId' | 'reference'>>;

/**
 * Where money of a payment that goes away again comes from: the client's credit on account first, then the
 * invoices that the payment settled, the latest first, and at last invoices that credit has settled.
 */
export async function planTakingBack(em: EntityManager, payment: Source, amount: number, credit: number): Promise<Plan> {
  const fromCredit = Math.min(Math.max(credit, 0), await keptOf(em, payment), amount);
  const settled = await settledBy(em, payment);
  const exchanged = taking(Math.min(credit - fromCredit, amount - fromCredit), settled.toReversed());
  const stillSettled = settled.map((part) => ({ ...part, amount: part.amount - amountOf(exchanged, part) }));
  const reopened = taking(amount - fromCredit - total(exchanged), stillSettled);
  const left = amount - fromCredit - total(exchanged) - total(reopened);
  return { fromCredit, exchanged, reopened, unapplied: left > 0 ? taking(left, await settledWithCredit(em, payment)) : [] };
}

/** As planned, for good. Answers with the invoices that are owed again. */
export async function takeBack(em: EntityManager, payment: Payment, amount: number, kind: 'REFUNDED' | 'DISPUTED', cause: Cause): Promise<Invoice[]> {
  const { businessId, clientId, currency } = payment;
  // Invoices are locked before the credit, as everywhere: so the plan is made twice.
  const draft = await planTakingBack(em, payment, amount, await creditOf(em, payment));
  const invoices = await lockInvoices(em, businessId, [...draft.exchanged, ...draft.reopened, ...draft.unapplied].map(({ invoiceId }) => invoiceId));
  const plan = await planTakingBack(em, payment, amount, await lockCredit(em, payment));
  const invoice = (id: string) => {
    const locked = invoices.find((candidate) => candidate.id === id);
    if (!locked) throw new Error(`The credit of client ${clientId} changed meanwhile; this is to be tried again.`);
    return locked;
  };
  if (plan.fromCredit + total(plan.exchanged) + total(plan.reopened) + total(plan.unapplied) !== amount) {
    throw new Error(`Of payment ${payment.id}, ${amount} ${currency} cannot be taken back: more than it brought.`);
  }

  const origin = { ...cause, businessId, clientId, currency, method: payment.method, paymentId: payment.id };
  for (const { invoiceId, amount: part } of plan.unapplied) invoice(invoiceId).giveBackCredit(part);
  for (const { invoiceId, amount: part } of plan.exchanged) invoice(invoiceId).exchangePayment(part);
  for (const { invoiceId, amount: part } of plan.reopened) invoice(invoiceId).giveBackPayment(part);
  const fromCredit = plan.fromCredit + total(plan.unapplied);
  await postEntries(em, [
    ...plan.unapplied.map(({ invoiceId, amount: part }) => ({ ...origin, paymentId: null, kind: 'CREDIT_UNAPPLIED' as const, invoiceId, owedChange: part, creditChange: part })),
    ...plan.exchanged.flatMap(({ invoiceId, amount: part }) => [
      { ...origin, kind, invoiceId, owedChange: part, paidChange: -part },
      { ...origin, paymentId: null, kind: 'CREDIT_APPLIED' as const, invoiceId, owedChange: -part, creditChange: -part },
    ]),
    ...plan.reopened.map(({ invoiceId, amount: part }) => ({ ...origin, kind, invoiceId, owedChange: part, paidChange: -part })),
    ...(fromCredit > 0 ? [{ ...origin, kind, paidChange: -fromCredit, creditChange: -fromCredit }] : []),
  ]);
  return [...plan.reopened, ...plan.unapplied].map(({ invoiceId }) => invoice(invoiceId));
}

/** Money that was gone is here again: it settles what it had settled, as far as that is still owed, and else becomes credit. */
export async function bringBack(em: EntityManager, payment: Payment, amount: number, kind: 'REFUND_FAILED' | 'DISPUTE_WON', cause: Cause, now: Date): Promise<Invoice[]> {
  const { businessId, clientId, currency } = payment;
  const gone = await takenFrom(em, payment);
  const invoices = await lockInvoices(em, businessId, gone.map(({ invoiceId }) => invoiceId));
  const origin = { ...cause, businessId, clientId, currency, method: payment.method, paymentId: payment.id, kind };
  let left = amount;
  const settled: Invoice[] = [];
  for (const invoice of invoices) {
    const was = gone.find(({ invoiceId }) => invoiceId === invoice.id)?.amount ?? 0;
    const taken = invoice.currency === currency ? invoice.takePayment(Math.min(left, was), now) : 0;
    if (taken === 0) continue;
    left -= taken;
    settled.push(invoice);
    await postEntries(em, [{ ...origin, invoiceId: invoice.id, owedChange: -taken, paidChange: taken }]);
  }
  if (left > 0) await postEntries(em, [{ ...origin, paidChange: left, creditChange: left }]);
  return settled;
}

const total = (parts: Part[]) => parts.reduce((sum, { amount }) => sum + amount, 0);

function taking(wanted: number, from: Part[]): Part[] {
  let left = wanted;
  return from.flatMap(({ invoiceId, amount }) => {
    const part = Math.min(left, amount);
    left -= part;
    return part > 0 ? [{ invoiceId, amount: part }] : [];
  });
}

const amountOf = (parts: Part[], { invoiceId }: Part) => parts.find((part) => part.invoiceId === invoiceId)?.amount ?? 0;

/** What the payment brought beyond what it settled, and is not given back yet; on the account, or applied to other invoices. */
async function keptOf(em: EntityManager, { businessId, id }: Source): Promise<number> {
  const [row] = await em.execute<{ kept: number | null }[]>(
    'select sum(paid_change)::bigint as kept from ledger_entry where business_id = ? and payment_id = ? and invoice_id is null', [businessId, id],
  );
  return Math.max(row?.kept ?? 0, 0);
}

const settledBy = (em: EntityManager, { businessId, id }: Source): Promise<Part[]> =>
  em.execute(
    `select e.invoice_id as "invoiceId", sum(e.paid_change)::bigint as amount from ledger_entry e
     join invoice i on i.business_id = e.business_id and i.id = e.invoice_id
     where e.business_id = ? and e.payment_id = ? group by e.invoice_id, i.due_date having sum(e.paid_change) > 0
     order by i.due_date desc nulls first, e.invoice_id desc`,
    [businessId, id],
  );

const settledWithCredit = (em: EntityManager, { businessId, clientId, currency }: Source): Promise<Part[]> =>
  em.execute(
    `select id as "invoiceId", amount_credited as amount from invoice
     where business_id = ? and client_id = ? and currency = ? and amount_credited > 0 order by due_date desc nulls first, id desc`,
    [businessId, clientId, currency],
  );

/** What refunds and disputes of the payment have made owed again. */
const takenFrom = (em: EntityManager, { businessId, id }: Source): Promise<Part[]> =>
  em.execute(
    `select invoice_id as "invoiceId", -sum(paid_change)::bigint as amount from ledger_entry
     where business_id = ? and payment_id = ? and invoice_id is not null and kind in ('REFUNDED', 'REFUND_FAILED', 'DISPUTED', 'DISPUTE_WON')
     group by 1 having sum(paid_change) < 0`,
    [businessId, id],
  );
