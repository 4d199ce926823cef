import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../graphql-server/dev/embedded-postgres.ts';
import type * as Migrate from '../../graphql-server/src/migrate.ts';
import { built, root } from './built.ts';

export const dataDir = join(root, '.data', 'bench');

export interface Database {
  /** Of the role that the product connects as. */
  url: string;
  /** Of the superuser, who stands above row-level security. */
  adminUrl: string;
}

export interface Postgres {
  /** Of its main process; each connection is a child of it. */
  pid: number;
  /** Made and migrated when it is not there. */
  database(name: string, options?: { fresh?: boolean }): Promise<Database & { isNew: boolean }>;
  drop(name: string): Promise<void>;
  /** Those of a prefix but one: data that was made by other rules. */
  forgetOthers(prefix: string, kept: string): Promise<void>;
  stop(): Promise<void>;
}

/** The product's own PostgreSQL, as it comes, on a cluster that stays for the next run. */
export async function startPostgres(): Promise<Postgres> {
  const folder = join(dataDir, 'postgres');
  const server = await startEmbeddedPostgres({ dataDir: folder });
  const pid = Number(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const drop = (name: string) => execute(server.adminUrl, `drop database if exists ${name} with (force)`).then(() => undefined);
  return {
    pid,
    drop,
    async forgetOthers(prefix, kept) {
      const others = await execute<{ name: string }>(server.adminUrl, 'select datname as name from pg_database where starts_with(datname, $1) and datname <> $2', [prefix, kept]);
      for (const { name } of others) await drop(name);
    },
    async database(name, { fresh = false } = {}) {
      if (fresh) await drop(name);
      const [found] = await execute(server.adminUrl, 'select from pg_database where datname = $1', [name]);
      if (!found) await execute(server.url, `create database ${name}`);
      const database = { url: withDatabase(server.url, name), adminUrl: withDatabase(server.adminUrl, name) };
      const { migrate } = await built<typeof Migrate>('migrate.js');
      await migrate(database.url);
      return { ...database, isNew: !found };
    },
    stop: () => server.stop(),
  };
}

export const forgetPostgres = () => rm(join(dataDir, 'postgres'), { recursive: true, force: true });

export async function execute<Row = Record<string, unknown>>(url: string, sql: string, params?: unknown[]): Promise<Row[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query(sql, params)).rows as Row[];
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}
