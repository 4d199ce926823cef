import { apollo } from '#lib/apollo.ts';
import { UpdateBusinessDocument, type BusinessSettingsFragment, type UpdateBusinessInput } from '#lib/gql/graphql.ts';
import { problemOf } from 'web-kit/graphql-error.ts';

export interface Problem {
  /** As in the input: "name", "taxRates.0.rate". */
  field?: string;
  message: string;
}

interface Section<Values> {
  /** The form's values, as they are typed. */
  read: (business: BusinessSettingsFragment) => Values;
  write: (values: Values) => UpdateBusinessInput;
  /** What can be said without asking the server. */
  check?: (values: Values) => Problem | undefined;
}

/** One section of the settings: what was saved, what is typed, and what is wrong with it. */
export class SettingsSection<Values extends object> {
  values: Values = $state()!;
  busy = $state(false);
  #saved: Values = $state.raw()!;
  #problem = $state.raw<Problem>();
  readonly #section: Section<Values>;

  constructor(business: BusinessSettingsFragment, section: Section<Values>) {
    this.#section = section;
    this.#take(business);
  }

  get isChanged(): boolean {
    return JSON.stringify(this.values) !== JSON.stringify(this.#saved);
  }

  /** What belongs to no field on screen. */
  get failure(): string | undefined {
    return this.#problem && !this.#isShown(this.#problem.field) ? this.#problem.message : undefined;
  }

  errorAt(field: string): string | undefined {
    return this.#problem?.field === field ? this.#problem.message : undefined;
  }

  /** True when it was saved. */
  async save(): Promise<boolean> {
    if (this.busy) return false;
    this.#problem = this.#section.check?.(this.values);
    if (this.#problem) return false;
    this.busy = true;
    try {
      const input = this.#section.write(this.values);
      const { data } = await apollo().mutate({ mutation: UpdateBusinessDocument, variables: { input } });
      this.#take(data!.updateBusiness);
      return true;
    } catch (reason) {
      const { field, message } = problemOf(reason);
      this.#problem = { message, ...(field && { field: field.replace(/^input\./, '') }) };
      return false;
    } finally {
      this.busy = false;
    }
  }

  discard(): void {
    this.values = structuredClone(this.#saved);
    this.#problem = undefined;
  }

  /** A message goes away with its cause. */
  forget(): void {
    this.#problem = undefined;
  }

  #take(business: BusinessSettingsFragment): void {
    this.#saved = this.#section.read(business);
    this.values = structuredClone(this.#saved);
  }

  #isShown(field: string | undefined): boolean {
    const [name] = field?.split('.') ?? [];
    return name !== undefined && name in this.values;
  }
}
