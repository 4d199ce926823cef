import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface StripeProcess {
  host: string;
  port: number;
  pid: number;
  /** -9: nothing is written any more. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface StripeProcessOptions {
  port?: number;
  stateFile?: string;
  bankDelayMs?: number;
  webhookRetryDelaysMs?: readonly number[];
}

/** Runs main.ts, which is the simulator as a process of its own. */
export async function startStripeProcess({ port = 0, stateFile, bankDelayMs, webhookRetryDelaysMs }: StripeProcessOptions = {}): Promise<StripeProcess> {
  const args = [
    fileURLToPath(new URL('main.ts', import.meta.url)),
    '--port', String(port),
    ...(stateFile ? ['--state', stateFile] : []),
    ...(bankDelayMs === undefined ? [] : ['--bank-delay-ms', String(bankDelayMs)]),
    ...(webhookRetryDelaysMs ? ['--retry-delays-ms', webhookRetryDelaysMs.join(',')] : []),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    return { ...(JSON.parse(line) as { host: string; port: number; pid: number }), kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
  }
  throw new Error('The Stripe simulator ended before it listened.');
}
