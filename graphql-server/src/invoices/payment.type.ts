import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { MoneyType } from '../shared/money.type.ts';
import { DateTime } from '../shared/scalars.ts';
import { paymentMethods, type PaymentMethod } from '../statements/ledger-entry.entity.ts';

registerEnumType(paymentMethods, { name: 'PaymentMethod' });

/** A payment on an invoice: one entry of the ledger. */
@ObjectType()
export class Payment {
  @Field(() => ID)
  id!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => paymentMethods)
  method!: PaymentMethod;

  @Field(() => String, { nullable: true })
  reference!: string | null;

  @Field(() => DateTime)
  paidAt!: Date;
}
