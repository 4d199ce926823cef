import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';

let pristine: string;
let folder: string;
let dataDir: string;
const started: EmbeddedPostgres[] = [];

beforeAll(async () => {
  pristine = mkdtempSync(join(tmpdir(), 'embedded-postgres-'));
  const { stop } = await startEmbeddedPostgres({ dataDir: pristine, throwaway: true });
  await stop();
});

afterAll(() => rmSync(pristine, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embedded-postgres-'));
  dataDir = join(folder, 'postgres');
  // As after a move of the data by root: PostgreSQL's account gets its files back at the next start.
  cpSync(pristine, dataDir, { recursive: true });
});

afterEach(async () => {
  for (const postgres of started.splice(0)) await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('portal owns its database, may create roles and databases, and is no superuser', async () => {
  const { url } = await start();
  const [role] = await query(url, 'select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user');
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: true, rolcreatedb: true });
  await query(url, 'create schema mine');
  await query(url, 'create role somebody');
  expect(await query(url, `select lower('ÉΣ') as lower, current_setting('server_encoding') as encoding`)).toEqual([
    { lower: 'éσ', encoding: 'UTF8' },
  ]);
});

test('keeps its data, its passwords for us alone, and listens on this machine alone', async () => {
  const first = await start();
  await query(first.url, 'create table kept (id int)');
  await first.stop();
  await expect(query(first.url, 'select 1')).rejects.toThrow();
  expect(statSync(join(dataDir, 'passwords.json')).mode & 0o077).toBe(0);
  expect(readFileSync(join(dataDir, 'cluster', 'pg_hba.conf'), 'utf8')).not.toMatch(/^\w.*trust$/m);

  const second = await start();
  expect(await query(second.url, 'select * from kept')).toEqual([]);
  expect(await query(second.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(await query(second.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
});

test('adopts the server of a process that was killed, and stops it', async () => {
  const killed = await startElsewhere();
  killed.process.kill('SIGKILL');
  await once(killed.process, 'exit');

  const adopted = await start();
  expect(adopted.url).toBe(killed.url);
  expect(await query(adopted.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await adopted.stop();
  await expect(query(adopted.url, 'select 1')).rejects.toThrow();
});

test('leaves the server to the process that still uses it', async () => {
  const owner = await startElsewhere();
  const guest = await start();
  expect(guest.url).toBe(owner.url);
  await guest.stop();
  expect(await query(owner.url, 'select 1 as one')).toEqual([{ one: 1 }]);

  owner.process.kill('SIGKILL');
  await once(owner.process, 'exit');
  await start();
});

test('two that start at once on an empty folder share one server', async () => {
  rmSync(dataDir, { recursive: true });
  const [one, other] = await Promise.all([start(), start()]);
  expect(one.url).toBe(other.url);
  await one.stop();
  expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('starts after the whole server was killed, though its number belongs to another process now', async () => {
  const first = await start();
  const pidFile = join(dataDir, 'cluster', 'postmaster.pid');
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  process.kill(Number(lines[0]), 'SIGKILL');
  await expect.poll(() => query(first.url, 'select 1').catch(() => 'gone')).toBe('gone');
  writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join('\n'));

  const second = await start();
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('begins anew when the first start was interrupted', async () => {
  rmSync(dataDir, { recursive: true });
  mkdirSync(join(dataDir, 'new', 'cluster'), { recursive: true });
  writeFileSync(join(dataDir, 'new', 'cluster', 'PG_VERSION'), '18');
  symlinkSync('999999999 1', join(dataDir, 'lock'));
  const { url } = await start();
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('says what PostgreSQL said when it does not start', async () => {
  const { stop } = await start();
  await stop();
  writeFileSync(join(dataDir, 'cluster', 'postgresql.auto.conf'), 'no_such_setting = on\n');
  await expect(start()).rejects.toThrow(/no_such_setting/);
});

test('a throwaway server ends with its process, even a killed one', async () => {
  const { process: user, url } = await startElsewhere({ throwaway: true });
  expect(await query(url, 'show fsync')).toEqual([{ fsync: 'off' }]);
  user.kill('SIGKILL');
  await expect.poll(() => existsSync(join(dataDir, 'cluster', 'postmaster.pid')), { timeout: 10_000 }).toBe(false);
});

test.runIf(process.getuid?.() === 0)('root may keep it where no other account can enter', async () => {
  const locked = join(folder, 'locked');
  mkdirSync(locked, { mode: 0o700 });
  // Anew, to create the cluster there as well.
  dataDir = join(locked, 'postgres');
  const { url } = await start();
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(statSync(join(dataDir, 'cluster')).uid).not.toBe(0);
  expect(statSync(locked).mode & 0o777).toBe(0o700);
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir });
  started.push(postgres);
  return postgres;
}

async function startElsewhere(options = {}) {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(import.meta.resolve('./embedded-postgres.ts'))};
    const { url } = await startEmbeddedPostgres(${JSON.stringify({ dataDir, ...options })});
    console.log(url);
    setInterval(() => {}, 60_000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const failed = once(child, 'exit').then(() => { throw new Error('It ended before it answered.'); });
  failed.catch(() => {});
  const [url] = await Promise.race([once(child.stdout, 'data'), failed]);
  return { process: child, url: String(url).trim() };
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client(url);
  // The server may go away beneath us; the query itself says so.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
