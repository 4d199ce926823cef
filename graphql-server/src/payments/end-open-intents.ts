import type { EntityManager } from '@mikro-orm/postgresql';
import { enqueue } from '../jobs.ts';
import { places } from '../plain-rows.ts';

interface Change { businessId: string; invoiceId?: string | null; paymentIntentId?: string | null }

/**
 * Whatever changes what an invoice owes makes an open payment of it one of the wrong amount. It is ended
 * here with the change, and at Stripe by a job; money that comes nevertheless becomes credit on account.
 */
export async function endOpenIntents(em: EntityManager, changes: Change[]): Promise<void> {
  for (const [paymentIntentId, group] of Map.groupBy(changes, (change) => change.paymentIntentId ?? null)) {
    const invoiceIds = group.flatMap(({ invoiceId }) => invoiceId ?? []);
    if (invoiceIds.length === 0) continue;
    const { businessId } = group[0]!;
    await cancelLater(em, businessId, await em.execute<{ id: string }[]>(
      `update payment_intent p set state = 'CANCELING'
       where p.business_id = ? and p.state in ('CREATING', 'OPEN') and p.id is distinct from ?::uuid and p.id in (
         select a.payment_intent_id from payment_allocation a where a.business_id = ? and a.invoice_id in (${places(invoiceIds)}))
       returning p.id`,
      [businessId, paymentIntentId, businessId, ...invoiceIds],
    ));
  }
}

/** All of a business. */
export async function endAllOpenIntents(em: EntityManager, businessId: string): Promise<string[]> {
  const ended = await em.execute<{ id: string }[]>(
    `update payment_intent set state = 'CANCELING' where business_id = ? and state in ('CREATING', 'OPEN') returning id`, [businessId],
  );
  await cancelLater(em, businessId, ended);
  return ended.map(({ id }) => id);
}

export async function cancelLater(em: EntityManager, businessId: string, ended: { id: string }[]): Promise<void> {
  for (const { id } of ended) await enqueue(em, 'cancel-payment-intent', { businessId, paymentIntentId: id }, `cancel ${id}`);
}
