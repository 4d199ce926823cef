import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Rows are numbered as in the file, the header being 1.' })
export class ImportError {
  @Field(() => Int)
  row!: number;

  @Field(() => String, { nullable: true })
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

  @Field(() => [ImportError])
  errors!: ImportError[];
}
