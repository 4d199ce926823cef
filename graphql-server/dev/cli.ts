import { join } from 'node:path';
import { runCli } from '../src/cli.ts';
import { readEnv } from '../src/env.ts';
import { dataDirOf } from './dev-config.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

/** `npm run cli` without DATABASE_URL: the same commands on the database of `npm start`, running or not. */
const env = readEnv();
const database = await startEmbeddedPostgres({ dataDir: join(dataDirOf(env), 'postgres') });
try {
  process.exitCode = await runCli(process.argv.slice(2), { ...env, DATABASE_URL: database.url });
} finally {
  await database.stop();
}
