import pg from 'pg';
import { ConfigError } from './config.ts';

const OLDEST = 16;

/** Refuses a database that cannot be reached, is too old, or would not hold row-level security. */
export async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; role: string; stands_above: boolean }>(
      `select current_setting('server_version_num')::int / 10000 as version, rolname as role, rolsuper or rolbypassrls as stands_above
       from pg_roles where rolname = current_user`,
    );
    const { version, role, stands_above: standsAbove } = rows[0]!;
    if (version < OLDEST) throw new ConfigError(`DATABASE_URL leads to PostgreSQL ${version}; it must be ${OLDEST} or newer.`);
    if (standsAbove) {
      throw new ConfigError(`DATABASE_URL connects as ${role}, who stands above row-level security. Use a role that is no superuser (see docs/operating.md).`);
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`DATABASE_URL leads to a database that cannot be used: ${(error as Error).message || String(error)}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
