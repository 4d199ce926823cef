import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** CREATING until Stripe has answered; OPEN can still be paid; CANCELING is not wanted any more, which Stripe is still to be told; PROCESSING is on its way; the rest are ends. */
export type PaymentIntentState = 'CREATING' | 'OPEN' | 'CANCELING' | 'PROCESSING' | 'SUCCEEDED' | 'CANCELED';

/** The intention to pay a set of invoices: at most one that is not ended for any invoice. */
@Entity({ tableName: 'payment_intent' })
export class PaymentIntent extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  /** Stripe's `pi_…`. */
  @Property({ type: 'text', nullable: true })
  providerId: string | null = null;

  @Property({ type: 'text' })
  state: PaymentIntentState = 'CREATING';

  @Property({ type: 'text' })
  currency!: string;

  @Property({ type: new BigIntType('number') })
  amount!: number;

  /** When Stripe was last asked about it. */
  @Property({ type: 'timestamptz', nullable: true })
  checkedAt: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  settledAt: Date | null = null;

  get isEnded(): boolean {
    return this.state === 'SUCCEEDED' || this.state === 'CANCELED';
  }

  /** Never turns back: `processing` that arrives after `succeeded` changes nothing. */
  advance(state: PaymentIntentState): void {
    if (this.isEnded) return;
    // That it can still be paid is no news to one that is to be cancelled.
    if (this.state === 'CANCELING' && state === 'OPEN') return;
    this.state = state;
  }

  /** True the one time that its money may be booked. */
  settle(at: Date): boolean {
    if (this.settledAt) return false;
    this.state = 'SUCCEEDED';
    this.settledAt = at;
    return true;
  }
}
