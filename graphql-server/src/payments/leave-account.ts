import type { EntityManager } from '@mikro-orm/postgresql';
import Stripe from 'stripe';
import type { Services } from '../context.ts';
import { Business } from '../businesses/business.entity.ts';
import { DomainError } from '../shared/domain-error.ts';
import { emFor } from '../tenancy.ts';
import { cancelPaymentIntent } from './cancel-intent.ts';
import { endAllOpenIntents } from './end-open-intents.ts';
import { hasPaymentsOnTheirWay } from './payment.access.ts';

/**
 * Before a Stripe account is left, with the keys that are its own: nothing new begins, and what is open is
 * ended there. Refused while money is on its way, since only that account can tell when it arrives.
 */
export async function leaveAccount(services: Services, businessId: string): Promise<void> {
  const afresh = () => emFor(services.orm, { kind: 'business', businessId });
  const ended = await afresh().transactional(async (em) => {
    (await lockBusiness(em, businessId)).canTakePayments = false;
    return endAllOpenIntents(em, businessId);
  });
  try {
    for (const paymentIntentId of ended) await cancelPaymentIntent(services, { businessId, paymentIntentId }).catch(unlessRevoked);
    // Somebody may have begun a bank payment a moment ago.
    if (await hasPaymentsOnTheirWay(afresh(), businessId)) throw new DomainError('CONFLICT', 'Bank payments are on their way. Please wait until they have arrived or failed; until then Stripe has to be able to tell.');
  } catch (error) {
    await afresh().transactional(async (em) => {
      (await lockBusiness(em, businessId)).canTakePayments = true;
    });
    throw isUnreachable(error) ? new DomainError('PAYMENTS_UNAVAILABLE', 'Stripe cannot be reached at the moment. Please try again later; nothing was changed.') : error;
  }
  // With the keys revoked nobody can ask about these any more.
  await afresh().execute(`update payment_intent set state = 'CANCELED' where business_id = ? and state in ('CREATING', 'OPEN', 'CANCELING')`, [businessId]);
}

/** Keys that Stripe refuses can end nothing there; an outage is no reason to forget them. */
function unlessRevoked(error: unknown): void {
  if (!(error instanceof Stripe.errors.StripeAuthenticationError || error instanceof Stripe.errors.StripePermissionError)) throw error;
}

export const isUnreachable = (error: unknown) =>
  error instanceof Stripe.errors.StripeConnectionError || error instanceof Stripe.errors.StripeAPIError || error instanceof Stripe.errors.StripeRateLimitError;

/** So that two who connect or disconnect at once take turns. */
export async function lockBusiness(em: EntityManager, businessId: string): Promise<Business> {
  await em.execute('select from business where business_id = ? for update', [businessId]);
  return em.findOneOrFail(Business, { businessId, id: businessId });
}
