import type { Env } from './env.ts';
import { keyRing, type KeyRing } from './shared/secret-box.ts';

export interface Config {
  port: number;
  host: string;
  databaseUrl: string;
  /** Seal provider keys at rest. */
  secretKeys: KeyRing;
  /** Where the portal answers, without a slash at the end. */
  portalUrl: string;
  /** Where the dashboard answers, `/admin` included, without a slash at the end. */
  adminUrl: string;
  /** Folder for documents. */
  filesDir: string;
  /** Folder for what can be made again, such as the unpacked PDF browser. */
  cacheDir: string;
  chromiumPath: string | null;
  isIntrospectionOn: boolean;
  /** How many proxies in front may be trusted to have set X-Forwarded-For. */
  trustedProxies: number;
  mail: {
    postmarkToken: string;
    from: string;
    /** Postmark's inbound address; the ticket's token goes behind a plus. */
    inboundAddress: string;
    webhookUser: string;
    webhookPassword: string;
  };
  runsJobs: boolean;
}

/** Names the variable that is missing or wrong, and what it must be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Decides everything that the environment may decide, or refuses to start. */
export function configFrom(env: Env): Config {
  const portalUrl = url(env, 'PORTAL_URL');
  const adminUrl = url(env, 'ADMIN_URL');
  if (!new URL(adminUrl).pathname.endsWith('/admin')) {
    throw new ConfigError(`ADMIN_URL must end in /admin, such as ${portalUrl}/admin; it is ${adminUrl}.`);
  }
  return {
    port: wholeNumber(env, 'PORT', 4000),
    host: env['HOST'] ?? '0.0.0.0',
    databaseUrl: databaseUrl(env),
    secretKeys: secretKeys(env),
    portalUrl,
    adminUrl,
    filesDir: env['FILES_DIR'] ?? '.data/files',
    cacheDir: env['CACHE_DIR'] ?? '.data/cache',
    chromiumPath: env['CHROMIUM_PATH'] ?? null,
    isIntrospectionOn: env['INTROSPECTION'] !== 'off',
    trustedProxies: wholeNumber(env, 'TRUSTED_PROXIES', 0),
    mail: {
      postmarkToken: required(env, 'POSTMARK_SERVER_TOKEN', "your Postmark server's API token"),
      from: address(env, 'MAIL_FROM', 'a sender address that Postmark has confirmed'),
      inboundAddress: address(env, 'POSTMARK_INBOUND_ADDRESS', "your Postmark server's inbound address"),
      webhookUser: required(env, 'POSTMARK_WEBHOOK_USER', 'the user name in the webhook URLs given to Postmark'),
      webhookPassword: secret(env, 'POSTMARK_WEBHOOK_PASSWORD', 'the password in the webhook URLs given to Postmark'),
    },
    runsJobs: env['RUN_JOBS'] !== 'off',
  };
}

function required(env: Env, name: string, what: string): string {
  const value = env[name]?.trim();
  if (!value) throw new ConfigError(`${name} is missing. It must be ${what}.`);
  return value;
}

function secret(env: Env, name: string, what: string): string {
  const value = required(env, name, what);
  if (value.length < 16) throw new ConfigError(`${name} has ${value.length} characters; use at least 16 random ones.`);
  return value;
}

/** Also for the commands, which need no more of the configuration than this. */
export function secretKeys(env: Env): KeyRing {
  const current = required(env, 'SECRET_KEY', '32 random bytes in base64 (openssl rand -base64 32)');
  const former = (env['FORMER_SECRET_KEYS'] ?? '').split(',').map((value) => value.trim()).filter(Boolean);
  return keyRing(masterKey('SECRET_KEY', current), former.map((value, index) => masterKey(`FORMER_SECRET_KEYS (its number ${index + 1})`, value)));
}

function masterKey(name: string, value: string): Buffer {
  const key = Buffer.from(value, 'base64');
  if (key.length !== 32) throw new ConfigError(`${name} is ${key.length} bytes in base64; it must be 32 (openssl rand -base64 32).`);
  if (new Set(key).size < 16) throw new ConfigError(`${name} is not random: it repeats the same few bytes.`);
  return key;
}

function url(env: Env, name: string): string {
  const value = required(env, name, 'an address such as https://portal.example.com');
  const parsed = URL.parse(value);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) throw new ConfigError(`${name} is "${value}", which is not a web address.`);
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(parsed.hostname);
  if (parsed.protocol === 'http:' && !isLocal) {
    throw new ConfigError(`${name} is "${value}"; it must begin with https://, or sessions could be stolen on the way.`);
  }
  return value.replace(/\/+$/, '');
}

function databaseUrl(env: Env): string {
  const value = required(env, 'DATABASE_URL', 'a PostgreSQL address such as postgres://portal:…@db/portal');
  if (!/^postgres(ql)?:$/.test(URL.parse(value)?.protocol ?? '')) {
    throw new ConfigError('DATABASE_URL is not a PostgreSQL address; it must begin with postgres://.');
  }
  return value;
}

function address(env: Env, name: string, what: string): string {
  const value = required(env, name, what);
  if (!/^[^@\s]+@[^@\s]+$/.test(value)) throw new ConfigError(`${name} is "${value}", which is not an e-mail address.`);
  return value;
}

function wholeNumber(env: Env, name: string, fallback: number): number {
  const value = env[name];
  if (value === undefined || value === '') return fallback;
  if (!/^\d{1,5}$/.test(value)) throw new ConfigError(`${name} is "${value}"; it must be a whole number.`);
  return Number(value);
}
