import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { newAccount, type StripeState } from './stripe-state.ts';

/**
 * Keeps the state in one JSON file. What an answer tells is in the file before the answer is sent, so
 * that a process killed at any moment forgets nothing that somebody heard. Only the progress of
 * deliveries is written a moment later: after a kill a webhook may come once more, as at Stripe.
 */
export class StateFile {
  readonly #path: string | undefined;
  readonly #log: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string | undefined, log: (line: string) => void) {
    this.#path = path;
    this.#log = log;
  }

  read(): StripeState {
    if (!this.#path) return { accounts: {}, rolledKeys: {} };
    try {
      return completed(JSON.parse(readFileSync(this.#path, 'utf8')) as StripeState);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#log(`stripe simulator: ${this.#path} is unreadable, starting empty`);
      }
      return { accounts: {}, rolledKeys: {} };
    }
  }

  writeSoon(state: StripeState): void {
    if (this.#path) this.#timer ??= setTimeout(() => this.write(state), 300);
  }

  write(state: StripeState): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#path) return;
    mkdirSync(dirname(this.#path), { recursive: true });
    // Written whole beside the old file, then put in its place: there is always one that is complete.
    const file = openSync(`${this.#path}.new`, 'w', 0o600);
    try {
      writeFileSync(file, JSON.stringify(state));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${this.#path}.new`, this.#path);
  }
}

/** A file that an older simulator wrote lacks what has been added since. */
function completed(state: StripeState): StripeState {
  const accounts = Object.entries(state.accounts).map(([name, account]) => {
    const fresh = newAccount(name);
    return [name, { ...fresh, ...account, faults: { ...fresh.faults, ...account.faults } }] as const;
  });
  return { ...state, accounts: Object.fromEntries(accounts), rolledKeys: state.rolledKeys ?? {} };
}
