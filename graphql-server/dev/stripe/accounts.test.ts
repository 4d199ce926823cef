import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { client, control, failureOf, payByCard, simulated } from './simulated.ts';

it('tells who an account is', async () => {
  const { stripe } = await simulated();
  const account = await stripe.accounts.retrieveCurrent();
  expect(account).toMatchObject({
    id: expect.stringMatching(/^acct_\w+$/), country: 'US', default_currency: 'usd', charges_enabled: true, payouts_enabled: true,
    business_profile: { name: 'Stripe simulator (demo)' }, settings: { dashboard: { display_name: 'Stripe simulator (demo)' } },
  });
  expect(account).not.toHaveProperty('livemode');
  await control(stripe, 'account', { business_name: 'Northwind', country: 'DE', default_currency: 'eur', charges_enabled: false });
  expect(await stripe.accounts.retrieveCurrent()).toMatchObject({ id: account.id, business_profile: { name: 'Northwind' }, country: 'DE', default_currency: 'eur', charges_enabled: false, payouts_enabled: true });
});

describe('the methods that an account has enabled', () => {
  it('are those that an intent offers', async () => {
    const { stripe } = await simulated();
    const offered = async (currency: string) => (await stripe.paymentIntents.create({ amount: 2000, currency, automatic_payment_methods: { enabled: true } })).payment_method_types;
    expect(await Promise.all(['usd', 'eur', 'gbp'].map(offered))).toEqual([['card', 'us_bank_account'], ['card', 'sepa_debit'], ['card']]);
    await control(stripe, 'payment_methods', { enabled: ['card'] });
    expect(await Promise.all(['usd', 'eur'].map(offered))).toEqual([['card'], ['card']]);
    expect((await stripe.accounts.retrieveCurrent()).capabilities).toMatchObject({ card_payments: 'active', sepa_debit_payments: 'inactive' });
    expect((await stripe.paymentMethodConfigurations.list()).data).toMatchObject([{ card: { available: true, display_preference: { value: 'on' } }, sepa_debit: { available: false } }]);
    await control(stripe, 'payment_methods', { enabled: 'sepa_debit,us_bank_account' });
    expect(await offered('usd')).toEqual(['us_bank_account']);
    await expect(offered('gbp')).rejects.toThrow('No valid payment method types');
    await expect(control(stripe, 'payment_methods', { enabled: ['cheque'] })).rejects.toMatchObject({ param: 'enabled' });
  });

  it('are those that an intent may choose from', async () => {
    const { stripe } = await simulated();
    const offered = async (choice: Partial<Stripe.PaymentIntentCreateParams>) => (await stripe.paymentIntents.create({ amount: 2000, currency: 'eur', ...choice })).payment_method_types;
    expect(await offered({ allowed_payment_method_types: ['sepa_debit', 'ideal'] })).toEqual(['sepa_debit']);
    expect(await offered({ excluded_payment_method_types: ['sepa_debit'] })).toEqual(['card']);
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'eur' });
    expect(await stripe.paymentIntents.update(intent.id, { allowed_payment_method_types: ['card'] })).toMatchObject({ allowed_payment_method_types: ['card'], payment_method_types: ['card'] });
    expect(await stripe.paymentIntents.update(intent.id, { currency: 'usd', allowed_payment_method_types: ['us_bank_account'] })).toMatchObject({ payment_method_types: ['us_bank_account'] });
  });

  it('are all that an older version of the API may ask for by name', async () => {
    const { stripe } = await simulated();
    await control(stripe, 'payment_methods', { enabled: ['card'] });
    const refusal = await failureOf(stripe.rawRequest('POST', '/v1/payment_intents', { amount: 2000, currency: 'eur', payment_method_types: ['sepa_debit'] }));
    expect(refusal).toMatchObject({ param: 'payment_method_types', message: expect.stringContaining('activated in your dashboard') });
  });
});

it('rolls the secret key of an account', async () => {
  const { simulator, stripe } = await simulated();
  const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
  const { id } = await stripe.accounts.retrieveCurrent();
  const { secret_key: key } = await control<{ secret_key: string }>(stripe, 'keys/roll');
  expect(await failureOf(stripe.accounts.retrieveCurrent())).toMatchObject({ statusCode: 401, code: 'api_key_expired', message: expect.stringMatching(/^Expired API Key provided: /) });
  const rolled = client(simulator, key);
  expect((await rolled.accounts.retrieveCurrent()).id).toBe(id);
  // The publishable key is the same as before.
  expect((await payByCard(simulator, intent, '4242424242424242')).body.status).toBe('succeeded');
  expect((await rolled.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');

  const again = await control<{ secret_key: string }>(stripe, 'keys/roll');
  await expect(rolled.customers.list()).rejects.toMatchObject({ code: 'api_key_expired' });
  expect((await client(simulator, again.secret_key).accounts.retrieveCurrent()).id).toBe(id);
});
