import type Stripe from 'stripe';
import type { Services } from '../context.ts';
import { DomainError } from '../shared/domain-error.ts';
import { SealError, unseal } from '../shared/secret-box.ts';
import { emFor } from '../tenancy.ts';
import { accountSecret } from './account-secrets.ts';
import { PaymentAccount } from './payment-account.entity.ts';

export interface OpenAccount {
  /** Stripe's `acct_…`, where the key may tell. */
  id: string | null;
  stripe: Stripe;
  publishableKey: string;
  webhookSecret: string;
  webhookEndpointId: string;
  isLive: boolean;
}

/** The business's Stripe account, its keys opened for this moment. */
export async function stripeAccountOf(services: Pick<Services, 'orm' | 'stripe' | 'config'>, businessId: string): Promise<OpenAccount | null> {
  const account = await emFor(services.orm, { kind: 'business', businessId }).findOne(PaymentAccount, { businessId });
  return account && openAccount(services, account);
}

export function openAccount({ stripe, config: { secretKeys } }: Pick<Services, 'stripe' | 'config'>, account: PaymentAccount): OpenAccount {
  const { businessId, publishableKey, webhookEndpointId, isLive, providerAccountId } = account;
  return {
    id: providerAccountId, publishableKey, webhookEndpointId, isLive,
    stripe: stripe(unseal(secretKeys, account.secretKeySealed, accountSecret(businessId, 'secret_key'))),
    webhookSecret: unseal(secretKeys, account.webhookSecretSealed, accountSecret(businessId, 'webhook_secret')),
  };
}

export async function mustTakePayments(services: Pick<Services, 'orm' | 'stripe' | 'config' | 'log'>, businessId: string): Promise<OpenAccount> {
  const account = await stripeAccountOf(services, businessId).catch((error: unknown) => {
    if (!(error instanceof SealError)) throw error;
    services.log(`the Stripe keys of business ${businessId} cannot be opened: ${error.message}`);
    return null;
  });
  if (!account) throw new DomainError('PAYMENTS_UNAVAILABLE', 'This business does not take payments by card. Please use its bank details.');
  return account;
}
