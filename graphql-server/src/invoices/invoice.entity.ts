import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { PricedDocument } from '../documents/priced-document.entity.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { CalendarDate, DateTime } from '../shared/scalars.ts';
import type { InvoiceContent } from './create-invoice.ts';
import { actionsInStanding, invoiceStates, invoiceStatuses, type InvoiceAction, type InvoiceStanding, type InvoiceState, type InvoiceStatus } from './invoice-states.ts';

/** Amounts are minor units of `currency`. `balance = total - amountPaid - amountCredited`, also held by the database. */
@ObjectType()
@Entity({ tableName: 'invoice' })
export class Invoice extends PricedDocument {
  @Property({ type: 'text' })
  state: InvoiceState = invoiceStates.DRAFT;

  @Field(() => CalendarDate, { nullable: true })
  @Property({ type: 'date', nullable: true })
  dueDate: string | null = null;

  @Property({ type: new BigIntType('number') })
  amountPaid: number = 0;

  /** Settled with credit: of credit notes, and of what was paid in excess. */
  @Property({ type: new BigIntType('number') })
  amountCredited: number = 0;

  @Property({ type: new BigIntType('number') })
  balance: number = 0;

  /** A part of the total that is asked for before the rest. */
  @Property({ type: new BigIntType('number'), nullable: true })
  deposit: number | null = null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  paidAt: Date | null = null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  voidedAt: Date | null = null;

  /** The estimate that it was made from. */
  @Property({ type: 'uuid', nullable: true })
  estimateId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  importId: string | null = null;

  /** Its import was undone: it is kept for the ledger and shown to nobody. */
  @Property({ type: 'timestamptz', nullable: true })
  undoneAt: Date | null = null;

  /** What is being written into one that was pulled back, until it is sent: the row stays what the client holds. */
  @Property({ type: 'json', nullable: true })
  draft: InvoiceContent | null = null;

  override giveTo(clientId: string): void {
    if (this.estimateId) throw badInput('It was made from an estimate of this client; make a new one for another.', 'clientId');
    super.giveTo(clientId);
  }

  override price(totals: Parameters<PricedDocument['price']>[0]): void {
    super.price(totals);
    this.balance = this.total - this.amountPaid - this.amountCredited;
  }

  askForDeposit(deposit: number | null): void {
    mustBeDeposit(deposit, this.total);
    this.deposit = deposit;
  }

  /** Leaves the draft state with its number. What was sent already stays as it is. */
  markSent(number: string, at: Date): void {
    this.number ??= number;
    this.state = this.total === 0 ? invoiceStates.PAID : invoiceStates.SENT;
    this.revision += 1;
    this.firstSentAt ??= at;
    this.sentAt = at;
    if (this.state === invoiceStates.PAID) this.paidAt = at;
  }

  /** Back to a draft that keeps its number; what the client holds stays as the last revision. */
  pullBack(): void {
    this.must('PULL_BACK');
    this.state = invoiceStates.DRAFT;
    this.version += 1;
  }

  markVoid(at: Date): void {
    this.must('VOID');
    this.state = invoiceStates.VOID;
    this.draft = null;
    this.voidedAt = at;
  }

  /**
   * Takes as much of the money as is owed and says how much that was; the rest is the
   * caller's to credit, since money is never dropped.
   */
  takePayment(amount: number, at: Date): number {
    const taken = this.state === invoiceStates.SENT ? Math.min(amount, this.balance) : 0;
    this.amountPaid += taken;
    this.settle(at);
    return taken;
  }

  /** Money that is gone again: undone, refunded or disputed. */
  giveBackPayment(amount: number): void {
    this.amountPaid -= amount;
    this.owe(amount);
  }

  /** As `takePayment`, out of the client's credit. */
  takeCredit(amount: number, at: Date): number {
    const taken = this.state === invoiceStates.SENT ? Math.min(amount, this.balance) : 0;
    this.amountCredited += taken;
    this.settle(at);
    return taken;
  }

  /** Money that is gone again, where credit takes its place: nothing is owed. */
  exchangePayment(amount: number): void {
    this.amountPaid -= amount;
    this.amountCredited += amount;
  }

  /** Credit that is needed elsewhere. */
  giveBackCredit(amount: number): void {
    this.amountCredited -= amount;
    this.owe(amount);
  }

