import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../shared/scalars.ts';

/** IGNORED is not about a payment made here. WAITING could not be applied: the inbox. */
export const paymentEventStates = { PENDING: 'PENDING', APPLIED: 'APPLIED', IGNORED: 'IGNORED', WAITING: 'WAITING', DISMISSED: 'DISMISSED' } as const;
export type PaymentEventState = keyof typeof paymentEventStates;
registerEnumType(paymentEventStates, { name: 'PaymentEventState', valuesConfig: {
  IGNORED: { description: 'Not about a payment that was made here.' }, WAITING: { description: 'Could not be applied, and waits for a person.' },
} });

@ObjectType('PaymentEvent', { description: 'Something that Stripe told us, and what became of it. For the team.' })
export class PaymentEventType {
  businessId!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: "Stripe's, such as charge.refunded." })
  type!: string;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => paymentEventStates)
  state!: PaymentEventState;

  @Field(() => String, { nullable: true, description: 'Why it was not applied.' })
  problem!: string | null;

  @Field(() => Int)
  attempts!: number;

  @Field(() => DateTime, { nullable: true })
  triedAt!: Date | null;

  @Field(() => String, { nullable: true, description: "Stripe's id of what it is about." })
  objectId!: string | null;

  @Field(() => String, { nullable: true })
  providerUrl!: string | null;
}
