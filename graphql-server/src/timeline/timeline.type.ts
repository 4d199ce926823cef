import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { timelineTopics } from './timeline-topics.ts';

registerEnumType(timelineTopics, { name: 'TimelineTopic' });

@ObjectType({ description: 'A past fact of a client: an event, a message of a ticket, or a mail.' })
export class TimelineEntry {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Of an event, such as "invoice.paid"; "message", "note" or "mail".' })
  kind!: string;

  @Field(() => String, { nullable: true, description: 'How a message begins; of a mail, what its sender wrote to go with a document.' })
  text!: string | null;

  @Field(() => String, { nullable: true, description: 'Of a mail, as it left.' })
  subject!: string | null;

  @Field(() => String, { nullable: true, description: 'Whom a mail went to.' })
  recipient!: string | null;

  @Field(() => String, { nullable: true, description: 'Why a mail did not arrive, or has not yet.' })
  error!: string | null;

  @Field(() => ID, { nullable: true })
  invoiceId!: string | null;

  @Field(() => ID, { nullable: true })
  estimateId!: string | null;

  @Field(() => ID, { nullable: true })
  ticketId!: string | null;
}
