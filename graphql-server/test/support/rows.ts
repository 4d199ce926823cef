import { setTimeout } from 'node:timers/promises';
import { Pool } from 'pg';
import type { Portal } from './portal.ts';

type Where = Pick<Portal, 'adminDatabaseUrl'>;

/** Past all walls, as the superuser: to see what is really stored, and to make come true what takes days. */
export async function rows<T = Record<string, unknown>>({ adminDatabaseUrl }: Where, sql: string, params: unknown[] = []): Promise<T[]> {
  return (await poolOf(adminDatabaseUrl).query(sql, params)).rows as T[];
}

const pools = new Map<string, Pool>();

/** One for the whole file. */
function poolOf(url: string): Pool {
  const pool = pools.get(url) ?? new Pool({ connectionString: url, max: 2, idleTimeoutMillis: 0, application_name: LOOKING_ON });
  pools.set(url, pool);
  return pool;
}

const LOOKING_ON = 'test rows';

/**
 * Before the database is dropped: waits until everybody else has left it, for up to two seconds. A
 * connection that is still being closed is cut by the drop otherwise, and complains where nobody listens.
 */
export async function stopLooking(portal: Where): Promise<void> {
  const others = () => rows(portal, 'select from pg_stat_activity where datname = current_database() and application_name <> $1', [LOOKING_ON]);
  for (let turn = 0; turn < 100 && (await others()).length > 0; turn += 1) await setTimeout(20);
  await poolOf(portal.adminDatabaseUrl).end();
  pools.delete(portal.adminDatabaseUrl);
}

/** How many rows each table has, to be compared with later. */
export async function rowCounts(portal: Where, tables: string[]): Promise<Record<string, number>> {
  const [counts] = await rows<Record<string, number>>(
    portal,
    `select ${tables.map((table) => `(select count(*)::int from ${table}) as ${table}`).join(', ')}`,
  );
  return counts ?? {};
}

/** All text of all tables, the job queue's too; bytes as hexadecimal. */
export async function everythingStored(portal: Where): Promise<string> {
  const tables = await rows<{ name: string }>(
    portal,
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const [dump] = await rows<{ text: string | null }>(portal, `select string_agg(t::text, E'\\n') as text from ${name} t`);
    parts.push(`${name}\n${dump?.text ?? ''}`);
  }
  return parts.join('\n');
}
