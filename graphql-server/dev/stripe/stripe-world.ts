import { type Cause, newEvent } from './stripe-events.ts';
import { accountNamed, type PendingBankDebit, StateFile, type StripeAccount, type StripeState } from './stripe-state.ts';
import { WebhookDeliveries } from './webhook-deliveries.ts';

export interface WorldOptions {
  stateFile?: string | undefined;
  bankDelayMs: number;
  webhookRetryDelaysMs: readonly number[];
  log: (line: string) => void;
  bankAnswered: (world: StripeWorld, account: StripeAccount, debit: PendingBankDebit) => void;
}

/** All accounts, and what happens in them without a request: webhooks leaving, banks answering. */
export class StripeWorld {
  readonly deliveries: WebhookDeliveries;
  readonly #state: StripeState;
  readonly #file: StateFile;
  readonly #bankDelayMs: number;
  readonly #bankAnswered: WorldOptions['bankAnswered'];
  readonly #bankTimers = new Map<PendingBankDebit, NodeJS.Timeout>();

  constructor(options: WorldOptions) {
    this.#file = new StateFile(options.stateFile, options.log);
    this.#state = this.#file.read();
    this.#bankDelayMs = options.bankDelayMs;
    this.#bankAnswered = options.bankAnswered;
    this.deliveries = new WebhookDeliveries({ retryDelaysMs: options.webhookRetryDelaysMs, log: options.log, changed: () => this.changed() });
    for (const account of Object.values(this.#state.accounts)) {
      this.deliveries.resume(account);
      for (const debit of account.bankDebits) this.#awaitBank(account, debit);
    }
  }

  account(name: string): StripeAccount {
    return accountNamed(this.#state, name);
  }

  record(account: StripeAccount, type: string, object: object, cause: Cause, previous?: object): void {
    this.deliveries.send(account, newEvent(account, type, object, cause, previous));
    this.changed();
  }

  debitBank(account: StripeAccount, paymentIntent: string, succeeds: boolean, delay: 'seconds' | 'minutes'): void {
    const wait = delay === 'minutes' ? Math.max(180_000, this.#bankDelayMs) : this.#bankDelayMs;
    const debit = { paymentIntent, succeeds, dueAt: Date.now() + wait };
    account.bankDebits.push(debit);
    this.#awaitBank(account, debit);
  }

  /** Lets the bank answer now to all that is processing. */
  settleBankDebits(account: StripeAccount): number {
    const debits = [...account.bankDebits];
    for (const debit of debits) this.#bankAnswers(account, debit);
    return debits.length;
  }

  changed(): void {
    this.#file.changed(this.#state);
  }

  async close(): Promise<void> {
    for (const timer of this.#bankTimers.values()) clearTimeout(timer);
    await this.deliveries.close();
    this.#file.write(this.#state);
  }

  #awaitBank(account: StripeAccount, debit: PendingBankDebit): void {
    this.#bankTimers.set(debit, setTimeout(() => this.#bankAnswers(account, debit), Math.max(0, debit.dueAt - Date.now())));
  }

  #bankAnswers(account: StripeAccount, debit: PendingBankDebit): void {
    clearTimeout(this.#bankTimers.get(debit));
    this.#bankTimers.delete(debit);
    account.bankDebits = account.bankDebits.filter((pending) => pending !== debit);
    this.#bankAnswered(this, account, debit);
  }
}
