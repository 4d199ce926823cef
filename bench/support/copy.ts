import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from './postgres.ts';

type Value = string | number | Date | null;

export interface Table {
  name: string;
  /** In the order of a row's values. */
  columns: string[];
  rows: Iterable<Value[]>;
}

/**
 * Fills tables by COPY, as the superuser: foreign keys are not checked, so that each table may be
 * written on its own. The planner knows all of it at the end.
 */
export async function copyInto({ adminUrl }: Database, tables: Iterable<Table>): Promise<void> {
  const client = new Client(adminUrl);
  await client.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    for (const { name, columns, rows } of tables) {
      await pipeline(Readable.from(inBlocks(rows)), client.query(copyFrom(`copy ${name} (${columns.join(', ')}) from stdin`)));
    }
    await client.query('commit');
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

const BLOCK = 64 * 1024;

function* inBlocks(rows: Iterable<Value[]>): Generator<string> {
  let block = '';
  for (const row of rows) {
    block += `${row.map(text).join('\t')}\n`;
    if (block.length < BLOCK) continue;
    yield block;
    block = '';
  }
  yield block;
}

/** https://www.postgresql.org/docs/18/sql-copy.html, text format */
function text(value: Value): string {
  if (value === null) return '\\N';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'number' ? String(value) : value.replaceAll(/[\\\t\n\r]/g, (character) => `\\${character}`);
}
