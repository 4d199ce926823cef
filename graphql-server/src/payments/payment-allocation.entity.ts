import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** How much of a payment intent is meant for an invoice, in minor units. */
@Entity({ tableName: 'payment_allocation' })
export class PaymentAllocation extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'uuid' })
  paymentIntentId!: string;

  @Property({ type: 'uuid' })
  invoiceId!: string;

  @Property({ type: new BigIntType('number') })
  amount!: number;
}
