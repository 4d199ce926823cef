import type Stripe from 'stripe';
import type { Services } from '../context.ts';
import { DomainError } from '../shared/domain-error.ts';
import { unseal } from '../shared/secret-box.ts';
import { emFor } from '../tenancy.ts';
import { PaymentAccount } from './payment-account.entity.ts';

export interface OpenAccount { stripe: Stripe; publishableKey: string; webhookSecret: string; isLive: boolean }

/** The business's Stripe account, its keys opened for this moment. */
export async function stripeAccountOf(services: Pick<Services, 'orm' | 'stripe' | 'config'>, businessId: string): Promise<OpenAccount | null> {
  const account = await emFor(services.orm, { kind: 'business', businessId }).findOne(PaymentAccount, { businessId });
  if (!account) return null;
  const open = (sealed: string) => unseal(services.config.secretKey, sealed);
  return {
    stripe: services.stripe(open(account.secretKeySealed)),
    publishableKey: account.publishableKey,
    webhookSecret: open(account.webhookSecretSealed),
    isLive: account.isLive,
  };
}

export async function mustTakePayments(services: Pick<Services, 'orm' | 'stripe' | 'config'>, businessId: string): Promise<OpenAccount> {
  const account = await stripeAccountOf(services, businessId);
  if (!account) throw new DomainError('PAYMENTS_UNAVAILABLE', 'This business does not take payments by card. Please use its bank details.');
  return account;
}
