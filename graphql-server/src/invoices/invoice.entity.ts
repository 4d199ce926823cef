import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { DomainError } from '../shared/domain-error.ts';
import { CalendarDate, DateTime } from '../shared/scalars.ts';
import { TenantRow } from '../shared/tenant-row.ts';
import { actionsInState, invoiceStates, invoiceStatuses, type InvoiceAction, type InvoiceState, type InvoiceStatus } from './invoice-states.ts';

/** Amounts are minor units of `currency`. `balance = total - amountPaid`, also held by the database. */
@ObjectType()
@Entity({ tableName: 'invoice' })
export class Invoice extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Field(() => String, { nullable: true, description: 'Given when the invoice is first sent.' })
  @Property({ type: 'text', nullable: true })
  number: string | null = null;

  @Property({ type: 'text' })
  state: InvoiceState = invoiceStates.DRAFT;

  @Field(() => String, { description: 'ISO 4217.' })
  @Property({ type: 'text' })
  currency!: string;

  @Field(() => CalendarDate)
  @Property({ type: 'date' })
  issueDate!: string;

  @Field(() => CalendarDate, { nullable: true })
  @Property({ type: 'date', nullable: true })
  dueDate: string | null = null;

  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  notes: string | null = null;

  @Property({ type: new BigIntType('number') })
  subtotal: number = 0;

  @Property({ type: new BigIntType('number') })
  taxTotal: number = 0;

  @Property({ type: new BigIntType('number') })
  total: number = 0;

  @Property({ type: new BigIntType('number') })
  amountPaid: number = 0;

  @Property({ type: new BigIntType('number') })
  balance: number = 0;

  /** The newest frozen revision; 0 before the first. */
  @Property({ type: 'integer' })
  revision: number = 0;

  @Property({ type: 'timestamptz', nullable: true })
  firstSentAt: Date | null = null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  sentAt: Date | null = null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  paidAt: Date | null = null;

  /** Leaves the draft state with its number. What was sent already stays as it is. */
  markSent(number: string, at: Date): void {
    this.number ??= number;
    this.state = this.total === 0 ? invoiceStates.PAID : invoiceStates.SENT;
    this.revision += 1;
    this.firstSentAt ??= at;
    this.sentAt = at;
    if (this.state === invoiceStates.PAID) this.paidAt = at;
  }

  /**
   * Takes as much of the money as is owed and says how much that was; the rest is the
   * caller's to credit, since money is never dropped.
   */
  takePayment(amount: number, at: Date): number {
    const taken = this.state === invoiceStates.SENT ? Math.min(amount, this.balance) : 0;
    this.amountPaid += taken;
    this.balance -= taken;
    if (taken > 0 && this.balance === 0) {
      this.state = invoiceStates.PAID;
      this.paidAt = at;
    }
    return taken;
  }

  markVoid(): void {
    this.state = invoiceStates.VOID;
  }

  mustBeSendable(): void {
    if (!(actionsInState[this.state].team as InvoiceAction[]).includes('SEND')) {
      throw new DomainError('CONFLICT', `Invoice ${this.number} is void and cannot be sent.`);
    }
  }

  mustBePayable(): void {
    if (this.state === invoiceStates.PAID) throw new DomainError('CONFLICT', `Invoice ${this.number} is paid already.`);
    if (this.state !== invoiceStates.SENT || this.balance <= 0) {
      throw new DomainError('CONFLICT', `Invoice ${this.number ?? ''} cannot be paid.`);
    }
  }
}

type Standing = Pick<Invoice, 'state' | 'balance' | 'dueDate'>;

/** Due today is not overdue. `today` is the day in the business's time zone. */
export function statusOf(invoice: Standing, today: string): InvoiceStatus {
  const late = invoice.state === 'SENT' && invoice.balance > 0 && invoice.dueDate !== null && invoice.dueDate < today;
  return late ? invoiceStatuses.OVERDUE : invoice.state;
}

/** `statusOf` in SQL, for sorting and filtering; a test holds the two together. Takes `today` once. */
export const STATUS_SQL = `case when i.state = 'SENT' and i.balance > 0 and i.due_date < ?::date then 'OVERDUE' else i.state end`;

export const actionsFor = (invoice: Pick<Invoice, 'state'>, side: 'team' | 'contact'): InvoiceAction[] =>
  actionsInState[invoice.state][side];
