import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType('TicketParticipant', { description: 'In copy of a ticket. For the team.' })
export class TicketParticipantType {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  address!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Boolean, { description: 'A contact of this client.' })
  isContact!: boolean;
}
