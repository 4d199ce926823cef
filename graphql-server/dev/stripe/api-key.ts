import { refusedKey } from './stripe-failure.ts';

/** The account that a secret key opens: `sk_test_demo` opens `demo`. */
export function accountOfSecretKey(authorization: string | undefined): string {
  const key = keyIn(authorization);
  if (!key) {
    throw refusedKey("You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.");
  }
  if (/^[sr]k_live_/.test(key)) throw refusedKey('The simulator refuses live keys: this is a stand-in of Stripe for development, and moves no money.');
  if (/^pk_/.test(key)) throw refusedKey('This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.', 'secret_key_required');
  const name = /^[sr]k_test_([A-Za-z0-9_]{3,250})$/.exec(key)?.[1];
  if (!name) throw refusedKey(`Invalid API Key provided: ${veiled(key)}`);
  // A key that a person can type to see what becomes of one that was rolled at Stripe.
  if (name.startsWith('expired')) throw refusedKey(`Expired API Key provided: ${veiled(key)}`, 'api_key_expired');
  return name;
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
