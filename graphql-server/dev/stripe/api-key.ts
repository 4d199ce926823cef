import { refusedKey } from './stripe-failure.ts';
import type { StripeAccount } from './stripe-state.ts';
import type { StripeWorld } from './stripe-world.ts';

/** The account that a secret key opens: `sk_test_demo` opens `demo`, until its key is rolled. */
export function accountOfSecretKey(world: StripeWorld, authorization: string | undefined): StripeAccount {
  const key = keyIn(authorization);
  if (!key) {
    throw refusedKey("You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.");
  }
  if (/^[sr]k_live_/.test(key)) throw refusedKey('The simulator refuses live keys: this is a stand-in of Stripe for development, and moves no money.');
  if (/^pk_/.test(key)) throw refusedKey('This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.', 'secret_key_required');
  const name = /^[sr]k_test_([A-Za-z0-9_]{3,250})$/.exec(key)?.[1];
  if (!name) throw refusedKey(`Invalid API Key provided: ${veiled(key)}`);
  // `sk_test_expired…` is for a person who wants to see what becomes of a key that was rolled at Stripe.
  const account = name.startsWith('expired') ? 'rolled' : world.accountOfKey(name);
  if (account === 'rolled') throw refusedKey(`Expired API Key provided: ${veiled(key)}`, 'api_key_expired');
  return account;
}

/** The simulator's controls open with any test key that the account has or had. */
export function accountOfControl(world: StripeWorld, authorization: string | undefined): StripeAccount {
  const name = /^[srp]k_test_([A-Za-z0-9_]{3,250})$/.exec(keyIn(authorization) ?? '')?.[1];
  return name ? world.accountOfAnyKey(name) : accountOfSecretKey(world, authorization);
}

export function accountOfEitherKey(world: StripeWorld, authorization: string | undefined): StripeAccount {
  const key = keyIn(authorization);
  return key?.startsWith('pk_') ? world.accountOfAnyKey(accountOfPublishableKey(key)) : accountOfSecretKey(world, authorization);
}

/** The account that a publishable key stands for: `pk_test_demo` for `demo`. */
export function accountOfPublishableKey(key: string | null | undefined): string {
  if (!key) throw refusedKey('You did not provide an API key.');
  if (/^pk_live_/.test(key)) throw refusedKey('The simulator refuses live keys: this is a stand-in of Stripe for development, and moves no money.');
  const name = /^pk_test_([A-Za-z0-9_]{3,250})$/.exec(key)?.[1];
  if (!name) throw refusedKey(`Invalid API Key provided: ${veiled(key)}`);
  return name;
}

function keyIn(authorization: string | undefined): string | undefined {
  const [scheme, credentials] = (authorization ?? '').split(' ', 2);
  if (/^basic$/i.test(scheme!) && credentials) return Buffer.from(credentials, 'base64').toString().split(':', 1)[0];
  return /^bearer$/i.test(scheme!) ? credentials?.trim() : undefined;
}

function veiled(key: string): string {
  return key.length <= 12 ? '*'.repeat(key.length) : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
}
