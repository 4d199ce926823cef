import type { EntityManager } from '@mikro-orm/postgresql';
import Stripe from 'stripe';
import type { Config } from '../config.ts';
import type { Services } from '../context.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { seal } from '../shared/secret-box.ts';
import { emFor } from '../tenancy.ts';
import { accountSecret } from './account-secrets.ts';
import { isUnreachable, leaveAccount, lockBusiness } from './leave-account.ts';
import { PaymentAccount } from './payment-account.entity.ts';
import { openAccount, type OpenAccount } from './stripe-account.ts';
import { STRIPE_EVENTS } from './stripe-events.ts';
import { isUnknownToStripe } from './unknown-intent.ts';

const SECRET = /^(?:sk|rk)_(test|live)_\w+$/;
const PUBLISHABLE = /^pk_(test|live)_\w+$/;

export const webhookUrl = ({ portalUrl }: Pick<Config, 'portalUrl'>, businessId: string) => `${new URL(portalUrl).origin}/webhooks/stripe/${businessId}`;

/** Tries the keys at Stripe, registers our webhook there, and keeps both sealed. Another account than before is left in good order first. */
export async function connectStripe(services: Services, businessId: string, keys: { secretKey: string; publishableKey: string }): Promise<PaymentAccount> {
  const { secretKey, publishableKey, isLive } = checked(keys);
  const stripe = services.stripe(secretKey);
  const { id: providerAccountId, name: accountName } = await describe(stripe);
  await mustBelongTogether(services, stripe, publishableKey);
  const endpoint = await createEndpoint(stripe, webhookUrl(services.config, businessId)).catch(refuse);
  const isOther = await isAnotherAccount(services, stripe, businessId, { providerAccountId, isLive });
  try {
    if (isOther) await leaveAccount(services, businessId);
  } catch (error) {
    await stripe.webhookEndpoints.del(endpoint.id).catch(() => undefined);
    throw error;
  }

  const { account, former } = await emFor(services.orm, { kind: 'business', businessId }).transactional(async (em) => {
    const business = await lockBusiness(em, businessId);
    const { secretKeys } = services.config;
    const now = services.clock();
    const present = await em.findOne(PaymentAccount, { businessId });
    const former = present && { ...present };
    const account = Object.assign(present ?? new PaymentAccount(), {
      businessId, publishableKey, isLive, providerAccountId, accountName,
      secretKeySealed: seal(secretKeys, secretKey, accountSecret(businessId, 'secret_key')),
      webhookSecretSealed: seal(secretKeys, endpoint.secret, accountSecret(businessId, 'webhook_secret')),
      webhookEndpointId: endpoint.id, checkedAt: now, endpointProblem: null, refusedAt: null,
    });
    if (!present || isOther) account.eventsSeenUntil = await lookBackTo(em, businessId, now);
    em.persist(account);
    business.canTakePayments = true;
    return { account, former };
  });
  if (former) await removeFormerEndpoint(services, former as PaymentAccount);
  return account;
}

/** A restricted key may not tell whose it is; then what it knows of our payments does. */
async function isAnotherAccount({ orm }: Pick<Services, 'orm'>, stripe: Stripe, businessId: string, next: Pick<PaymentAccount, 'providerAccountId' | 'isLive'>): Promise<boolean> {
  const em = emFor(orm, { kind: 'business', businessId });
  const former = await em.findOne(PaymentAccount, { businessId });
  if (!former) return false;
  if (former.isLive !== next.isLive) return true;
  if (former.providerAccountId && next.providerAccountId) return former.providerAccountId !== next.providerAccountId;
  const [intent] = await em.execute<{ providerId: string }[]>(
    `select provider_id as "providerId" from payment_intent where business_id = ? and provider_id is not null order by (state = 'PROCESSING') desc, created_at desc limit 1`, [businessId],
  );
  if (!intent) return false;
  return stripe.paymentIntents.retrieve(intent.providerId).then(() => false, (error: unknown) => isUnknownToStripe(error) || refuse(error));
}

