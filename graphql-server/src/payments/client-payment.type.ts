import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { MoneyType } from '../shared/money.type.ts';
import { CalendarDate, DateTime } from '../shared/scalars.ts';
import { paymentMethods, type PaymentMethod } from './payment.entity.ts';

@ObjectType()
export class SettledPart {
  invoiceId!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;
}

@ObjectType({ description: 'Money that came in at once, and what became of it. For the team.' })
export class ClientPayment {
  clientId!: string;
  businessId!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => paymentMethods)
  method!: PaymentMethod;

  @Field(() => String, { nullable: true })
  reference!: string | null;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => CalendarDate)
  receivedOn!: string;

  @Field(() => DateTime)
  receivedAt!: Date;

  @Field(() => DateTime, { nullable: true })
  undoneAt!: Date | null;

  @Field(() => String, { nullable: true })
  recordedBy!: string | null;

  @Field(() => [SettledPart])
  settled!: SettledPart[];

  @Field(() => MoneyType, { description: 'What was beyond that, and was kept on account.' })
  credit!: MoneyType;

  @Field(() => Boolean, { description: 'Came through Stripe.' })
  isOnline!: boolean;

  @Field(() => MoneyType)
  refunded!: MoneyType;

  @Field(() => MoneyType, { description: 'Taken away by disputes.' })
  disputed!: MoneyType;

  @Field(() => MoneyType, { description: 'What can still be given back through Stripe, by whoever may.' })
  refundable!: MoneyType;

  @Field(() => Boolean, { description: 'It was recorded by hand and counts.' })
  canUndo!: boolean;

  @Field(() => String, { nullable: true, description: "Of Stripe's dashboard." })
  providerUrl!: string | null;
}

export const refundStates = { PENDING: 'PENDING', SUCCEEDED: 'SUCCEEDED', FAILED: 'FAILED', CANCELED: 'CANCELED' } as const;
registerEnumType(refundStates, { name: 'RefundState' });

@ObjectType('Refund', { description: 'For the team.' })
export class RefundType {
  @Field(() => ID)
  id!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => refundStates)
  state!: keyof typeof refundStates;

  @Field(() => String, { nullable: true })
  note!: string | null;

  @Field(() => String, { nullable: true, description: 'Why the money did not go back.' })
  failure!: string | null;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => String, { nullable: true, description: "Null when it was made in Stripe's dashboard." })
  refundedBy!: string | null;
}

@ObjectType({ description: 'What a refund would do.' })
export class RefundPreview {
  @Field(() => MoneyType, { description: 'Taken out of the credit on account.' })
  fromCredit!: MoneyType;

  @Field(() => [SettledPart], { description: 'Owed again.' })
  reopened!: SettledPart[];
}
