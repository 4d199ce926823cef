import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../dev/embedded-postgres.ts';
import { isRunning, processIdentity } from '../../dev/running-process.ts';
import { templateName } from './database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the role that the product connects as, in its own database of this run's server. */
    databaseUrl: string;
    /** Of the superuser, who stands above row-level security. */
    adminDatabaseUrl: string;
  }
}

/** One server for the run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject) {
  sweepKilledRuns();
  const run = processIdentity(process.pid)?.replace(' ', '-');
  const dataDir = mkdtempSync(join(tmpdir(), `portal-test-${run}-`));
  const postgres = await startEmbeddedPostgres({ dataDir, throwaway: true });
  try {
    await createTemplate(postgres.url);
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide('databaseUrl', postgres.url);
  project.provide('adminDatabaseUrl', postgres.adminUrl);
  return tearDown;

  async function tearDown() {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function createTemplate(url: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  await client.query(`create database ${templateName}`);
  await client.end();

  const template = new URL(url);
  template.pathname = `/${templateName}`;
  const { migrate } = (await import('../../src/migrate.ts')) as { migrate(url: string): Promise<void> };
  await migrate(template.href);
}

/** The server of a killed run ends by itself; its files stay. */
function sweepKilledRuns(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid, startTime] = name.match(/^portal-test-(\d+)-(\d+)-/) ?? [];
    if (!pid || isRunning(`${pid} ${startTime}`)) continue;
    const dataDir = join(tmpdir(), name);
    if (existsSync(join(dataDir, 'cluster', 'postmaster.pid'))) continue;
    try {
      rmSync(dataDir, { recursive: true, force: true });
    } catch {
      // Another account's.
    }
  }
}
