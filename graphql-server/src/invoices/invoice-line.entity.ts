import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Decimal } from '../shared/scalars.ts';
import { TenantRow } from '../shared/tenant-row.ts';

@ObjectType()
@Entity({ tableName: 'invoice_line' })
export class InvoiceLine extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'uuid' })
  invoiceId!: string;

  @Property({ type: 'integer' })
  position!: number;

  @Field(() => String)
  @Property({ type: 'text' })
  description!: string;

  @Field(() => Decimal)
  @Property({ type: 'decimal', columnType: 'numeric' })
  quantity!: string;

  /** Minor units. */
  @Property({ type: new BigIntType('number') })
  unitPrice!: number;

  /** Percent. */
  @Field(() => Decimal)
  @Property({ type: 'decimal', columnType: 'numeric' })
  taxRate!: string;

  /** Minor units, without tax. */
  @Property({ type: new BigIntType('number') })
  amount!: number;
}
