import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { DateTime } from '../shared/scalars.ts';
import { TenantRow } from '../shared/tenant-row.ts';

export const ticketStates = { AWAITING_TEAM: 'AWAITING_TEAM', AWAITING_CLIENT: 'AWAITING_CLIENT', CLOSED: 'CLOSED' } as const;
export type TicketState = keyof typeof ticketStates;

export const ticketActions = {
  REPLY: 'REPLY', NOTE: 'NOTE', CLOSE: 'CLOSE', REOPEN: 'REOPEN', ASSIGN: 'ASSIGN', TAG: 'TAG', SNOOZE: 'SNOOZE', WAKE: 'WAKE', MERGE: 'MERGE',
} as const;
export type TicketAction = keyof typeof ticketActions;

/** A state told apart by what has happened: put off until later, and merged into another. */
export type TicketStanding = TicketState | 'SNOOZED' | 'MERGED';

/** The only rules of who may do what in which state; screens learn them as `availableActions`. */
export const actionsInStanding = {
  AWAITING_TEAM: { team: ['REPLY', 'NOTE', 'CLOSE', 'ASSIGN', 'TAG', 'SNOOZE', 'MERGE'], contact: ['REPLY', 'CLOSE'] },
  AWAITING_CLIENT: { team: ['REPLY', 'NOTE', 'CLOSE', 'ASSIGN', 'TAG', 'SNOOZE', 'MERGE'], contact: ['REPLY', 'CLOSE'] },
  SNOOZED: { team: ['REPLY', 'NOTE', 'CLOSE', 'ASSIGN', 'TAG', 'SNOOZE', 'WAKE', 'MERGE'], contact: ['REPLY', 'CLOSE'] },
  CLOSED: { team: ['REPLY', 'NOTE', 'REOPEN', 'ASSIGN', 'TAG', 'MERGE'], contact: ['REPLY', 'REOPEN'] },
  MERGED: { team: [], contact: [] },
} satisfies Record<TicketStanding, Record<'team' | 'contact', TicketAction[]>>;

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

  /** Who of the team looks after it. */
  @Property({ type: 'uuid', nullable: true })
  assigneeId: string | null = null;

  @Property({ type: 'string[]' })
  tags: string[] = [];

  /** Until then it awaits nobody. */
  @Property({ type: 'timestamptz', nullable: true })
  snoozedUntil: Date | null = null;

  /** Its messages are there now. */
  @Property({ type: 'uuid', nullable: true })
  mergedIntoId: string | null = null;

  /** One that was closed for too long to be reopened by mail. */
  @Property({ type: 'uuid', nullable: true })
  continuesId: string | null = null;

  /** A message makes the other side the one that is awaited, and reopens what was closed. The client's ends a snooze. */
  receiveMessage(from: Side, at: Date): void {
    this.state = awaitedAfter[from];
    this.closedAt = null;
    if (from === 'contact') this.snoozedUntil = null;
    this.touch(at);
  }

  /** Something was said that changes nobody's turn. */
  touch(at: Date): void {
    if (!this.lastMessageAt || at > this.lastMessageAt) this.lastMessageAt = at;
  }

  close(at: Date): void {
    this.must('CLOSE', at);
    this.state = ticketStates.CLOSED;
    this.closedAt = at;
    this.snoozedUntil = null;
  }

  /** Whoever reopens it, the team has something left to do. */
  reopen(at: Date): void {
    this.must('REOPEN', at);
    this.state = ticketStates.AWAITING_TEAM;
    this.closedAt = null;
  }

  snooze(until: Date, now: Date): void {
    this.must('SNOOZE', now);
    if (until <= now || until.valueOf() - now.valueOf() > YEAR) throw badInput('A ticket can be put off until a time within a year.', 'until');
    this.snoozedUntil = until;
  }

  wake(now: Date): void {
    this.must('WAKE', now);
    this.snoozedUntil = null;
  }

  tag(tags: string[], now: Date): void {
    this.must('TAG', now);
    this.tags = tagsFrom(tags);
  }

  /** Into another of the same client, which awaits whom either awaited. */
  mergeInto(other: Ticket, at: Date): void {
    this.must('MERGE', at);
    other.must('MERGE', at);
    if (other.id === this.id) throw badInput('A ticket cannot be merged into itself.', 'intoId');
    if (other.clientId !== this.clientId) throw badInput('Only tickets of one client can be merged.', 'intoId');
    if (this.state === 'AWAITING_TEAM' || (this.state === 'AWAITING_CLIENT' && other.state === 'CLOSED')) Object.assign(other, { state: this.state, closedAt: null, snoozedUntil: null });
    other.touch(this.lastMessageAt);
    other.assigneeId ??= this.assigneeId;
    other.invoiceId ??= this.invoiceId;
    other.tags = tagsFrom([...other.tags, ...this.tags].slice(0, MAX_TAGS));
    Object.assign(this, { mergedIntoId: other.id, state: 'CLOSED', closedAt: at, snoozedUntil: null });
  }

  must(action: TicketAction, now: Date, side: 'team' | 'contact' = 'team'): void {
    if (actionsFor(this, side, now).includes(action)) return;
    throw new DomainError('CONFLICT', refusals[action] ?? `This is not possible with a ticket that ${stands[standingOf(this, now)]}.`);
  }
}

const YEAR = 366 * 86_400_000;

const refusals: Partial<Record<TicketAction, string>> = {
  CLOSE: 'This ticket is closed already.', REOPEN: 'This ticket is open already.', WAKE: 'This ticket is not put off.',
};
const stands: Record<TicketStanding, string> = {
  AWAITING_TEAM: 'awaits the team', AWAITING_CLIENT: 'awaits the client', SNOOZED: 'is put off', CLOSED: 'is closed', MERGED: 'was merged into another',
};

type Standing = Pick<Ticket, 'state' | 'snoozedUntil' | 'mergedIntoId'>;

export function standingOf({ state, snoozedUntil, mergedIntoId }: Standing, now: Date): TicketStanding {
  if (mergedIntoId) return 'MERGED';
  return state !== 'CLOSED' && snoozedUntil && snoozedUntil > now ? 'SNOOZED' : state;
}

export const actionsFor = (ticket: Standing, side: 'team' | 'contact', now: Date): TicketAction[] => actionsInStanding[standingOf(ticket, now)][side];

const MAX_TAGS = 20;

/** Short words, each once whatever its capitals. */
function tagsFrom(tags: string[]): string[] {
  const seen = new Map(tags.map((tag) => tag.replaceAll(/\s+/g, ' ').trim()).filter(Boolean).map((tag) => [tag.toLowerCase(), tag]));
  if (seen.size > MAX_TAGS) throw badInput(`A ticket has at most ${MAX_TAGS} tags.`, 'tags');
  if ([...seen.keys()].some((tag) => tag.length > 40)) throw badInput('A tag has at most 40 characters.', 'tags');
  return [...seen.values()];
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
