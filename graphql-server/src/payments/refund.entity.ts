import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** CREATING until Stripe has been told; PENDING is on its way and counts; FAILED and CANCELED have come back. */
export type RefundState = 'CREATING' | 'PENDING' | 'SUCCEEDED' | 'FAILED' | 'CANCELED';

/** Money given back of a payment. Its own id is Stripe's idempotency key. */
@Entity({ tableName: 'refund' })
export class Refund extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'uuid' })
  paymentId!: string;

  /** Stripe's `re_…`. */
  @Property({ type: 'text', nullable: true })
  providerId: string | null = null;

  @Property({ type: 'text' })
  currency!: string;

  /** Minor units. */
  @Property({ type: new BigIntType('number') })
  amount!: number;

  @Property({ type: 'text' })
  state: RefundState = 'CREATING';

  /** For the team. */
  @Property({ type: 'text', nullable: true })
  note: string | null = null;

  @Property({ type: 'text', nullable: true })
  failure: string | null = null;

  /** Null for one that was made in Stripe's dashboard. */
  @Property({ type: 'uuid', nullable: true })
  teamMemberId: string | null = null;

  /** Given with the request, so that a second click is not a second refund. */
  @Property({ type: 'uuid', nullable: true })
  requestKey: string | null = null;
}
