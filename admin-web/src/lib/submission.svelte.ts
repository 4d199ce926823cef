import { problemOf, type ProblemReport } from 'web-kit/graphql-error.ts';

/** One form at work: no second click while it runs, and what the server refused beside its field. */
export class Submission {
  busy = $state(false);
  #problem = $state.raw<ProblemReport | null>(null);
  readonly #fields: readonly string[];

  /** `fields`: those of the input that the form shows. */
  constructor(...fields: string[]) {
    this.#fields = fields;
  }

  /** True when the work was done. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.#problem = null;
    try {
      await work();
      return true;
    } catch (reason) {
      this.#problem = problemOf(reason);
      return false;
    } finally {
      this.busy = false;
    }
  }

  errorAt(field: string): string | undefined {
    return this.#field === field ? this.#problem?.message : undefined;
  }

  /** What belongs to no field on screen. */
  get failure(): string {
    return this.#problem && !this.#field ? this.#problem.message : '';
  }

  get #field(): string | undefined {
    const path = this.#problem?.field?.replace(/^input\./, '');
    return this.#fields.find((field) => field === path);
  }
}
