import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const binaries = join(root, '.toolchain', 'node_modules', '.bin');

/** What the caller set, with our Node and pnpm first. */
export function userEnvironment() {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !misleads(name)));
  env.PATH = [binaries, join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return env;
}

/** For installing, building and checking: options meant for one Node may stop another. */
export function toolEnvironment() {
  const { NODE_OPTIONS: _, ...env } = userEnvironment();
  return env;
}

/**
 * The npm that called us tells its settings to its scripts, and an npm or pnpm that we call would
 * take them for its own. How to reach the registry stays.
 */
function misleads(name) {
  if (!/^npm_/i.test(name)) return false;
  return !/^npm_config_(\/\/|@|(registry|https?_proxy|proxy|noproxy|no_proxy|ca|cafile|strict_ssl|userconfig|cache)$)/i.test(name);
}

/** One line with its seconds. What the step writes is shown only when it fails. */
export async function step(label, work) {
  const began = performance.now();
  process.stdout.write(`  ${label} … `);
  try {
    const result = await work();
    process.stdout.write(`${seconds(began)}\n`);
    return result;
  } catch (error) {
    process.stdout.write('failed\n');
    throw error;
  }
}

export function seconds(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

/** Runs quietly. Fails with all that was written. */
export async function run(command, args, options = {}) {
  const { code, output } = await capture(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
  return output;
}

export function capture(command, args, { cwd = root, env = toolEnvironment() } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    }
    child.once('error', (error) => done({ code: 127, output: error.message }));
    child.once('close', (code) => done({ code: code ?? 1, output }));
  });
}

/** The command takes our terminal and gets our signals. Answers its exit code. */
export function handOver(command, args, { cwd, env }) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    let told = false;
    const tell = (signal) => {
      told = true;
      child.kill(signal);
    };
    process.on('SIGTERM', tell).on('SIGHUP', tell);
    process.on('SIGINT', (signal) => {
      // A terminal sends Ctrl-C to the command as well; twice would mean "now".
      if (process.stdin.isTTY) told = true;
      else tell(signal);
    });
    if (process.env.npm_lifecycle_event) whenOrphaned(() => told || tell('SIGTERM'));
    child.once('error', failed);
    child.once('exit', (code, signal) => done(code ?? 128 + constants.signals[signal]));
  });
}

/** npm passes a signal to the shell between us and it, which ends without passing it on. */
function whenOrphaned(stop) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 250);
  watch.unref();
}
