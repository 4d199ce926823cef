import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import type { PaymentMethod } from '../payments/payment.entity.ts';
import { TenantRow } from '../shared/tenant-row.ts';

/**
 * ISSUED and its opposites PULLED_BACK and VOIDED change what is owed. PAID settles with money,
 * CREDITED keeps money beyond what was owed, PAYMENT_UNDONE takes either back. CREDIT_NOTE gives
 * credit, CREDIT_APPLIED settles with it and CREDIT_UNAPPLIED takes that back. REFUNDED and DISPUTED
 * take money away again, REFUND_FAILED and DISPUTE_WON bring it back. PAID_OUT and PAYOUT_FAILED are
 * between Stripe and the business, and nobody's debt.
 */
export type LedgerEntryKind =
  | 'ISSUED' | 'PULLED_BACK' | 'VOIDED' | 'PAID' | 'CREDITED' | 'PAYMENT_UNDONE' | 'CREDIT_NOTE' | 'CREDIT_APPLIED' | 'CREDIT_UNAPPLIED'
  | 'REFUNDED' | 'REFUND_FAILED' | 'DISPUTED' | 'DISPUTE_WON' | 'PAID_OUT' | 'PAYOUT_FAILED';

/**
 * A fact about money, in minor units, never changed (the database refuses it). Every figure of a
 * statement is the sum of one of the changes.
 */
@Entity({ tableName: 'ledger_entry' })
export class LedgerEntry extends TenantRow {
  /** Null for what is paid out to the business. */
  @Property({ type: 'uuid', nullable: true })
  clientId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  invoiceId: string | null = null;

  @Property({ type: 'text' })
  kind!: LedgerEntryKind;

  @Property({ type: 'text' })
  currency!: string;

  @Property({ type: new BigIntType('number') })
  owedChange: number = 0;

  @Property({ type: new BigIntType('number') })
  paidChange: number = 0;

  @Property({ type: new BigIntType('number') })
  creditChange: number = 0;

  @Property({ type: new BigIntType('number') })
  paidOutChange: number = 0;

  @Property({ type: 'text', nullable: true })
  method: PaymentMethod | null = null;

  /** The payer's or provider's name for it, such as a Stripe payment intent. */
  @Property({ type: 'text', nullable: true })
  reference: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  paymentIntentId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  paymentId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  creditNoteId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  refundId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  disputeId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  payoutId: string | null = null;

  @Property({ type: 'date' })
  occurredOn!: string;
}
