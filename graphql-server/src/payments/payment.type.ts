import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { MoneyType } from '../shared/money.type.ts';
import { CalendarDate, DateTime } from '../shared/scalars.ts';
import { paymentMethods, type PaymentMethod } from './payment.entity.ts';

registerEnumType(paymentMethods, { name: 'PaymentMethod' });

@ObjectType('Payment', { description: 'Money that came in, as far as it was for this invoice.' })
export class PaymentType {
  @Field(() => ID)
  id!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => paymentMethods)
  method!: PaymentMethod;

  @Field(() => String, { nullable: true, description: "The payer's or provider's name for it." })
  reference!: string | null;

  @Field(() => String, { nullable: true, description: 'For the team.' })
  note!: string | null;

  @Field(() => CalendarDate)
  receivedOn!: string;

  @Field(() => DateTime)
  paidAt!: Date;

  @Field(() => MoneyType, { description: 'What of it was given back, or taken away by a dispute.' })
  returned!: MoneyType;

  @Field(() => Boolean, { description: 'It was recorded by hand and counts.' })
  canUndo!: boolean;

  @Field(() => Boolean, { description: 'It came through Stripe, and some of it is left (see clientPayment).' })
  canRefund!: boolean;

  @Field(() => DateTime, { nullable: true })
  undoneAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Who recorded it; for the team.' })
  recordedBy!: string | null;
}
