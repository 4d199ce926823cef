import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { MoneyType } from '../shared/money.type.ts';
import { DateTime, Decimal } from '../shared/scalars.ts';

export const taxRoundings = { LINE: 'LINE', DOCUMENT: 'DOCUMENT' } as const;
export const papers = { A4: 'A4', LETTER: 'LETTER' } as const;
export const documentKinds = { INVOICE: 'INVOICE', ESTIMATE: 'ESTIMATE', CREDIT_NOTE: 'CREDIT_NOTE' } as const;
registerEnumType(taxRoundings, { name: 'TaxRounding' });
registerEnumType(papers, { name: 'Paper' });
registerEnumType(documentKinds, { name: 'DocumentKind' });

@ObjectType('Tax', { description: 'A percentage. A compound one is also taken on the taxes that stand before it.' })
export class TaxType {
  @Field(() => String)
  name!: string;

  @Field(() => Decimal)
  rate!: string;

  @Field(() => Boolean)
  isCompound!: boolean;
}

@ObjectType('TaxTotal', { description: '`base` is what the tax was taken on.' })
export class TaxTotalType extends TaxType {
  @Field(() => MoneyType)
  base!: MoneyType;

  @Field(() => MoneyType)
  amount!: MoneyType;
}

@ObjectType('Discount', { description: 'Exactly one of the two.' })
export class DiscountType {
  @Field(() => Decimal, { nullable: true })
  percent!: string | null;

  @Field(() => MoneyType, { nullable: true })
  amount!: MoneyType | null;
}

@ObjectType('DocumentLine')
export class LineType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  description!: string;

  @Field(() => Decimal)
  quantity!: string;

  @Field(() => MoneyType)
  unitPrice!: MoneyType;

  @Field(() => DiscountType, { nullable: true })
  discount!: DiscountType | null;

  @Field(() => MoneyType, { description: 'What the discount comes to.' })
  discountTotal!: MoneyType;

  @Field(() => [TaxType])
  taxes!: TaxType[];

  @Field(() => MoneyType, { description: "After the line's own discount; with tax if prices are." })
  amount!: MoneyType;
}

@ObjectType({ description: 'A document that was sent, as it was.' })
export class Revision {
  @Field(() => Int)
  revision!: number;

  @Field(() => DateTime)
  sentAt!: Date;

  @Field(() => MoneyType)
  total!: MoneyType;

  @Field(() => String)
  documentHtml!: string;

  @Field(() => String)
  pdfUrl!: string;

  @Field(() => [String], { description: 'What is different from the revision before, in words.' })
  changes!: string[];
}
