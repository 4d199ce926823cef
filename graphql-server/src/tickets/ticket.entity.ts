import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { DateTime } from '../shared/scalars.ts';
import { TenantRow } from '../shared/tenant-row.ts';

export const ticketStates = { AWAITING_TEAM: 'AWAITING_TEAM', AWAITING_CLIENT: 'AWAITING_CLIENT', CLOSED: 'CLOSED' } as const;
export type TicketState = keyof typeof ticketStates;

export const ticketActions = { REPLY: 'REPLY', CLOSE: 'CLOSE', REOPEN: 'REOPEN' } as const;
export type TicketAction = keyof typeof ticketActions;

/** The only rules of what may be done in which state; screens learn them as `availableActions`. */
export const actionsInState = {
  AWAITING_TEAM: ['REPLY', 'CLOSE'],
  AWAITING_CLIENT: ['REPLY', 'CLOSE'],
  CLOSED: ['REPLY', 'REOPEN'],
} satisfies Record<TicketState, TicketAction[]>;

export type Side = 'contact' | 'team';
const awaitedAfter = { contact: 'AWAITING_TEAM', team: 'AWAITING_CLIENT' } as const;

/** A conversation of a client with the business, tied to the client's record for good. */
@ObjectType()
@Entity({ tableName: 'ticket' })
export class Ticket extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  /** Who opened it or is written to; null when the team opened it for the client as a whole. */
  @Property({ type: 'uuid', nullable: true })
  contactId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  invoiceId: string | null = null;

  /** Counted per business, for people. */
  @Field(() => Int)
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => String)
  @Property({ type: 'text' })
  subject!: string;

  @Property({ type: 'text' })
  state!: TicketState;

  /** The unguessable part of the address that answers go to: 128 bits, lower case as mail addresses are. */
  @Property({ type: 'text' })
  replyToken!: string;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz' })
  lastMessageAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  closedAt: Date | null = null;

  /** A message makes the other side the one that is awaited, and reopens what was closed. */
  receiveMessage(from: Side, at: Date): void {
    this.state = awaitedAfter[from];
    this.lastMessageAt = at;
    this.closedAt = null;
  }

  close(at: Date): void {
    this.mustAllow('CLOSE');
    this.state = ticketStates.CLOSED;
    this.closedAt = at;
  }

  /** Whoever reopens it, the team has something left to do. */
  reopen(): void {
    this.mustAllow('REOPEN');
    this.state = ticketStates.AWAITING_TEAM;
    this.closedAt = null;
  }

  private mustAllow(action: TicketAction): void {
    if (!(actionsInState[this.state] as TicketAction[]).includes(action)) {
      throw new DomainError('CONFLICT', action === 'CLOSE' ? 'This ticket is closed already.' : 'This ticket is open already.');
    }
  }
}

const MAX_SUBJECT = 200;
const MAX_BODY = 50_000;

export function subjectFrom(text: string): string {
  const subject = text.replaceAll(/\s+/g, ' ').trim();
  if (!subject) throw badInput('Please give your ticket a subject.', 'subject');
  if (subject.length > MAX_SUBJECT) throw badInput(`The subject has ${subject.length} characters; at most ${MAX_SUBJECT} fit.`, 'subject');
  return subject;
}

export function bodyFrom(text: string): string {
  const body = text.replaceAll('\r\n', '\n').trim();
  if (!body) throw badInput('Please write a message.', 'message');
  if (body.length > MAX_BODY) throw badInput(`The message has ${body.length} characters; at most ${MAX_BODY} fit.`, 'message');
  return body;
}
