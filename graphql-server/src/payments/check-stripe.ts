import Stripe from 'stripe';
import type { Services } from '../context.ts';
import { seal } from '../shared/secret-box.ts';
import { emFor } from '../tenancy.ts';
import { accountSecret } from './account-secrets.ts';
import { createEndpoint, webhookUrl } from './connect-stripe.ts';
import { isUnreachable } from './leave-account.ts';
import { stripeAccountOf, type OpenAccount } from './stripe-account.ts';
import { STRIPE_EVENTS } from './stripe-events.ts';

/** Sees whether the keys still work and Stripe would tell us, mends the webhook, and keeps what is wrong for the owner to read. */
export async function checkStripe(services: Services, businessId: string): Promise<void> {
  const problem = await stripeAccountOf(services, businessId).then((account) => account && mendEndpoint(services, account, businessId)).then(() => null, whatIsWrong);
  await emFor(services.orm, { kind: 'business', businessId }).execute(
    'update payment_account set checked_at = ?, endpoint_problem = ? where business_id = ?', [services.clock(), problem, businessId],
  );
}

async function mendEndpoint(services: Services, { stripe, webhookEndpointId }: OpenAccount, businessId: string): Promise<void> {
  const url = webhookUrl(services.config, businessId);
  const endpoint = await stripe.webhookEndpoints.retrieve(webhookEndpointId).catch((error: unknown) => {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing') return null;
    throw error;
  });
  if (!endpoint) {
    const { id, secret } = await createEndpoint(stripe, url);
    await emFor(services.orm, { kind: 'business', businessId }).execute(
      'update payment_account set webhook_endpoint_id = ?, webhook_secret_sealed = ?, refused_at = null where business_id = ? and webhook_endpoint_id = ?',
      [id, seal(services.config.secretKeys, secret, accountSecret(businessId, 'webhook_secret')), businessId, webhookEndpointId],
    );
    return;
  }
  const tellsAll = STRIPE_EVENTS.every((type) => endpoint.enabled_events.includes(type) || endpoint.enabled_events.includes('*'));
  if (endpoint.status === 'enabled' && endpoint.url === url && tellsAll) return;
  await stripe.webhookEndpoints.update(webhookEndpointId, { url, enabled_events: [...STRIPE_EVENTS], disabled: false });
}

function whatIsWrong(error: unknown): string {
  if (error instanceof Stripe.errors.StripeAuthenticationError) return 'Stripe does not accept the secret key any more. Please enter the present one.';
  if (error instanceof Stripe.errors.StripePermissionError) return 'The secret key may not manage webhooks. Please enter one that may.';
  if (isUnreachable(error)) return 'Stripe could not be reached.';
  return error instanceof Error ? error.message : String(error);
}
