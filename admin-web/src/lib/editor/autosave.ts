export type SaveState = 'idle' | 'waiting' | 'saving' | 'saved' | 'failed';

/** Saves what is there a moment after the last change: one at a time, and the latest wins. */
export class Autosave {
  readonly #save: () => Promise<void>;
  readonly #onState: (state: SaveState) => void;
  readonly #delay: number;
  #state: SaveState = 'idle';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<boolean> | undefined;
  #isStale = false;

  /** `save` throws when it could not. */
  constructor(save: () => Promise<void>, onState: (state: SaveState) => void = () => {}, delay = 800) {
    this.#save = save;
    this.#onState = onState;
    this.#delay = delay;
  }

  get state(): SaveState {
    return this.#state;
  }

  /** There is something new. */
  changed(): void {
    this.#isStale = true;
    if (this.state !== 'saving') this.#become('waiting');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), this.#delay);
  }

  /** What was new is gone again. */
  unchanged(): void {
    clearTimeout(this.#timer);
    this.#isStale = false;
    if (this.state === 'waiting' || this.state === 'failed') this.#become('saved');
  }

  /** At once; true when all is saved. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
    if (!this.#isStale) return true;
    this.#running = this.#run();
    const isDone = await this.#running;
    return isDone && (this.#isStale ? this.flush() : true);
  }

  async #run(): Promise<boolean> {
    this.#isStale = false;
    this.#become('saving');
    try {
      await this.#save();
      this.#become(this.#isStale ? 'waiting' : 'saved');
      return true;
    } catch {
      this.#isStale = true;
      this.#become('failed');
      return false;
    } finally {
      this.#running = undefined;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #become(state: SaveState): void {
    this.#state = state;
    this.#onState(state);
  }
}
