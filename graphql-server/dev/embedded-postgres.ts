import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, escapeLiteral } from 'pg';
import { type Account, postgresBinaries } from './postgres-binaries.ts';
import { isRunning, processIdentity } from './running-process.ts';

export interface EmbeddedPostgres {
  /** Of the role `portal`: no superuser, owns the database `portal`, may create roles and databases. */
  url: string;
  /** Of the superuser, in the database `postgres`. */
  adminUrl: string;
  /** Leaves the server running while another process of this machine still uses it. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds everything: the cluster, the passwords, the log. Created when missing. */
  dataDir: string;
  /** On 127.0.0.1; a free one when absent. Has no effect on a server that is adopted. */
  port?: number;
  /** For tests: no durability, and the server dies with this process. */
  throwaway?: boolean;
  log?: (line: string) => void;
}

/**
 * Starts PostgreSQL on `dataDir`, or adopts the one that already runs there: left behind by a
 * crash, or started by another process such as `npm start` beside a command.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.dataDir, { recursive: true });
  const house = houseAt(realpathSync(resolve(options.dataDir)));
  const log = options.log ?? (() => {});

  const leave = enter(house);
  try {
    const { port, passwords } = await locked(house, async () => {
      if (!existsSync(house.cluster)) await createCluster(house, options, log);
      const passwords = readPasswords(house);
      const port = (await adopt(house, log)) ?? (await launch(house, options, log));
      await ensurePortal(urlOf('postgres', passwords.postgres, port, 'postgres'), passwords.portal);
      return { port, passwords };
    });
    let stopping: Promise<void> | undefined;
    return {
      url: urlOf('portal', passwords.portal, port, 'portal'),
      adminUrl: urlOf('postgres', passwords.postgres, port, 'postgres'),
      stop: () => (stopping ??= locked(house, () => stop(house, leave, options))),
    };
  } catch (error) {
    leave();
    throw error;
  }
}

interface House {
  root: string;
  cluster: string;
  pidFile: string;
  passwords: string;
  users: string;
  lock: string;
  log: string;
}

function houseAt(root: string): House {
  const cluster = join(root, 'cluster');
  return {
    root,
    cluster,
    pidFile: join(cluster, 'postmaster.pid'),
    passwords: join(root, 'passwords.json'),
    users: join(root, 'users'),
    lock: join(root, 'lock'),
    log: join(root, 'postgres.log'),
  };
}

interface Passwords {
  postgres: string;
  portal: string;
}

function readPasswords(house: House): Passwords {
  return JSON.parse(readFileSync(house.passwords, 'utf8')) as Passwords;
}

function urlOf(role: string, password: string, port: number, database: string): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
}

/** Writes down that this process uses the server, so that nobody else stops it. Answers how to take that back. */
function enter(house: House): () => void {
  mkdirSync(house.users, { recursive: true });
  const name = `${processIdentity(process.pid)} ${randomBytes(4).toString('hex')}`;
  const file = join(house.users, name);
  writeFileSync(file, '');
  return () => rmSync(file, { force: true });
}

function isUsed(house: House): boolean {
  for (const name of readdirSync(house.users)) {
    if (isRunning(name.slice(0, name.lastIndexOf(' ')))) return true;
    rmSync(join(house.users, name), { force: true });
  }
  return false;
}

/**
 * One process at a time starts or stops. A lock whose holder was killed is taken over. It is a link
 * to a name that is no file: unlike a file it is never there without its content.
 */
