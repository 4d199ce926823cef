import { Client } from 'pg';
import type { Portal } from './portal.ts';

type Where = Pick<Portal, 'adminDatabaseUrl'>;

/** Past all walls, as the superuser: to see what is really stored, and to make come true what takes days. */
export async function rows<T = Record<string, unknown>>({ adminDatabaseUrl }: Where, sql: string, params: unknown[] = []): Promise<T[]> {
  const client = new Client(adminDatabaseUrl);
  await client.connect();
  try {
    return (await client.query(sql, params)).rows as T[];
  } finally {
    await client.end();
  }
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
