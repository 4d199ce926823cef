import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Delivery, SentMessage, SentReply } from './sent-message.ts';

/** Why Postmark sends nothing to an address. */
export type SuppressionReason = 'HardBounce' | 'SpamComplaint';

export interface Suppression {
  EmailAddress: string;
  SuppressionReason: SuppressionReason;
  Origin: 'Recipient';
  CreatedAt: string;
}

/** Everything that was accepted, and which addresses are inactive. Kept in a file when one is named. */
export class Mailbox {
  readonly #suppressions: Map<string, Suppression>;
  readonly #messages: SentMessage[];
  readonly #listeners = new Set<(message: SentMessage) => void>();
  readonly #stateFile: string | undefined;
  #saving: NodeJS.Timeout | undefined;

  constructor(stateFile?: string) {
    const state = readState(stateFile);
    this.#stateFile = stateFile;
    this.#messages = state.messages;
    this.#suppressions = new Map(state.suppressions.map((one) => [one.EmailAddress, one]));
  }

  /** Newest last. */
  all(): SentMessage[] {
    return [...this.#messages];
  }

  find(messageId: string): SentMessage | undefined {
    return this.#messages.find((message) => message.MessageID === messageId);
  }

  add(message: SentMessage): void {
    this.#messages.push(message);
    this.#messages.splice(0, this.#messages.length - KEPT_MESSAGES);
    this.#changed(message);
  }

  recordDelivery(message: SentMessage, delivery: Delivery): void {
    message.deliveries = message.deliveries.map((one) => (one.recipient === delivery.recipient ? delivery : one));
    this.#changed(message);
  }

  recordReply(message: SentMessage, reply: SentReply): void {
    message.replies.push(reply);
    this.#changed(message);
  }

  deactivate(email: string, SuppressionReason: SuppressionReason): void {
    const EmailAddress = email.toLowerCase();
    this.#suppressions.set(EmailAddress, { EmailAddress, SuppressionReason, Origin: 'Recipient', CreatedAt: new Date().toISOString() });
    this.#saveSoon();
  }

  /** False for who complained: only Postmark's support brings them back. */
  reactivate(email: string): boolean {
    if (this.#suppressions.get(email.toLowerCase())?.SuppressionReason === 'SpamComplaint') return false;
    this.#suppressions.delete(email.toLowerCase());
    this.#saveSoon();
    return true;
  }

  isInactive(email: string): boolean {
    return this.#suppressions.has(email.toLowerCase());
  }

  suppressions(): Suppression[] {
    return [...this.#suppressions.values()];
  }

  /** Calls back on every new or changed message; returns how to stop. */
  subscribe(listener: (message: SentMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  waitFor(match: (message: SentMessage) => boolean, timeoutMs: number): Promise<SentMessage> {
    const present = this.#messages.find(match);
    if (present) return Promise.resolve(present);
    return new Promise((resolve, reject) => {
      const stop = this.subscribe((message) => {
        if (!match(message)) return;
        clearTimeout(timer);
        stop();
        resolve(message);
      });
      const timer = setTimeout(() => {
        stop();
        const seen = this.#messages.map(({ To, Subject }) => `${To}: ${Subject}`).join('; ') || 'nothing';
        reject(new Error(`No such mail within ${timeoutMs} ms. The outbox holds ${seen}.`));
      }, timeoutMs);
    });
  }

  close(): void {
    if (this.#saving) this.#save();
    this.#listeners.clear();
  }

  #changed(message: SentMessage): void {
    this.#saveSoon();
    for (const listener of this.#listeners) listener(message);
  }

  #saveSoon(): void {
    if (this.#stateFile) this.#saving ??= setTimeout(() => this.#save(), 200).unref();
  }

  #save(): void {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    const file = this.#stateFile!;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify({ messages: this.#messages, suppressions: this.suppressions() }));
    // A process that is killed while writing leaves the old state whole.
    renameSync(`${file}.new`, file);
  }
}

const KEPT_MESSAGES = 500;

interface MailboxState {
  messages: SentMessage[];
  suppressions: Suppression[];
}

function readState(stateFile: string | undefined): MailboxState {
  const empty = { messages: [], suppressions: [] };
  try {
    return stateFile ? { ...empty, ...(JSON.parse(readFileSync(stateFile, 'utf8')) as Partial<MailboxState>) } : empty;
  } catch {
    return empty;
  }
}