const DAYS_KEPT = 30 * 86_400_000;

/** What happened while it was disconnected is caught up with: as far back as Stripe keeps events, where it may be about payments of ours. */
async function lookBackTo(em: EntityManager, businessId: string, now: Date): Promise<Date> {
  const paid = await em.execute('select from payment where business_id = ? and payment_intent_id is not null limit 1', [businessId]);
  return paid.length > 0 ? new Date(now.valueOf() - DAYS_KEPT) : now;
}

/** Its key may be one that cannot be opened or used any more. */
async function removeFormerEndpoint(services: Pick<Services, 'stripe' | 'config'>, former: PaymentAccount): Promise<void> {
  try {
    await removeEndpoint(openAccount(services, former));
  } catch {
    // Left behind, it only makes Stripe report failures to the owner.
  }
}

function checked(keys: { secretKey: string; publishableKey: string }) {
  const secretKey = keys.secretKey.trim();
  const publishableKey = keys.publishableKey.trim();
  const mode = SECRET.exec(secretKey)?.[1];
  if (!mode) throw badInput('A secret key begins with sk_test_ or sk_live_. You find it in Stripe under Developers, API keys.', 'secretKey');
  if (!PUBLISHABLE.test(publishableKey)) throw badInput('A publishable key begins with pk_test_ or pk_live_.', 'publishableKey');
  if (PUBLISHABLE.exec(publishableKey)?.[1] !== mode) throw badInput('One key is for test mode and the other for live mode.', 'publishableKey');
  return { secretKey, publishableKey, isLive: mode === 'live' };
}

/** A restricted key that may not read the account still takes payments; it only has no name then. */
async function describe(stripe: Stripe): Promise<{ id: string | null; name: string | null }> {
  try {
    const { id, business_profile: profile, settings } = await stripe.accounts.retrieveCurrent();
    return { id, name: settings?.dashboard.display_name || profile?.name || null };
  } catch (error) {
    if (error instanceof Stripe.errors.StripePermissionError) return { id: null, name: null };
    return refuse(error);
  }
}

/**
 * With the publishable key of another account nobody could pay. What that key makes (a token of nobody's number, which
 * lapses unused), the secret key has to find. Where Stripe does not say clearly, the keys are taken as they are.
 */
async function mustBelongTogether(services: Pick<Services, 'stripe'>, stripe: Stripe, publishableKey: string): Promise<void> {
  const token = await services.stripe(publishableKey).tokens.create({ pii: { id_number: '000000000' } }).catch((error: unknown) => {
    if (error instanceof Stripe.errors.StripeAuthenticationError) throw badInput(`Stripe did not accept this key: ${error.message}`, 'publishableKey');
    return null;
  });
  if (!token) return;
  await stripe.tokens.retrieve(token.id).catch((error: unknown) => {
    if (isUnknownToStripe(error)) throw badInput('The two keys are of different Stripe accounts.', 'publishableKey');
  });
}

export async function createEndpoint(stripe: Stripe, url: string): Promise<{ id: string; secret: string }> {
  const { id, secret } = await stripe.webhookEndpoints.create({ url, enabled_events: [...STRIPE_EVENTS], description: 'Client portal' });
  if (!secret) throw new Error(`Stripe gave webhook endpoint ${id} no secret`);
  return { id, secret };
}

export const removeEndpoint = ({ stripe, webhookEndpointId }: OpenAccount) => stripe.webhookEndpoints.del(webhookEndpointId);

function refuse(error: unknown): never {
  if (isUnreachable(error)) throw new DomainError('PAYMENTS_UNAVAILABLE', 'Stripe cannot be reached at the moment. Please try again later; nothing was changed.');
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  throw badInput(`Stripe did not accept this key: ${error.message}`, 'secretKey');
}
