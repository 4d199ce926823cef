import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../src/cli.ts';
import { readEnv, type Env } from '../src/env.ts';
import { addressFile, dataDirOf, keptSecrets } from './dev-config.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

/** `npm run cli` without DATABASE_URL: the same commands on the database of `npm start`, running or not. */
const env = readEnv();
const dataDir = dataDirOf(env);
const database = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') });
try {
  process.exitCode = await runCli(process.argv.slice(2), { ...lastAddress(), SECRET_KEY: keptSecrets(dataDir).SECRET_KEY, ...env, DATABASE_URL: database.url });
} finally {
  await database.stop();
}

function lastAddress(): Env {
  const file = addressFile(dataDir);
  return existsSync(file) && !env['PORT'] ? (JSON.parse(readFileSync(file, 'utf8')) as Env) : {};
}
