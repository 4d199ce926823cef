import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { ticketBoxes, type TicketBox } from './ticket.access.ts';
import { ticketStates, type TicketState } from './ticket.entity.ts';

registerEnumType(ticketBoxes, { name: 'TicketBox' });

const SAID_ONCE = 'Of the sender\'s own making, one for each message, e.g. a UUID. Sent again with the same one, the answer is the ticket as it is, and nothing is added.';

@InputType()
export class TicketFilter {
  @Field(() => [ticketStates], { nullable: true })
  status?: TicketState[] | null;

  @Field(() => ID, { nullable: true })
  clientId?: string | null;

  @Field(() => ID, { nullable: true, description: 'About this invoice.' })
  invoiceId?: string | null;

  @Field(() => ticketBoxes, { nullable: true, description: 'For the team.' })
  box?: TicketBox | null;

  @Field(() => String, { nullable: true, description: 'Its number, or words of its subject and messages.' })
  text?: string | null;

  @Field(() => String, { nullable: true, description: 'For the team.' })
  tag?: string | null;
}

@InputType()
export class OpenTicketInput {
  @Field(() => String)
  subject!: string;

  @Field(() => String)
  message!: string;

  @Field(() => ID, { nullable: true, description: 'The invoice that it is about.' })
  invoiceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For a team member: whose record it belongs to.' })
  clientId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For a team member: whom it is with.' })
  contactId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Uploaded before (POST /files?purpose=message).' })
  fileIds?: string[] | null;

  @Field(() => String, { nullable: true, description: SAID_ONCE })
  idempotencyKey?: string | null;
}

@InputType()
export class ReplyToTicketInput {
  @Field(() => ID)
  ticketId!: string;

  @Field(() => String)
  message!: string;

  @Field(() => [ID], { nullable: true, description: 'Uploaded before (POST /files?purpose=message).' })
  fileIds?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'For the team alone.' })
  isNote?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'The newest message that was on screen: when another has come since, the answer is CONFLICT, unless `anyway`.' })
  lastSeenMessageId?: string | null;

  @Field(() => Boolean, { nullable: true })
  anyway?: boolean | null;

  @Field(() => String, { nullable: true, description: SAID_ONCE })
  idempotencyKey?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'And closes the ticket; for the team.' })
  close?: boolean | null;
}
