import type { RowError } from './csv-rows.ts';

const MOST = 1_000;

/** What is wrong with a file, for its first rows; of what nobody would read to the end, how much more there is. */
export class RowErrors {
  #kept: RowError[] = [];
  #leftOut = 0;
  #firstLeftOut = Infinity;

  constructor(errors: RowError[] = []) {
    for (const error of errors) this.add(error);
  }

  get isEmpty(): boolean {
    return this.#kept.length === 0;
  }

  add(error: RowError): void {
    this.#kept.push(error);
    // Not with each one: sorting is dear.
    if (this.#kept.length >= 2 * MOST) this.#leaveOut();
  }

  /** By row. */
  list(): RowError[] {
    this.#leaveOut();
    if (this.#leftOut === 0) return [...this.#kept];
    const message = `… and ${this.#leftOut.toLocaleString('en')} more ${this.#leftOut === 1 ? 'error' : 'errors'}.`;
    return [...this.#kept, { row: this.#firstLeftOut, column: null, message }];
  }

  #leaveOut(): void {
    this.#kept.sort((a, b) => a.row - b.row);
    const rest = this.#kept.splice(MOST);
    this.#leftOut += rest.length;
    this.#firstLeftOut = Math.min(this.#firstLeftOut, rest[0]?.row ?? Infinity);
  }
}