  private owe(amount: number): void {
    this.balance += amount;
    if (this.balance === 0) return;
    this.state = invoiceStates.SENT;
    this.paidAt = null;
  }

  private settle(at: Date): void {
    this.balance = this.total - this.amountPaid - this.amountCredited;
    if (this.balance > 0 || this.state !== invoiceStates.SENT) return;
    this.state = invoiceStates.PAID;
    this.paidAt = at;
  }

  /** Refuses what the table of states does not allow the team, in words that name the state. */
  must(action: InvoiceAction): void {
    if (actionsFor(this, 'team').includes(action)) return;
    const { verb, instead } = refusals[action] ?? { verb: 'be changed so' };
    throw new DomainError('CONFLICT', `Invoice ${this.number ?? '(draft)'} ${stands[standingOf(this)]} and cannot ${verb}.${instead ? ` ${instead}` : ''}`);
  }

  mustBePayable(): void {
    if (this.state === invoiceStates.PAID) throw new DomainError('CONFLICT', `Invoice ${this.number} is paid already.`);
    if (this.state !== invoiceStates.SENT || this.balance <= 0) {
      throw new DomainError('CONFLICT', `Invoice ${this.number ?? ''} cannot be paid.`);
    }
  }
}

const stands: Record<InvoiceStanding, string> = {
  DRAFT: 'is a draft', REVISING: 'is being revised', SENT: 'was sent', PART_PAID: 'is settled in part', PAID: 'is paid', VOID: 'is void',
};

const refusals: Partial<Record<InvoiceAction, { verb: string; instead?: string }>> = {
  EDIT: { verb: 'be edited', instead: 'Pull it back for revision first, or issue a credit note.' },
  DISCARD: { verb: 'be discarded', instead: 'What was sent can be made void.' },
  SEND: { verb: 'be sent' },
  RESEND: { verb: 'be sent again' },
  PULL_BACK: { verb: 'be pulled back', instead: 'Only what nothing was paid on can be; issue a credit note instead.' },
  VOID: { verb: 'be made void', instead: 'Only what nothing was paid on can be; undo the payment, or issue a credit note.' },
  RECORD_PAYMENT: { verb: 'take a payment' },
  ISSUE_CREDIT_NOTE: { verb: 'be credited' },
  APPLY_CREDIT: { verb: 'take credit' },
};

export function standingOf(invoice: Pick<Invoice, 'state' | 'revision' | 'amountPaid' | 'amountCredited'>): InvoiceStanding {
  if (invoice.state === 'DRAFT' && invoice.revision > 0) return 'REVISING';
  if (invoice.state === 'SENT' && invoice.amountPaid + invoice.amountCredited > 0) return 'PART_PAID';
  return invoice.state;
}

export const actionsFor = (invoice: Parameters<typeof standingOf>[0], side: 'team' | 'contact'): InvoiceAction[] =>
  actionsInStanding[standingOf(invoice)][side];

/** Asked with the whole of it, it would be no deposit. */
export function mustBeDeposit(deposit: number | null, total: number): void {
  if (deposit === null) return;
  if (deposit <= 0) throw badInput('A deposit is more than zero; leave it empty to ask for none.', 'deposit');
  if (deposit >= total) throw badInput('A deposit is less than the total.', 'deposit');
}

/** What of the deposit is still to be paid; null when there is nothing, or nothing can be paid. */
export function depositDueOf({ state, deposit, amountPaid, amountCredited }: Pick<Invoice, 'state' | 'deposit' | 'amountPaid' | 'amountCredited'>): number | null {
  if (state !== 'SENT' || deposit === null) return null;
  const due = deposit - amountPaid - amountCredited;
  return due > 0 ? due : null;
}

/** Due today is not overdue. `today` is the day in the business's time zone. */
export function statusOf(invoice: Pick<Invoice, 'state' | 'balance' | 'dueDate'>, today: string): InvoiceStatus {
  const late = invoice.state === 'SENT' && invoice.balance > 0 && invoice.dueDate !== null && invoice.dueDate < today;
  return late ? invoiceStatuses.OVERDUE : invoice.state;
}

/** `statusOf` in SQL, for sorting and filtering; a test holds the two together. Takes `today` once. */
export const STATUS_SQL = `case when i.state = 'SENT' and i.balance > 0 and i.due_date < ?::date then 'OVERDUE' else i.state end`;
