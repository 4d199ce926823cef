import { Field, InputType } from 'type-graphql';
import { CalendarDate, Decimal, SafeInt } from '../shared/scalars.ts';

@InputType()
export class TaxInput {
  @Field(() => String)
  name!: string;

  @Field(() => Decimal, { description: 'Percent, such as "19".' })
  rate!: string;

  @Field(() => Boolean, { defaultValue: false })
  isCompound!: boolean;
}

@InputType({ description: 'Exactly one of the two.' })
export class DiscountInput {
  @Field(() => Decimal, { nullable: true })
  percent?: string | null;

  @Field(() => SafeInt, { nullable: true, description: 'Minor units.' })
  amount?: number | null;
}

@InputType()
export class DocumentLineInput {
  @Field(() => String)
  description!: string;

  @Field(() => Decimal, { defaultValue: '1' })
  quantity!: string;

  @Field(() => SafeInt, { description: 'Minor units.' })
  unitPrice!: number;

  @Field(() => DiscountInput, { nullable: true })
  discount?: DiscountInput | null;

  @Field(() => [TaxInput], { defaultValue: [] })
  taxes!: TaxInput[];
}

/** What every draft is written from. All totals are the server's: there is no field for one. */
@InputType()
export abstract class DraftInput {
  @Field(() => String, { nullable: true, description: "ISO 4217; the business's, or what it was, when left out." })
  currency?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'Today, or what it was, when left out.' })
  issueDate?: string | null;

  @Field(() => [DocumentLineInput], { defaultValue: [], description: 'They may be unfinished until the document is sent.' })
  lines!: DocumentLineInput[];

  @Field(() => String, { nullable: true })
  notes?: string | null;

  @Field(() => String, { nullable: true })
  terms?: string | null;

  @Field(() => String, { nullable: true, description: "The client's own, such as a purchase order number." })
  reference?: string | null;

  @Field(() => DiscountInput, { nullable: true, description: 'On the whole document.' })
  discount?: DiscountInput | null;

  @Field(() => Boolean, { nullable: true, description: 'The setting of the business, or what it was, when left out.' })
  pricesIncludeTax?: boolean | null;
}
