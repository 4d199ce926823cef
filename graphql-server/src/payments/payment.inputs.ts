import { Field, ID, InputType } from 'type-graphql';
import { CalendarDate, SafeInt } from '../shared/scalars.ts';
import { paymentMethods, type PaymentMethod } from './payment.entity.ts';

@InputType()
export class RecordPaymentInput {
  @Field(() => ID)
  invoiceId!: string;

  @Field(() => SafeInt, { description: "Minor units of the invoice's currency; what is beyond the balance becomes credit on account." })
  amount!: number;

  @Field(() => paymentMethods)
  method!: PaymentMethod;

  @Field(() => CalendarDate, { nullable: true, description: 'Today when left out; never later.' })
  receivedOn?: string | null;

  @Field(() => String, { nullable: true })
  reference?: string | null;

  @Field(() => String, { nullable: true, description: 'For the team.' })
  note?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Mails a receipt to those who got the invoice; the setting of the business when left out.' })
  sendReceipt?: boolean | null;
}

@InputType()
export class ApplyCreditInput {
  @Field(() => ID)
  invoiceId!: string;

  @Field(() => SafeInt, { nullable: true, description: 'As much as is there and is owed when left out.' })
  amount?: number | null;
}
