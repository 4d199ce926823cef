import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { DomainError } from '../shared/domain-error.ts';
import { TenantRow } from '../shared/tenant-row.ts';

export const paymentMethods = {
  CARD: 'CARD', BANK_DEBIT: 'BANK_DEBIT', BANK_TRANSFER: 'BANK_TRANSFER',
  CASH: 'CASH', CHEQUE: 'CHEQUE', IMPORTED: 'IMPORTED', OTHER: 'OTHER',
} as const;
export type PaymentMethod = keyof typeof paymentMethods;

/** Money that came in at once. What it settled stands in the ledger, under its id. */
@Entity({ tableName: 'payment' })
export class Payment extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'text' })
  currency!: string;

  /** Minor units. */
  @Property({ type: new BigIntType('number') })
  amount!: number;

  @Property({ type: 'text' })
  method!: PaymentMethod;

  /** The payer's or provider's name for it, such as a Stripe payment intent. */
  @Property({ type: 'text', nullable: true })
  reference: string | null = null;

  @Property({ type: 'text', nullable: true })
  note: string | null = null;

  @Property({ type: 'date' })
  receivedOn!: string;

  @Property({ type: 'timestamptz' })
  receivedAt!: Date;

  @Property({ type: 'uuid', nullable: true })
  paymentIntentId: string | null = null;

  /** Stripe's `ch_…`, which refunds and disputes are about. */
  @Property({ type: 'text', nullable: true })
  providerChargeId: string | null = null;

  /** As far as it is booked as given back. */
  @Property({ type: new BigIntType('number') })
  amountRefunded: number = 0;

  /** As far as disputes have taken it away. */
  @Property({ type: new BigIntType('number') })
  amountDisputed: number = 0;

  /** How often what Stripe says of it was booked (see in-step). */
  @Property({ type: 'integer' })
  syncs: number = 0;

  /** Who recorded it; null for what came through a provider or an import. */
  @Property({ type: 'uuid', nullable: true })
  teamMemberId: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  undoneAt: Date | null = null;

  @Property({ type: 'text', nullable: true })
  undoneReason: string | null = null;

  undo(at: Date, reason: string | null): void {
    if (this.undoneAt) throw new DomainError('CONFLICT', 'This payment was undone already.');
    if (!isUndoable(this)) throw new DomainError('CONFLICT', 'Money that came through the payment provider can be refunded, not undone.');
    this.undoneAt = at;
    this.undoneReason = reason;
  }
}

/** What came through Stripe and is still here. */
export const refundableOf = ({ paymentIntentId, amount, amountRefunded, amountDisputed }: Pick<Payment, 'paymentIntentId' | 'amount' | 'amountRefunded' | 'amountDisputed'>) =>
  paymentIntentId === null ? 0 : amount - amountRefunded - amountDisputed;

export const isUndoable = (payment: Pick<Payment, 'paymentIntentId' | 'undoneAt'>) => payment.paymentIntentId === null && payment.undoneAt === null;
