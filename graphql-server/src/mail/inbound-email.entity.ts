import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { v7 } from 'uuid';
import { DomainError } from '../shared/domain-error.ts';

export const inboundOutcomes = { RECEIVED: 'RECEIVED', ACCEPTED: 'ACCEPTED', QUARANTINED: 'QUARANTINED', IGNORED: 'IGNORED' } as const;
export type InboundOutcome = keyof typeof inboundOutcomes;

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

  /** Of up to 48 MB, so that it is read only by whoever means to. */
  @Property({ type: 'json', lazy: true })
  payload!: Record<string, unknown>;

  @Property({ type: 'text', nullable: true })
  fromAddress: string | null = null;

  @Property({ type: 'text', nullable: true })
  fromName: string | null = null;

  @Property({ type: 'text', nullable: true })
  subject: string | null = null;

  @Property({ type: 'text' })
  outcome: InboundOutcome = 'RECEIVED';

  @Property({ type: 'text', nullable: true })
  reason: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  ticketId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  ticketMessageId: string | null = null;

  /** Whose mail it seems to be. */
  @Property({ type: 'uuid', nullable: true })
  clientId: string | null = null;

  @Property({ type: 'boolean' })
  isAutomatic: boolean = false;

  @Property({ type: 'integer' })
  attempts: number = 0;

  /** By whom of the team; null when the rules did. */
  @Property({ type: 'uuid', nullable: true })
  decidedBy: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  decidedAt: Date | null = null;

  accept(ticket: Place, messageId: string, at: Date, by: string | null = null): void {
    this.settle('ACCEPTED', null, ticket, at, by);
    this.ticketMessageId = messageId;
  }

  quarantine(reason: string, place: Place, at: Date): void {
    this.settle('QUARANTINED', reason, place, at, null);
  }

  ignore(reason: string, place: Place, at: Date, by: string | null = null): void {
    this.settle('IGNORED', reason, place, at, by);
  }

  /** Decided afresh, by today's rules. What is in a thread already stays there. */
  decideAgain(): void {
    if (this.outcome === 'ACCEPTED') throw new DomainError('CONFLICT', 'This mail is in its thread already.');
    this.outcome = 'RECEIVED';
    this.reason = null;
  }

  private settle(outcome: InboundOutcome, reason: string | null, { businessId, clientId, ticketId }: Place, at: Date, by: string | null): void {
    Object.assign(this, { outcome, reason, ticketId: ticketId ?? null, businessId: businessId ?? this.businessId, clientId: clientId ?? null, decidedAt: at, decidedBy: by });
  }
}

/** Where it belongs, as far as that is known. */
export interface Place { businessId?: string | null; clientId?: string | null; ticketId?: string | null }
