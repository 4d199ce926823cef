import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { MoneyType } from '../shared/money.type.ts';
import { DateTime } from '../shared/scalars.ts';

export const disputeStatuses = {
  INQUIRY: 'INQUIRY', NEEDS_RESPONSE: 'NEEDS_RESPONSE', UNDER_REVIEW: 'UNDER_REVIEW', WON: 'WON', LOST: 'LOST', CLOSED: 'CLOSED',
} as const;
export type DisputeStatus = keyof typeof disputeStatuses;
registerEnumType(disputeStatuses, { name: 'DisputeStatus' });

@ObjectType('Dispute', { description: "A payer's bank asks for the money back. For the team." })
export class DisputeType {
  businessId!: string;
  clientId!: string;
  paymentId!: string;

  @Field(() => ID)
  id!: string;

  @Field(() => MoneyType)
  amount!: MoneyType;

  @Field(() => MoneyType, { description: 'What of the money is gone at the moment.' })
  withdrawn!: MoneyType;

  @Field(() => disputeStatuses)
  status!: DisputeStatus;

  @Field(() => String, { description: "Stripe's word, such as fraudulent or product_not_received." })
  reason!: string;

  @Field(() => DateTime, { nullable: true })
  evidenceDueAt!: Date | null;

  @Field(() => DateTime)
  openedAt!: Date;

  @Field(() => DateTime, { nullable: true })
  closedAt!: Date | null;

  @Field(() => String, { description: "Of Stripe's dashboard, where it is answered." })
  providerUrl!: string;
}
