import { StateFile } from './state-file.ts';
import { type Cause, newEvent } from './stripe-events.ts';
import { accountNamed, type Pending, type StripeAccount, type StripeState } from './stripe-state.ts';
import { WebhookDeliveries } from './webhook-deliveries.ts';

export interface WorldOptions {
  stateFile?: string | undefined;
  bankDelayMs: number;
  webhookRetryDelaysMs: readonly number[];
  log: (line: string) => void;
  bankAnswered: (world: StripeWorld, account: StripeAccount, pending: Pending) => void;
}

/** All accounts, and what happens in them without a request: webhooks leaving, banks answering. */
export class StripeWorld {
  readonly deliveries: WebhookDeliveries;
  readonly #state: StripeState;
  readonly #file: StateFile;
  readonly #bankDelayMs: number;
  readonly #bankAnswered: WorldOptions['bankAnswered'];
  readonly #timers = new Map<Pending, NodeJS.Timeout>();
  #isUnsaved = false;

  constructor(options: WorldOptions) {
    this.#file = new StateFile(options.stateFile, options.log);
    this.#state = this.#file.read();
    this.#bankDelayMs = options.bankDelayMs;
    this.#bankAnswered = options.bankAnswered;
    this.deliveries = new WebhookDeliveries({ retryDelaysMs: options.webhookRetryDelaysMs, log: options.log, progressed: () => this.#file.writeSoon(this.#state) });
    for (const account of Object.values(this.#state.accounts)) {
      this.deliveries.resume(account);
      for (const pending of account.pending) this.#await(account, pending);
    }
  }

  account(name: string): StripeAccount {
    return accountNamed(this.#state, name);
  }

  /** What is in a secret key after its prefix opens one account, until that account's key is rolled. */
  accountOfKey(key: string): StripeAccount | 'rolled' {
    const account = this.account(this.#state.rolledKeys[key] ?? key);
    return account.secretKey === key ? account : 'rolled';
  }

  /** The account that a key opens or once opened. */
  accountOfAnyKey(key: string): StripeAccount {
    return this.account(this.#state.rolledKeys[key] ?? key);
  }

  rollKey(account: StripeAccount, key: string): void {
    this.#state.rolledKeys[key] = account.name;
    account.secretKey = key;
    this.changed();
  }

  record(account: StripeAccount, type: string, object: object, cause: Cause, previous?: object): void {
    this.deliveries.send(account, newEvent(account, type, object, cause, previous));
    this.changed();
  }

  /** A bank answers after a while, or when the simulator is told to. */
  later(account: StripeAccount, answer: DistributiveOmit<Pending, 'dueAt'>, delay: 'seconds' | 'minutes' = 'seconds'): void {
    const wait = delay === 'minutes' ? Math.max(180_000, this.#bankDelayMs) : this.#bankDelayMs;
    const pending: Pending = { ...answer, dueAt: Date.now() + wait };
    account.pending.push(pending);
    this.#await(account, pending);
    this.changed();
  }

  /** Lets the banks answer now to all that waits for them. */
  settle(account: StripeAccount, what: Pending['what']): number {
    const waiting = account.pending.filter((pending) => pending.what === what);
    for (const pending of waiting) this.#answer(account, pending);
    return waiting.length;
  }

  /** No answer is awaited any more. */
  forget(account: StripeAccount, isMeant: (pending: Pending) => boolean): void {
    for (const pending of account.pending.filter(isMeant)) this.#drop(account, pending);
  }

  changed(): void {
    this.#isUnsaved = true;
  }

  /** Before anybody hears of a change; webhooks leave after it, in a later turn of the event loop. */
  save(): void {
    if (!this.#isUnsaved) return;
    this.#isUnsaved = false;
    this.#file.write(this.#state);
  }

  async close(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await this.deliveries.close();
    this.#file.write(this.#state);
  }

  #await(account: StripeAccount, pending: Pending): void {
    const timer = setTimeout(() => {
      this.#answer(account, pending);
      this.save();
    }, Math.max(0, pending.dueAt - Date.now()));
    this.#timers.set(pending, timer);
  }

  #answer(account: StripeAccount, pending: Pending): void {
    this.#drop(account, pending);
    this.#bankAnswered(this, account, pending);
  }

  #drop(account: StripeAccount, pending: Pending): void {
    clearTimeout(this.#timers.get(pending));
    this.#timers.delete(pending);
    account.pending = account.pending.filter((other) => other !== pending);
    this.changed();
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
