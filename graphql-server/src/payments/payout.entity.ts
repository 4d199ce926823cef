import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** Money on its way from Stripe to the bank account of the business. */
@Entity({ tableName: 'payout' })
export class Payout extends TenantRow {
  /** Stripe's `po_…`. */
  @Property({ type: 'text' })
  providerId!: string;

  @Property({ type: 'text' })
  currency!: string;

  /** Minor units; less than zero when Stripe takes money from the bank. */
  @Property({ type: new BigIntType('number') })
  amount!: number;

  /** As far as it is booked as paid out. */
  @Property({ type: new BigIntType('number') })
  paidOut: number = 0;

  /** As of a payment. */
  @Property({ type: 'integer' })
  syncs: number = 0;

  /** Stripe's word for it. */
  @Property({ type: 'text' })
  status!: string;

  @Property({ type: 'date' })
  arrivesOn!: string;

  @Property({ type: 'text', nullable: true })
  failure: string | null = null;

  @Property({ type: 'timestamptz' })
  initiatedAt!: Date;
}
