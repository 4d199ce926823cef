// `npm run bench` (all) and `npm run bench -- NAME`. See README.md for how to read what it prints.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { forgetPostgres } from './support/postgres.ts';

const names = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.bench.ts')).map((file) => file.replace('.bench.ts', ''));

const args = process.argv.slice(2);
const unknown = args.filter((arg) => arg !== '--fresh' && !existsSync(fileOf(arg)));
if (unknown.length > 0) {
  console.error(`Usage: npm run bench -- [--fresh] [${names.join('|')}]`);
  process.exit(2);
}
if (args.includes('--fresh')) await forgetPostgres();

// Each in a process of its own, so that none warms up or fattens another.
const wanted = args.filter((arg) => arg !== '--fresh');
for (const name of wanted.length > 0 ? wanted : names) {
  console.log(`\n${name}`);
  const child = fork(fileOf(name), { execArgv: [] });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) process.exitCode = 1;
}

function fileOf(name: string): string {
  return join(import.meta.dirname, `${name}.bench.ts`);
}