async function locked<T>(house: House, work: () => Promise<T>): Promise<T> {
  const me = processIdentity(process.pid) ?? String(process.pid);
  for (;;) {
    try {
      symlinkSync(me, house.lock);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = holderOf(house.lock);
    if (holder && !isRunning(holder)) rmSync(house.lock, { force: true });
    else await delay(25);
  }
  try {
    return await work();
  } finally {
    rmSync(house.lock, { force: true });
  }
}

/** Undefined when it was released since. */
function holderOf(lock: string): string | undefined {
  try {
    return readlinkSync(lock);
  } catch {
    return undefined;
  }
}

// PostgreSQL's account may be unable to walk to the data, as in a clone beneath /root. It can
// always use the folder that it was started in, and on Linux that folder has this second name.
const here = (folder: string) => (process.platform === 'linux' ? '/proc/self/cwd' : folder);

// Neither PG* settings nor the language of the caller's shell reach the server.
const environment = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/** Made aside and moved into place when whole, so that an interruption leaves nothing half made. */
async function createCluster(house: House, options: EmbeddedPostgresOptions, log: (line: string) => void): Promise<void> {
  log('creating the database cluster');
  const account = accountFor(house.root);
  const staging = join(house.root, 'new');
  const cluster = join(staging, 'cluster');
  const passwordFile = join(staging, 'password');
  const passwords: Passwords = { postgres: randomPassword(), portal: randomPassword() };

  rmSync(staging, { recursive: true, force: true });
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, passwords.postgres, { mode: 0o600 });
  for (const path of [staging, cluster, passwordFile]) give(path, account);

  const child = spawn(
    join(postgresBinaries(account), 'bin', 'initdb'),
    [
      // Not join(): it would take the second name of the folder for a path and shorten it.
      '--pgdata', here(cluster), '--pwfile', `${here(cluster)}/../password`,
      '--username', 'postgres', '--auth', 'scram-sha-256', '--encoding', 'UTF8',
      // PostgreSQL's own Unicode rules: the same on every machine, whatever its locales.
      '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8',
      ...(options.throwaway ? ['--no-sync'] : []),
    ],
    { cwd: cluster, ...account, env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((done, failed) => child.once('error', failed).once('close', done));
  if (code !== 0) throw new Error(`PostgreSQL's initdb failed:\n${output}`);

  writeFileSync(house.passwords, JSON.stringify(passwords), { mode: 0o600 });
  renameSync(cluster, house.cluster);
  rmSync(staging, { recursive: true, force: true });
}

const randomPassword = () => randomBytes(24).toString('base64url');

/** PostgreSQL refuses to run as root: then whoever owns the cluster, else `nobody`. */
function accountFor(folder: string): Account {
  if (process.getuid?.() !== 0) return {};
  const { uid, gid } = statSync(folder);
  if (uid !== 0) return { uid, gid };
  const entry = readFileSync('/etc/passwd', 'utf8').match(/^nobody:[^:]*:(-?\d+):(-?\d+):/m);
  if (!entry) throw new Error('PostgreSQL refuses to run as root, and this machine has no account `nobody` to run it as.');
  return { uid: Number(entry[1]) >>> 0, gid: Number(entry[2]) >>> 0 };
}

function give(path: string, { uid, gid }: Account): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** Answers the port of the server that already runs on this cluster, if one does. */
async function adopt(house: House, log: (line: string) => void): Promise<number | undefined> {
  const pid = postmaster(house)?.pid;
  if (pid === undefined) return undefined;
  if (isPostmasterOf(pid, house.cluster)) {
    const port = await untilReady(house, () => isPostmasterOf(pid, house.cluster));
    if (port !== undefined) {
      log(`using the database that already runs on port ${port}`);
      return port;
    }
  }
  markDead(house);
  return undefined;
}

/**
 * PostgreSQL clears a stale file itself, unless another process now has that number. So the file
 * gets a number that no process has, and keeps the rest: by its shared memory key PostgreSQL
 * knows that workers of a killed server are still busy on these files.
 */
function markDead(house: House): void {
  const lines = readIfThere(house.pidFile)?.split('\n');
  if (!lines?.[5]) return rmSync(house.pidFile, { force: true });
  const neverUsed = 2 ** 31 - 2;
  writeFileSync(house.pidFile, [neverUsed, ...lines.slice(1, 7), ''].join('\n'));
}

async function launch(house: House, options: EmbeddedPostgresOptions, log: (line: string) => void): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const failure = await tryLaunch(house, port, options);
    if (failure === undefined) {
      log(`database started on port ${port}`);
      return port;
    }
    // Somebody may take the free port before PostgreSQL does.
    const portTaken = failure.includes('could not bind') && options.port === undefined;
    if (!portTaken || attempt === 3) throw new Error(`PostgreSQL did not start:\n${failure}`);
  }
}

