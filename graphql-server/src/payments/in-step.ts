import type { EntityManager } from '@mikro-orm/postgresql';
import type { Services } from '../context.ts';
import { emFor } from '../tenancy.ts';
import { Payment } from './payment.entity.ts';

/**
 * Books what Stripe says of a payment, and never an older answer over a newer one: what was asked before
 * somebody else's answer was booked is asked again. Answers with why it cannot be applied.
 */
export async function inStep<Said>(
  { orm }: Pick<Services, 'orm'>,
  { businessId, id }: { businessId: string; id: string },
  ask: () => Promise<Said>,
  book: (em: EntityManager, payment: Payment, said: Said) => Promise<string | null>,
): Promise<string | null> {
  for (let turn = 0; turn < 20; turn += 1) {
    const { syncs } = await emFor(orm, { kind: 'business', businessId }).findOneOrFail(Payment, { businessId, id });
    const said = await ask();
    const done = await emFor(orm, { kind: 'business', businessId }).transactional(async (em) => {
      await em.execute('select from payment where business_id = ? and id = ? for update', [businessId, id]);
      const payment = await em.findOneOrFail(Payment, { businessId, id });
      if (payment.syncs !== syncs) return null;
      payment.syncs += 1;
      return { problem: await book(em, payment, said) };
    });
    if (done) return done.problem;
  }
  throw new Error(`Payment ${id} changes faster than it can be booked.`);
}
