import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { inject } from 'vitest';

export const templateName = 'portal_template';

export interface TestDatabase {
  /** Of the role that the product connects as: no superuser, owner of this database. */
  url: string;
  /** Of the superuser, who stands above row-level security. */
  adminUrl: string;
  drop(): Promise<void>;
}

/** A migrated database without a row for one test file, or one with nothing in it at all. */
export async function createTestDatabase(template: string = templateName): Promise<TestDatabase> {
  const server = inject('databaseUrl');
  const admin = inject('adminDatabaseUrl');
  const name = `portal_${randomBytes(6).toString('hex')}`;
  await run(server, `create database ${name} template ${template}`);
  return {
    url: withDatabase(server, name),
    adminUrl: withDatabase(admin, name),
    // As the superuser, who may also end those who look on and the server's own workers.
    drop: () => drop(admin, name),
  };
}

/** Waits, for up to two seconds, until everybody has left: a connection that is being closed complains when it is cut. */
async function drop(admin: string, name: string): Promise<void> {
  const client = new Client(admin);
  await client.connect();
  try {
    const isEmpty = async () => (await client.query(`select from pg_stat_activity where datname = $1 and backend_type = 'client backend'`, [name])).rowCount === 0;
    for (let turn = 0; turn < 100 && !(await isEmpty()); turn += 1) await setTimeout(20);
    await client.query(`drop database if exists ${name} with (force)`);
  } finally {
    await client.end();
  }
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}
