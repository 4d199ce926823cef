import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface RunningProgram {
  /** Standard output and errors so far. */
  output(): string;
  /** Waits for words; fails when the program ends without them. */
  printed(words: RegExp, withinMs: number): Promise<void>;
  /** The exit code, or the signal. */
  ended: Promise<number | string | null>;
  /** Asks it to end, and insists after a while. */
  stop(): Promise<void>;
}

const server = fileURLToPath(new URL('../../graphql-server', import.meta.url));
/** The browser is unpacked once, for this run and for those that come. */
export const cacheDir = fileURLToPath(new URL('../../.data/cache', import.meta.url));

/** A program of the server, as the npm scripts run it, in an environment of its own. */
export function runProgram(script: string, args: string[], env: Record<string, string>): RunningProgram {
  const child = spawn(process.execPath, ['--title=portal-e2e', '--import', '@oxc-node/core/register', script, ...args], {
    cwd: server,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], CACHE_DIR: cacheDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | string | null);

  return {
    output: () => output,
    ended,
    async printed(words, withinMs) {
      const seen = new Promise<void>((resolve) => {
        const look = () => words.test(output) && resolve();
        for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
        look();
      });
      const fail = (why: string) => Promise.reject(new Error(`${script} ${why}:\n${output}`));
      const limit = AbortSignal.timeout(withinMs);
      await Promise.race([
        seen,
        ended.then((code) => fail(`ended with ${code}`)),
        once(limit, 'abort').then(() => fail(`did not print ${words} within ${withinMs} ms`)),
      ]);
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await ended;
      clearTimeout(insist);
    },
  };
}

/** `npm run cli`, beside a product that runs on the same folder or alone. */
export async function runCli({ dataDir, port }: { dataDir: string; port: number }, ...args: string[]): Promise<{ code: number | string | null; output: string }> {
  const program = runProgram('dev/cli.ts', args, { PORTAL_DATA: dataDir, PORT: String(port) });
  const code = await program.ended;
  return { code, output: program.output() };
}

/** The link that a command printed. */
export async function linkFromCli(product: { dataDir: string; port: number }, ...args: string[]): Promise<string> {
  const { output } = await runCli(product, ...args);
  const link = output.match(/http:\S+\/l\/\S+/)?.[0];
  if (!link) throw new Error(`${args.join(' ')} printed no link:\n${output}`);
  return link;
}
