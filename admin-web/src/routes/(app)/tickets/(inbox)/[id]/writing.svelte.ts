import type { keptReply } from './reply-draft.ts';
import { ReplyFiles } from './reply-files.svelte.ts';

/** What is being written, with its files: a reply, or a note, each of its own. Make it while a component initialises. */
export class Writing {
  message = $state('');
  readonly files = new ReplyFiles();
  /** When it was left, if it was found as it was left. */
  restored = $state<string | null>(null);
  #isRead = false;

  constructor(private readonly kept: ReturnType<typeof keptReply>) {
    $effect(() => {
      const draft = { message: this.message, files: $state.snapshot(this.files.done) };
      if (this.#isRead) kept.write(draft);
    });
  }

  get isWritten(): boolean {
    return this.message.trim() !== '';
  }

  get isEmpty(): boolean {
    return !this.isWritten && this.files.done.length === 0;
  }

  /** In milliseconds, when it was left; null where there is none. */
  restore(): number | null {
    const draft = this.kept.read();
    this.#isRead = true;
    // What was typed before the page was awake is newer.
    if (!draft || this.isWritten) return null;
    this.message = draft.message;
    this.files.done = draft.files;
    this.restored = new Date(draft.at).toISOString();
    return draft.at;
  }

  clear(): void {
    this.message = '';
    this.files.clear();
    this.restored = null;
    this.kept.forget();
  }
}
