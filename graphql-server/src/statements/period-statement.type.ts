import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { MoneyType } from '../shared/money.type.ts';
import { CalendarDate } from '../shared/scalars.ts';

/** Those of the ledger that change what is owed. */
export const statementLineKinds = {
  ISSUED: 'ISSUED', PULLED_BACK: 'PULLED_BACK', VOIDED: 'VOIDED', PAID: 'PAID', CREDITED: 'CREDITED', PAYMENT_UNDONE: 'PAYMENT_UNDONE', CREDIT_NOTE: 'CREDIT_NOTE',
  CREDIT_APPLIED: 'CREDIT_APPLIED', CREDIT_UNAPPLIED: 'CREDIT_UNAPPLIED', REFUNDED: 'REFUNDED', REFUND_FAILED: 'REFUND_FAILED', DISPUTED: 'DISPUTED', DISPUTE_WON: 'DISPUTE_WON',
} as const;
export type StatementLineKind = keyof typeof statementLineKinds;
registerEnumType(statementLineKinds, { name: 'StatementLineKind', description: 'What happened, as the ledger calls it.' });

@ObjectType({ description: 'One thing that changed what is owed.' })
export class StatementLine {
  @Field(() => ID)
  id!: string;

  @Field(() => CalendarDate)
  occurredOn!: string;

  @Field(() => statementLineKinds)
  kind!: StatementLineKind;

  @Field(() => String, { nullable: true })
  invoiceNumber!: string | null;

  @Field(() => String, { nullable: true })
  creditNoteNumber!: string | null;

  @Field(() => String, { nullable: true, description: "The payer's or provider's name for it." })
  reference!: string | null;

  @Field(() => MoneyType, { description: 'Below zero where less was owed after it.' })
  change!: MoneyType;

  @Field(() => MoneyType, { description: 'What was owed after it.' })
  balance!: MoneyType;
}

@ObjectType({ description: 'What is owed, net of credit, in one currency from one day to another, both included.' })
export class PeriodStatement {
  @Field(() => String)
  currency!: string;

  @Field(() => CalendarDate, { nullable: true, description: 'Null: from the beginning.' })
  from!: string | null;

  @Field(() => CalendarDate)
  to!: string;

  @Field(() => MoneyType, { description: 'What was owed before the first day. Below zero is credit.' })
  opening!: MoneyType;

  @Field(() => MoneyType, { description: 'What was invoiced, less invoices that were withdrawn or cancelled.' })
  added!: MoneyType;

  @Field(() => MoneyType, { description: 'Payments and credit notes, less what was refunded or taken back. Below zero where that was more.' })
  taken!: MoneyType;

  @Field(() => MoneyType, { description: 'What was owed after the last day.' })
  closing!: MoneyType;
}
