import type { Services } from '../context.ts';
import { DomainError } from '../shared/domain-error.ts';
import { emFor } from '../tenancy.ts';
import { removeEndpoint } from './connect-stripe.ts';
import { leaveAccount, lockBusiness } from './leave-account.ts';
import { PaymentAccount } from './payment-account.entity.ts';
import { stripeAccountOf } from './stripe-account.ts';

/** Ends what is open, takes our webhook away at Stripe and forgets the keys. */
export async function disconnectStripe(services: Services, businessId: string): Promise<void> {
  const account = await stripeAccountOf(services, businessId);
  if (!account) throw new DomainError('CONFLICT', 'Stripe is not connected.');
  await leaveAccount(services, businessId);
  await emFor(services.orm, { kind: 'business', businessId }).transactional(async (em) => {
    await lockBusiness(em, businessId);
    await em.nativeDelete(PaymentAccount, { businessId });
  });
  // Left behind, it only makes Stripe report failures to the owner.
  await removeEndpoint(account).catch(() => undefined);
}
