import { BigIntType } from '@mikro-orm/core';
import { Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { badInput } from '../shared/domain-error.ts';
import { CalendarDate, DateTime } from '../shared/scalars.ts';
import { TenantRow } from '../shared/tenant-row.ts';
import type { Discount, DocumentTotals, Pricing, PricedLine, Tax, TaxRounding } from './document-totals.ts';

/** What invoices, estimates and credit notes have in common. Amounts are minor units of `currency`. */
@ObjectType()
export abstract class PricedDocument extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Field(() => String, { nullable: true, description: 'Given when the document is first sent.' })
  @Property({ type: 'text', nullable: true })
  number: string | null = null;

  @Field(() => String, { description: 'ISO 4217.' })
  @Property({ type: 'text' })
  currency!: string;

  @Field(() => CalendarDate)
  @Property({ type: 'date' })
  issueDate!: string;

  @Field(() => String, { nullable: true, description: "The client's own, such as a purchase order number." })
  @Property({ type: 'text', nullable: true })
  reference: string | null = null;

  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  notes: string | null = null;

  @Field(() => String, { nullable: true, description: 'Of payment, as printed.' })
  @Property({ type: 'text', nullable: true })
  terms: string | null = null;

  @Field(() => Boolean)
  @Property({ type: 'boolean' })
  pricesIncludeTax: boolean = false;

  @Property({ type: 'text' })
  taxRounding: TaxRounding = 'DOCUMENT';

  @Property({ type: 'decimal', columnType: 'numeric', nullable: true })
  discountPercent: string | null = null;

  @Property({ type: new BigIntType('number'), nullable: true })
  discountAmount: number | null = null;

  @Property({ type: new BigIntType('number') })
  subtotal: number = 0;

  @Property({ type: new BigIntType('number') })
  discountTotal: number = 0;

  @Property({ type: new BigIntType('number') })
  taxTotal: number = 0;

  @Property({ type: new BigIntType('number') })
  total: number = 0;

  @Field(() => Int, { description: 'How often it was sent with something changed; 0 before the first time.' })
  @Property({ type: 'integer' })
  revision: number = 0;

  @Field(() => Int, { description: 'Rises with every change of a draft; given back when saving, so that nobody overwrites what they have not seen.' })
  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'timestamptz', nullable: true })
  firstSentAt: Date | null = null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  sentAt: Date | null = null;

  /** A draft was written for somebody else. What was sent to a client stays that client's. */
  giveTo(clientId: string): void {
    if (this.revision > 0) throw badInput('It was sent to this client already; make a new one for another.', 'clientId');
    this.clientId = clientId;
  }

  /** Takes on what the rules of pricing say. */
  price({ subtotal, discountTotal, taxTotal, total }: DocumentTotals): void {
    Object.assign(this, { subtotal, discountTotal, taxTotal, total });
  }
}

/** A row of what is billed. */
export abstract class DocumentLine extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'integer' })
  position!: number;

  @Property({ type: 'text' })
  description!: string;

  @Property({ type: 'decimal', columnType: 'numeric' })
  quantity!: string;

  /** Minor units. */
  @Property({ type: new BigIntType('number') })
  unitPrice!: number;

  @Property({ type: 'decimal', columnType: 'numeric', nullable: true })
  discountPercent: string | null = null;

  @Property({ type: new BigIntType('number'), nullable: true })
  discountAmount: number | null = null;

  @Property({ type: new BigIntType('number') })
  discountTotal: number = 0;

  @Property({ type: 'json' })
  taxes: Tax[] = [];

  /** Minor units, after the line's own discount. */
  @Property({ type: new BigIntType('number') })
  amount!: number;
}

type Discounted = { discountPercent: string | null; discountAmount: number | null };

export function discountOf({ discountPercent, discountAmount }: Discounted): Discount | null {
  return discountPercent === null && discountAmount === null ? null : { percent: discountPercent, amount: discountAmount };
}

/** What the totals of stored rows are computed from. */
export function pricingOf(
  document: Pick<PricedDocument, 'pricesIncludeTax' | 'taxRounding'> & Discounted,
  lines: readonly (Pick<DocumentLine, 'quantity' | 'unitPrice' | 'taxes'> & Discounted)[],
): Pricing {
  const { pricesIncludeTax, taxRounding } = document;
  return { pricesIncludeTax, taxRounding, discount: discountOf(document), lines: lines.map(pricedLine) };
}

function pricedLine(line: Pick<DocumentLine, 'quantity' | 'unitPrice' | 'taxes'> & Discounted): PricedLine {
  const { quantity, unitPrice, taxes } = line;
  return { quantity, unitPrice, taxes, discount: discountOf(line) };
}
