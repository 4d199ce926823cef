import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Action, Done } from './actions.ts';
import type { Answer, ProductSettings, Request } from './product.ts';

/** What became of something that was asked of the product. Nobody knows what a killed one did. */
export type Outcome<T> = { is: 'done'; value: T } | { is: 'refused'; code: string; message: string } | { is: 'killed' };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** In one file it starts in a third of the time. It lies where it finds its dependencies. */
export async function bundleProduct(): Promise<{ entry: string; remove: () => void }> {
  const outDir = join(ROOT, 'node_modules', `.payment-model-${process.pid}`);
  await build({ configFile: false, root: ROOT, logLevel: 'error', build: { ssr: 'test/payment-model/product.ts', outDir, minify: false } });
  return { entry: join(outDir, 'product.js'), remove: () => rmSync(outDir, { recursive: true, force: true }) };
}

/** The product in a process of its own: to be asked, killed and started again. */
export class ProductProcess {
  readonly logged: string[] = [];
  kills = 0;
  private starts = 0;
  private child: ChildProcess | null = null;
  private starting: Promise<void> | null = null;
  private asked = 0;
  private readonly waiting = new Map<number, (answer: Answer | null) => void>();

  constructor(
    private readonly entry: string,
    private readonly settings: ProductSettings,
    private readonly beforeStart: () => Promise<void>,
  ) {}

  /** Another number, if it was away meanwhile. */
  get lives(): number {
    return this.kills + this.starts;
  }

  start(): Promise<void> {
    this.starting ??= this.open();
    return this.starting;
  }

  /** Throws at a fault: a refusal is for people, anything else is for engineers. */
  async ask<A extends Action>(action: A): Promise<Outcome<Done<A>>> {
    await this.start();
    const id = (this.asked += 1);
    const answer = await new Promise<Answer | null>((resolve) => {
      // It may have been killed just after it started.
      if (!this.child) return resolve(null);
      this.waiting.set(id, resolve);
      this.child.send({ id, action } satisfies Request, (error) => error && this.settle(id, null));
    });
    if (answer === null) return { is: 'killed' };
    if ('fault' in answer) throw new Error(`${action.does} failed: ${answer.fault}`);
    return 'refusal' in answer ? { is: 'refused', ...answer.refusal } : { is: 'done', value: answer.value as Done<A> };
  }

  /** SIGKILL: nothing is finished, closed or told. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child) return;
    const exit = once(child, 'exit');
    this.kills += 1;
    child.kill('SIGKILL');
    await exit;
  }

  async stop(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child) return;
    const exit = once(child, 'exit');
    child.disconnect();
    await exit;
  }

  private async open(): Promise<void> {
    await this.beforeStart();
    const child = fork(this.entry, [JSON.stringify(this.settings)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.logged.push(text));
    const ended = once(child, 'exit');
    await Promise.race([once(child, 'message'), ended.then(() => Promise.reject(new Error(`The product did not start:\n${this.logged.slice(-20).join('')}`)))]);
    child.on('message', (answer: Answer) => this.settle(answer.id, answer));
    child.once('exit', () => {
      this.child = null;
      this.starting = null;
      for (const tell of this.waiting.values()) tell(null);
      this.waiting.clear();
    });
    this.starts += 1;
    this.child = child;
  }

  private settle(id: number, answer: Answer | null): void {
    this.waiting.get(id)?.(answer);
    this.waiting.delete(id);
  }
}
