import Stripe from 'stripe';
import type { Services } from '../context.ts';
import { Business } from '../businesses/business.entity.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { seal, unseal } from '../shared/secret-box.ts';
import { emFor } from '../tenancy.ts';
import { PaymentAccount } from './payment-account.entity.ts';

const SECRET = /^(?:sk|rk)_(test|live)_\w+$/;
const PUBLISHABLE = /^pk_(test|live)_\w+$/;

/** What we ask Stripe to tell us of. */
const EVENTS = ['payment_intent.succeeded', 'payment_intent.processing', 'payment_intent.payment_failed', 'payment_intent.canceled'] as const;

export const webhookPath = (businessId: string) => `/webhooks/stripe/${businessId}`;

/** Tries the keys at Stripe, registers our webhook there, and keeps both sealed. */
export async function connectStripe(
  services: Pick<Services, 'orm' | 'stripe' | 'config'>,
  businessId: string,
  keys: { secretKey: string; publishableKey: string },
): Promise<PaymentAccount> {
  const secretKey = keys.secretKey.trim();
  const publishableKey = keys.publishableKey.trim();
  const mode = SECRET.exec(secretKey)?.[1];
  if (!mode) throw badInput('A secret key begins with sk_test_ or sk_live_. You find it in Stripe under Developers, API keys.', 'secretKey');
  if (!PUBLISHABLE.test(publishableKey)) throw badInput('A publishable key begins with pk_test_ or pk_live_.', 'publishableKey');
  if (PUBLISHABLE.exec(publishableKey)?.[1] !== mode) throw badInput('One key is for test mode and the other for live mode.', 'publishableKey');

  const stripe = services.stripe(secretKey);
  const url = `${new URL(services.config.portalUrl).origin}${webhookPath(businessId)}`;
  const endpoint = await stripe.webhookEndpoints
    .create({ url, enabled_events: [...EVENTS], description: 'Client portal' })
    .catch((error: Error) => {
      if (error instanceof Stripe.errors.StripeConnectionError) {
        throw new DomainError('PAYMENTS_UNAVAILABLE', 'Stripe cannot be reached at the moment. Please try again later; nothing was changed.');
      }
      throw badInput(`Stripe did not accept this key: ${error.message}`, 'secretKey');
    });

  const em = emFor(services.orm, { kind: 'business', businessId });
  const { account, formerEndpointId, formerSecretKeySealed } = await em.transactional(async (tx) => {
    const former = await tx.findOne(PaymentAccount, { businessId });
    const formerEndpointId = former?.webhookEndpointId;
    const formerSecretKeySealed = former?.secretKeySealed;
    const account = Object.assign(former ?? new PaymentAccount(), {
      businessId,
      publishableKey,
      secretKeySealed: seal(services.config.secretKey, secretKey),
      webhookSecretSealed: seal(services.config.secretKey, endpoint.secret ?? ''),
      webhookEndpointId: endpoint.id,
      isLive: mode === 'live',
    });
    tx.persist(account);
    (await tx.findOneOrFail(Business, { businessId, id: businessId })).canTakePayments = true;
    return { account, formerEndpointId, formerSecretKeySealed };
  });
  if (formerEndpointId && formerSecretKeySealed) await removeEndpoint(services, formerEndpointId, formerSecretKeySealed);
  return account;
}

/** Left behind, it would only make Stripe report failures; so a refusal here changes nothing. */
async function removeEndpoint(services: Pick<Services, 'stripe' | 'config'>, id: string, secretKeySealed: string): Promise<void> {
  await services.stripe(unseal(services.config.secretKey, secretKeySealed)).webhookEndpoints.del(id).catch(() => undefined);
}