/** Answers what PostgreSQL wrote when it ended instead of becoming ready. */
async function tryLaunch(house: House, port: number, options: EmbeddedPostgresOptions): Promise<string | undefined> {
  const account = accountFor(house.cluster);
  // A copy of the data, as from a backup, may have lost whose it is and that nobody else may read it.
  chmodSync(house.cluster, 0o700);
  if (account.uid !== undefined && statSync(house.cluster).uid === 0) {
    spawnSync('chown', ['-R', `${account.uid}:${account.gid}`, house.cluster]);
  }
  const command = [join(postgresBinaries(account), 'bin', 'postgres'), '-D', here(house.cluster), ...settings(port, options)];
  const output = openSync(house.log, existsSync(house.log) && statSync(house.log).size > 5e6 ? 'w' : 'a', 0o600);
  const start = fstatSync(output).size;
  // Detached, so that Ctrl-C in a terminal reaches us alone and we stop it after our own work.
  const child = spawn(
    options.throwaway ? '/bin/sh' : command[0]!,
    options.throwaway ? ['-c', untilInputEnds, ...command] : command.slice(1),
    { cwd: house.cluster, ...account, env: environment, detached: true, stdio: [options.throwaway ? 'pipe' : 'ignore', output, output] },
  );
  closeSync(output);
  let running = true;
  let failure = '';
  child.once('error', (error) => { running = false; failure = error.message; });
  child.once('exit', () => { running = false; });
  const ready = await untilReady(house, () => running);
  child.unref();
  (child.stdin as Socket | null)?.unref();
  return ready === undefined ? failure || readFileSync(house.log).subarray(start).toString() : undefined;
}

/** The kernel closes the input of this script when our process ends, however it ends. */
const untilInputEnds = `
  exec 3<&0
  "$0" "$@" < /dev/null 3<&- &
  postgres=$!
  { read -r _ <&3; kill -QUIT $postgres; } &
  wait $postgres
  kill $!
`;

function settings(port: number, options: EmbeddedPostgresOptions): string[] {
  const values: Record<string, string | number> = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.throwaway
      ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: 0, io_method: 'sync' }
      : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}

/** Answers the port, or undefined when the server ended first. Replaying a long log after a crash may take minutes. */
async function untilReady(house: House, isAlive: () => boolean): Promise<number | undefined> {
  while (isAlive()) {
    const now = postmaster(house);
    if (now?.status === 'ready') return now.port;
    await delay(15);
  }
  return undefined;
}

/** https://www.postgresql.org/docs/18/storage-file-layout.html and miscadmin.h: one value a line. */
function postmaster(house: House): { pid: number; port: number; status: string } | undefined {
  const lines = readIfThere(house.pidFile)?.split('\n');
  if (!lines?.[0]) return undefined;
  return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
}

/** True only for a live server of this very folder: its number may now be another process's. */
function isPostmasterOf(pid: number, cluster: string): boolean {
  if (processIdentity(pid) === undefined) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch {
    return false;
  }
}

async function ensurePortal(adminUrl: string, password: string): Promise<void> {
  const admin = new Client(adminUrl);
  await admin.connect();
  try {
    const role = await admin.query(`select from pg_roles where rolname = 'portal'`);
    if (role.rowCount === 0) await admin.query(`create role portal login createdb createrole password ${escapeLiteral(password)}`);
    const database = await admin.query(`select from pg_database where datname = 'portal'`);
    if (database.rowCount === 0) await admin.query('create database portal owner portal');
  } finally {
    await admin.end();
  }
}

async function stop(house: House, leave: () => void, options: EmbeddedPostgresOptions): Promise<void> {
  leave();
  const pid = postmaster(house)?.pid;
  if (pid === undefined || isUsed(house) || !isPostmasterOf(pid, house.cluster)) return;
  process.kill(pid, options.throwaway ? 'SIGQUIT' : 'SIGINT');
  // The file goes last; the process itself may stay as a zombie when nobody reaps orphans.
  while (existsSync(house.pidFile) && isPostmasterOf(pid, house.cluster)) await delay(10);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
