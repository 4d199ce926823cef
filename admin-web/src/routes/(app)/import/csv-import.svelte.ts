import { apollo } from '#lib/apollo.ts';
import {
  ImportClientsDocument,
  ImportInvoicesDocument,
  PreviewImportDocument,
  type ImportDateOrder,
  type ImportDecimalSign,
  type ImportOutcomeFragment,
  type PreviewImportQuery,
} from '#lib/gql/graphql.ts';
import { problemOf } from 'web-kit/graphql-error.ts';
import { decodeCsv } from './decode-csv.ts';
import type { ImportKind } from './kinds.ts';

export type Preview = PreviewImportQuery['previewImport'];

/** One file on its way in: chosen, matched, tried, imported. */
export class CsvImport {
  readonly kind: ImportKind;
  file = $state.raw<{ name: string; size: number; csv: string }>();
  preview = $state.raw<Preview>();
  /** The column of each field; empty where the file has none. */
  columns = $state<Record<string, string>>({});
  dateOrder = $state<ImportDateOrder | ''>('');
  decimalSign = $state<ImportDecimalSign | ''>('');
  /** Of the dry run of all as it is matched now. */
  tried = $state.raw<ImportOutcomeFragment>();
  done = $state.raw<ImportOutcomeFragment>();
  failure = $state('');
  busy = $state<'read' | 'try' | 'import' | null>(null);

  readonly missing = $derived(this.preview?.fields.filter(({ name, isRequired }) => isRequired && !this.columns[name]) ?? []);
  readonly unused = $derived(this.preview?.columns.filter((column) => !Object.values(this.columns).includes(column)) ?? []);

  constructor(kind: ImportKind) {
    this.kind = kind;
  }

  async choose(chosen: File): Promise<void> {
    this.busy = 'read';
    this.failure = '';
    this.preview = this.tried = undefined;
    try {
      this.file = { name: chosen.name, size: chosen.size, csv: decodeCsv(await chosen.arrayBuffer()) };
      const variables = { kind: this.kind === 'clients' ? 'CLIENTS' : 'INVOICES', csv: this.file.csv } as const;
      const { data } = await apollo().query({ query: PreviewImportDocument, variables, fetchPolicy: 'no-cache' });
      if (!data) return;
      this.preview = data.previewImport;
      this.columns = Object.fromEntries(data.previewImport.fields.map(({ name, suggestedColumn }) => [name, suggestedColumn ?? '']));
    } catch (reason) {
      this.failure = problemOf(reason).message;
      return;
    } finally {
      this.busy = null;
    }
    if (this.missing.length === 0) await this.try();
  }

  /** What was tried is not what is matched any more. */
  change(): void {
    this.tried = undefined;
    this.failure = '';
  }

  async try(): Promise<void> {
    this.tried = await this.#run(true);
  }

  async import(): Promise<void> {
    const report = await this.#run(false);
    // Something changed since the dry run: what is wrong now is shown in its place.
    if (report?.errors.length) this.tried = report;
    else this.done = report;
  }

  async #run(dryRun: boolean): Promise<ImportOutcomeFragment | undefined> {
    if (!this.file || this.busy) return undefined;
    this.busy = dryRun ? 'try' : 'import';
    this.failure = '';
    const mapping = Object.entries(this.columns).flatMap(([field, column]) => (column ? [{ field, column }] : []));
    const variables = { csv: this.file.csv, fileName: this.file.name, dryRun, mapping };
    try {
      if (this.kind === 'clients') {
        const { data } = await apollo().mutate({ mutation: ImportClientsDocument, variables });
        return data?.importClients;
      }
      const format = { dateOrder: this.dateOrder || null, decimalSign: this.decimalSign || null };
      const { data } = await apollo().mutate({ mutation: ImportInvoicesDocument, variables: { ...variables, format } });
      return data?.importInvoices;
    } catch (reason) {
      this.failure = problemOf(reason).message;
      return undefined;
    } finally {
      this.busy = null;
    }
  }
}
