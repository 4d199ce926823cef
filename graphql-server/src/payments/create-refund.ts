import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { Business } from '../businesses/business.entity.ts';
import { enqueue } from '../jobs.ts';
import { announce } from '../live-bus.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { formatMoney } from '../shared/format.ts';
import { isUuid } from '../shared/uuid.ts';
import { refundableOf, type Payment } from './payment.entity.ts';
import { PaymentAccount } from './payment-account.entity.ts';
import { Refund } from './refund.entity.ts';
import { toStripeAmount } from './stripe-amount.ts';

export interface WantedRefund { amount: number; note?: string | null; requestKey: string }

/** Writes down that money is to go back, and has a job tell Stripe. The payment's row is locked by the caller. */
export async function createRefund(em: EntityManager, by: TeamViewer, payment: Payment, { amount, note, requestKey }: WantedRefund): Promise<void> {
  const { businessId, clientId, currency, id: paymentId } = payment;
  if (!isUuid(requestKey)) throw badInput('The key of the request must be a UUID.', 'requestKey');
  const known = await em.findOne(Refund, { businessId, requestKey });
  if (known && (known.paymentId !== paymentId || known.amount !== amount)) throw badInput('This key was used for another refund.', 'requestKey');
  if (known) return;

  if ((note?.length ?? 0) > 1_000) throw badInput('The note has at most 1,000 characters.', 'note');
  if (payment.paymentIntentId === null) throw new DomainError('CONFLICT', 'This payment did not come through Stripe. Give it back as it came, and undo it here.');
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  if (!(await em.findOne(PaymentAccount, { businessId }))) throw new DomainError('CONFLICT', "Stripe is not connected any more. Refund it in Stripe's own dashboard.");
  const most = refundableOf(payment) - (await underWay(em, payment));
  if (most <= 0) throw new DomainError('CONFLICT', 'Nothing of this payment is left to be refunded.');
  if (!Number.isSafeInteger(amount) || amount <= 0) throw badInput('The amount must be more than zero.', 'amount');
  if (amount > most) throw badInput(`At most ${formatMoney(most, currency, business.locale)} can be refunded.`, 'amount');
  toStripeAmount({ minorUnits: amount, currency });

  const refund = Object.assign(new Refund(), { businessId, clientId, paymentId, currency, amount, note: note?.trim() || null, teamMemberId: by.teamMemberId, requestKey });
  em.persist(refund);
  await em.flush();
  await enqueue(em, 'send-refund', { businessId, refundId: refund.id });
  await announce(em, { topic: 'payment', businessId, clientId, id: paymentId });
}

/** Wanted already, and not yet in the sum that is booked. */
async function underWay(em: EntityManager, { businessId, id }: Payment): Promise<number> {
  const [row] = await em.execute<{ sum: number }[]>(
    `select coalesce(sum(amount), 0)::bigint as sum from refund where business_id = ? and payment_id = ? and state = 'CREATING'`, [businessId, id],
  );
  return row?.sum ?? 0;
}
