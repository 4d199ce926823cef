import { Field, Int, ObjectType } from 'type-graphql';
import type { CsvFormat } from './csv-format.ts';
import type { ColumnMapping } from './csv-rows.ts';

/** What is imported, and how it is meant. */
export interface ImportWanted {
  csv: string;
  dryRun?: boolean;
  fileName: string;
  mapping?: ColumnMapping | null;
  format?: Partial<CsvFormat> | null;
  teamMemberId?: string | null;
}

@ObjectType({ description: 'Rows are numbered as in the file, the header being 1.' })
export class ImportError {
  @Field(() => Int)
  row!: number;

  @Field(() => String, { nullable: true, description: 'As the file calls it.' })
  column!: string | null;

  @Field(() => String)
  message!: string;
}

@ObjectType({ description: 'With an error, nothing was imported.' })
export class ImportReport {
  @Field(() => Int, { description: 'Rows in the file, without the header.' })
  rows!: number;

  @Field(() => Int, { description: 'Clients or invoices.' })
  imported!: number;

  @Field(() => [ImportError], { description: 'By row; after the first 1,000, one that says how many more there are.' })
  errors!: ImportError[];
}
