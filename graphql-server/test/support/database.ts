import { randomBytes } from 'node:crypto';
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

/** A migrated, empty database for one test file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('databaseUrl');
  const name = `portal_${randomBytes(6).toString('hex')}`;
  await run(server, `create database ${name} template ${templateName}`);
  return {
    url: withDatabase(server, name),
    adminUrl: withDatabase(inject('adminDatabaseUrl'), name),
    drop: () => run(server, `drop database if exists ${name} with (force)`),
  };
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
