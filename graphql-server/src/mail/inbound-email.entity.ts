import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { v7 } from 'uuid';

export type InboundOutcome = 'RECEIVED' | 'ACCEPTED' | 'QUARANTINED' | 'IGNORED';

/** A mail as the provider handed it over, kept raw whatever becomes of it. */
@Entity({ tableName: 'inbound_email' })
export class InboundEmail {
  @PrimaryKey({ type: 'uuid' })
  id: string = v7();

  /** Unknown until the mail is matched. */
  @Property({ type: 'uuid', nullable: true })
  businessId: string | null = null;

  @Property({ type: 'timestamptz' })
  createdAt: Date = new Date();

  @Property({ type: 'text' })
  providerMessageId!: string;

  @Property({ type: 'blob' })
  bodySha256!: Buffer;

  @Property({ type: 'json' })
  payload!: Record<string, unknown>;

  @Property({ type: 'text' })
  outcome: InboundOutcome = 'RECEIVED';

  @Property({ type: 'text', nullable: true })
  reason: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  ticketId: string | null = null;

  accept(ticket: { id: string; businessId: string }): void {
    this.settle('ACCEPTED', null, ticket);
  }

  quarantine(reason: string, ticket?: { id: string; businessId: string }): void {
    this.settle('QUARANTINED', reason, ticket);
  }

  ignore(reason: string, ticket?: { id: string; businessId: string }): void {
    this.settle('IGNORED', reason, ticket);
  }

  private settle(outcome: InboundOutcome, reason: string | null, ticket?: { id: string; businessId: string }): void {
    this.outcome = outcome;
    this.reason = reason;
    this.ticketId = ticket?.id ?? null;
    this.businessId = ticket?.businessId ?? null;
  }
}
