import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../shared/scalars.ts';
import { TenantRow } from '../shared/tenant-row.ts';

/** What was made of it by us, then what the provider has told of it. */
export const dispatchStates = {
  QUEUED: 'QUEUED', CANCELLED: 'CANCELLED', FAILED: 'FAILED',
  SENT: 'SENT', DELIVERED: 'DELIVERED', BOUNCED: 'BOUNCED', COMPLAINED: 'COMPLAINED',
} as const;
export type DispatchState = keyof typeof dispatchStates;

export const dispatchKinds = {
  INVOICE: 'INVOICE', ESTIMATE: 'ESTIMATE', CREDIT_NOTE: 'CREDIT_NOTE', REMINDER: 'REMINDER', RECEIPT: 'RECEIPT', REFUND: 'REFUND',
  TICKET_REPLY: 'TICKET_REPLY', SIGN_IN: 'SIGN_IN',
} as const;
export type DispatchKind = keyof typeof dispatchKinds;

/**
 * News comes late, twice and in any order, so a state only ever gives way to one that weighs more.
 * What the provider tells weighs more than what we believe: its answer may have been lost on the way.
 */
const weights: Record<DispatchState, number> = { QUEUED: 0, CANCELLED: 1, FAILED: 1, SENT: 2, DELIVERED: 3, BOUNCED: 4, COMPLAINED: 5 };

/** One mail to one recipient, and what became of it. */
@ObjectType()
@Entity({ tableName: 'dispatch' })
export class Dispatch extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  /** Null for somebody in copy of a ticket who is no contact. */
  @Property({ type: 'uuid', nullable: true })
  contactId: string | null = null;

  @Property({ type: 'text' })
  kind!: DispatchKind;

  @Property({ type: 'uuid', nullable: true })
  invoiceId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  estimateId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  creditNoteId: string | null = null;

  /** Of a receipt, or of what was refunded. */
  @Property({ type: 'uuid', nullable: true })
  paymentId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  refundId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  ticketMessageId: string | null = null;

  /** Of a reminder: the day of the schedule, relative to the day on which the invoice was due then. */
  @Property({ type: 'integer', nullable: true })
  reminderDay: number | null = null;

  @Property({ type: 'date', nullable: true })
  dueOn: string | null = null;

  /** What the sender wrote to go with the document. */
  @Property({ type: 'text', nullable: true })
  note: string | null = null;

  @Field(() => String)
  @Property({ type: 'text' })
  recipient!: string;

  /** As it left; null until then. */
  @Property({ type: 'text', nullable: true })
  subject: string | null = null;

  @Property({ type: 'text' })
  state: DispatchState = dispatchStates.QUEUED;

  /** Why it did not arrive, or has not yet. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  error: string | null = null;

  @Property({ type: 'text', nullable: true })
  providerMessageId: string | null = null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  sentAt: Date | null = null;

  @Field(() => DateTime, { nullable: true, description: 'Unreliable: some mail programs open every mail, and others hide that they did.' })
  @Property({ type: 'timestamptz', nullable: true })
  openedAt: Date | null = null;

  /** What the provider has said of its delivery meanwhile stays. */
  markSent(providerMessageId: string, at: Date): void {
    this.advance(dispatchStates.SENT, null);
    this.providerMessageId = providerMessageId;
    this.sentAt = at;
  }

  markFailed(error: string): void {
    this.advance(dispatchStates.FAILED, error);
  }

  /** It is wanted no more, and never left. */
  cancel(reason: string): void {
    this.advance(dispatchStates.CANCELLED, reason);
  }

  /** Under way still: whoever waits for it can see why. */
  markDelayed(reason: string): void {
    if (weights[this.state] <= weights.SENT) this.error = reason;
  }

  markDelivered(): void {
    this.advance(dispatchStates.DELIVERED, null);
  }

  /** Says whether it was news; so does `markComplained`. */
  markBounced(reason: string): boolean {
    return this.advance(dispatchStates.BOUNCED, reason);
  }

  markComplained(reason: string): boolean {
    return this.advance(dispatchStates.COMPLAINED, reason);
  }

  /** The first time counts. It tells nothing of the delivery: a scanner opens what bounces later. */
  markOpened(at: Date): void {
    if (!this.openedAt || at < this.openedAt) this.openedAt = at;
  }

  private advance(state: DispatchState, error: string | null): boolean {
    if (weights[state] <= weights[this.state]) return false;
    this.state = state;
    this.error = error;
    return true;
  }
}
