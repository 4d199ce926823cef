import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { PricedDocument } from '../documents/priced-document.entity.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { CalendarDate, DateTime } from '../shared/scalars.ts';
import type { EstimateContent } from './create-estimate.ts';
import { actionsInStanding, estimateStates, type EstimateAction, type EstimateStanding, type EstimateState, type EstimateStatus } from './estimate-states.ts';

/** An offer that the client accepts or declines. */
@ObjectType()
@Entity({ tableName: 'estimate' })
export class Estimate extends PricedDocument {
  @Property({ type: 'text' })
  state: EstimateState = estimateStates.DRAFT;

  @Field(() => CalendarDate, { nullable: true, description: 'The last day on which it can be accepted.' })
  @Property({ type: 'date', nullable: true })
  validUntil: string | null = null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  answeredAt: Date | null = null;

  @Field(() => String, { nullable: true, description: 'The name that was typed in.' })
  @Property({ type: 'text', nullable: true })
  answeredBy: string | null = null;

  @Property({ type: 'text', nullable: true })
  answeredIp: string | null = null;

  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  declineReason: string | null = null;

  /** The invoice that it became. */
  @Property({ type: 'uuid', nullable: true })
  invoiceId: string | null = null;

  /** What is being written into one that was pulled back, until it is sent: the row stays what the client holds. */
  @Property({ type: 'json', nullable: true })
  draft: EstimateContent | null = null;

  markSent(number: string, at: Date): void {
    this.number ??= number;
    this.state = estimateStates.SENT;
    this.revision += 1;
    this.firstSentAt ??= at;
    this.sentAt = at;
  }

  /** Back to a draft that keeps its number; an answer to what it said before is an answer no more. */
  pullBack(): void {
    this.state = estimateStates.DRAFT;
    this.version += 1;
    Object.assign(this, { answeredAt: null, answeredBy: null, answeredIp: null, declineReason: null });
  }

  accept(answer: Answer): void {
    this.answer(estimateStates.ACCEPTED, answer);
  }

  decline(answer: Answer, reason: string | null): void {
    if (reason && reason.length > 2_000) throw badInput('The reason has at most 2,000 characters.', 'reason');
    this.answer(estimateStates.DECLINED, answer);
    this.declineReason = reason?.trim() || null;
  }

  markInvoiced(invoiceId: string): void {
    this.state = estimateStates.INVOICED;
    this.invoiceId = invoiceId;
  }

  /** The draft that it became was discarded. */
  reopenForInvoicing(): void {
    this.state = estimateStates.ACCEPTED;
    this.invoiceId = null;
  }

  /** Nobody answers to what they have not read. */
  mustBeRevision(read: number | null | undefined): void {
    if (read === null || read === undefined || read === this.revision) return;
    throw new DomainError('CONFLICT', `Estimate ${this.number} was revised since you opened it. Please read it again.`);
  }

  private answer(state: EstimateState, { name, ip, at }: Answer): void {
    if (!name.trim() || name.length > 200) throw badInput('Please type your name, at most 200 characters.', 'name');
    Object.assign(this, { state, answeredBy: name.trim(), answeredIp: ip, answeredAt: at });
  }

  /** `today` decides whether it has expired. */
  must(action: EstimateAction, side: 'team' | 'contact', today: string): void {
    if (actionsFor(this, side, today).includes(action)) return;
    throw new DomainError('CONFLICT', `Estimate ${this.number ?? '(draft)'} ${stands[standingOf(this, today)]}, so this cannot be done.`);
  }
}

export interface Answer { name: string; ip: string | null; at: Date }

const stands: Record<EstimateStanding, string> = {
  DRAFT: 'is a draft', REVISING: 'is being revised', SENT: 'was sent', EXPIRED: 'has expired',
  ACCEPTED: 'is accepted', DECLINED: 'is declined', INVOICED: 'is invoiced',
};

type Told = Pick<Estimate, 'state' | 'validUntil' | 'revision'>;

/** Valid until today is not expired. `today` is the day in the business's time zone. */
export function statusOf(estimate: Pick<Estimate, 'state' | 'validUntil'>, today: string): EstimateStatus {
  const late = estimate.state === 'SENT' && estimate.validUntil !== null && estimate.validUntil < today;
  return late ? 'EXPIRED' : estimate.state;
}

/** `statusOf` in SQL; a test holds the two together. Takes `today` once. */
export const STATUS_SQL = `case when e.state = 'SENT' and e.valid_until < ?::date then 'EXPIRED' else e.state end`;

export const standingOf = (estimate: Told, today: string): EstimateStanding =>
  estimate.state === 'DRAFT' && estimate.revision > 0 ? 'REVISING' : statusOf(estimate, today);

export const actionsFor = (estimate: Told, side: 'team' | 'contact', today: string): EstimateAction[] =>
  actionsInStanding[standingOf(estimate, today)][side];
