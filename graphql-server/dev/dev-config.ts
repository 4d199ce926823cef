import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configFrom, type Config } from '../src/config.ts';
import type { Env } from '../src/env.ts';

const REPO = fileURLToPath(new URL('../..', import.meta.url));

export const dataDirOf = (env: Env) => resolve(REPO, env['PORTAL_DATA'] ?? '.data');

/** Where `npm start` last answered, so that a command beside it prints links that lead there. */
export const addressFile = (dataDir: string) => join(dataDir, 'address.json');

/** The product's own configuration, filled in with what a stranger's machine can have. */
export function devConfig(env: Env, databaseUrl: string): Config {
  const dataDir = dataDirOf(env);
  const port = env['PORT'] ?? '4000';
  const { SECRET_KEY, POSTMARK_WEBHOOK_PASSWORD } = keptSecrets(dataDir);
  return configFrom({
    SECRET_KEY,
    POSTMARK_WEBHOOK_PASSWORD,
    POSTMARK_WEBHOOK_USER: 'postmark',
    POSTMARK_SERVER_TOKEN: 'development',
    POSTMARK_INBOUND_ADDRESS: 'tickets@inbound.portal.example',
    MAIL_FROM: 'billing@northwind.example',
    PORTAL_URL: `http://localhost:${port}`,
    ADMIN_URL: `http://localhost:${port}/admin`,
    FILES_DIR: join(dataDir, 'files'),
    CACHE_DIR: join(dataDir, 'cache'),
    ...env,
    HOST: '127.0.0.1',
    PORT: port,
    DATABASE_URL: databaseUrl,
  });
}

/** Made at the first start and kept, so that what they sealed can be opened at the next. */
export function keptSecrets(dataDir: string): { SECRET_KEY: string; POSTMARK_WEBHOOK_PASSWORD: string } {
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    const secrets = { SECRET_KEY: randomBytes(32).toString('base64'), POSTMARK_WEBHOOK_PASSWORD: randomBytes(18).toString('base64url') };
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}
