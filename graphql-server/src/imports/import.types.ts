import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type DateOrder, dateOrders, type DecimalSign, decimalSigns } from './csv-format.ts';
import { importKinds } from './import-fields.ts';

registerEnumType(importKinds, { name: 'ImportKind' });
registerEnumType(dateOrders, { name: 'ImportDateOrder', description: 'What stands first in 03/04/2026.' });
registerEnumType(decimalSigns, { name: 'ImportDecimalSign', description: 'What stands before decimals.' });

@InputType()
export class ColumnMappingInput {
  @Field(() => String, { description: 'As in `ImportPreview.columns`.' })
  column!: string;

  @Field(() => String, { description: 'As in `ImportField.name`.' })
  field!: string;
}

@InputType({ description: 'How the file writes dates and numbers; found out from it where left out.' })
export class ImportFormatInput {
  @Field(() => dateOrders, { nullable: true })
  dateOrder?: DateOrder | null;

  @Field(() => decimalSigns, { nullable: true })
  decimalSign?: DecimalSign | null;
}

@ObjectType()
export class ImportField {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  label!: string;

  @Field(() => Boolean)
  isRequired!: boolean;

  @Field(() => String, { nullable: true })
  suggestedColumn!: string | null;
}

@ObjectType()
export class ImportPreview {
  @Field(() => [String], { description: 'Of the file, in its order.' })
  columns!: string[];

  @Field(() => [ImportField], { description: "What the import knows; with the file's column that seems to be meant." })
  fields!: ImportField[];

  @Field(() => Int)
  rows!: number;

  @Field(() => [[String]], { description: 'The first rows, as they stand in the file.' })
  sample!: string[][];
}
