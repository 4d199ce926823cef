import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { DraftInput } from '../documents/document.inputs.ts';
import { connectionOf } from '../paging.ts';
import { CalendarDate } from '../shared/scalars.ts';
import { estimateActions, estimateStatuses, type EstimateStatus } from './estimate-states.ts';
import { Estimate } from './estimate.entity.ts';

registerEnumType(estimateStatuses, {
  name: 'EstimateStatus',
  description: 'EXPIRED is derived: sent, not answered, and valid until before today in the time zone of the business.',
});
registerEnumType(estimateActions, { name: 'EstimateAction' });

export const EstimateConnection = connectionOf('Estimate', () => Estimate);

@InputType()
export class EstimateFilter {
  @Field(() => ID, { nullable: true })
  clientId?: string | null;

  @Field(() => [estimateStatuses], { nullable: true })
  status?: EstimateStatus[] | null;

  @Field(() => String, { nullable: true, description: 'In number, reference, client or lines.' })
  text?: string | null;
}

@InputType()
export class CreateEstimateInput extends DraftInput {
  @Field(() => ID)
  clientId!: string;

  @Field(() => CalendarDate, { nullable: true, description: 'By the setting of the business when left out.' })
  validUntil?: string | null;
}

@InputType({ description: 'As UpdateInvoiceInput.' })
export class UpdateEstimateInput extends DraftInput {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => ID, { nullable: true })
  clientId?: string | null;

  @Field(() => CalendarDate, { nullable: true })
  validUntil?: string | null;
}

@InputType()
export class SendEstimateInput {
  @Field(() => ID)
  id!: string;

  @Field(() => [ID], { nullable: true, description: "All of the client's contacts when left out." })
  contactIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Goes with the mail.' })
  message?: string | null;
}
