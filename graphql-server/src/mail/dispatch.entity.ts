import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../shared/scalars.ts';
import { TenantRow } from '../shared/tenant-row.ts';

export const dispatchStates = {
  QUEUED: 'QUEUED', SENT: 'SENT', DELIVERED: 'DELIVERED', BOUNCED: 'BOUNCED', FAILED: 'FAILED',
} as const;
export type DispatchState = keyof typeof dispatchStates;
export type DispatchKind = 'INVOICE' | 'TICKET_REPLY' | 'SIGN_IN';

/** One mail to one recipient, and what became of it. */
@ObjectType()
@Entity({ tableName: 'dispatch' })
export class Dispatch extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'uuid' })
  contactId!: string;

  @Property({ type: 'text' })
  kind!: DispatchKind;

  @Property({ type: 'uuid', nullable: true })
  invoiceId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  ticketMessageId: string | null = null;

  /** What the sender wrote to go with the document. */
  @Property({ type: 'text', nullable: true })
  note: string | null = null;

  @Field(() => String)
  @Property({ type: 'text' })
  recipient!: string;

  @Property({ type: 'text' })
  state: DispatchState = dispatchStates.QUEUED;

  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  error: string | null = null;

  @Property({ type: 'text', nullable: true })
  providerMessageId: string | null = null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  sentAt: Date | null = null;

  /** What the provider has said of its delivery meanwhile stays. */
  markSent(providerMessageId: string, at: Date): void {
    if (this.state === dispatchStates.QUEUED) {
      this.state = dispatchStates.SENT;
      this.error = null;
    }
    this.providerMessageId = providerMessageId;
    this.sentAt = at;
  }

  markFailed(error: string): void {
    if (this.state !== dispatchStates.QUEUED) return;
    this.state = dispatchStates.FAILED;
    this.error = error;
  }

  markDelivered(): void {
    if (this.state === dispatchStates.QUEUED || this.state === dispatchStates.SENT) this.state = dispatchStates.DELIVERED;
  }

  markBounced(reason: string): void {
    this.state = dispatchStates.BOUNCED;
    this.error = reason;
  }
}
