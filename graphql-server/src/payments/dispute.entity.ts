import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** A payer's bank has asked for the money back: https://docs.stripe.com/disputes */
@Entity({ tableName: 'dispute' })
export class Dispute extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'uuid' })
  paymentId!: string;

  /** Stripe's `dp_…`. */
  @Property({ type: 'text' })
  providerId!: string;

  @Property({ type: 'text' })
  currency!: string;

  /** Minor units. */
  @Property({ type: new BigIntType('number') })
  amount!: number;

  /** As far as it is booked as taken away. */
  @Property({ type: new BigIntType('number') })
  withdrawn: number = 0;

  /** Stripe's word for it. */
  @Property({ type: 'text' })
  status!: string;

  @Property({ type: 'text' })
  reason!: string;

  @Property({ type: 'timestamptz', nullable: true })
  evidenceDueAt: Date | null = null;

  @Property({ type: 'timestamptz' })
  openedAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  closedAt: Date | null = null;
}
