import { Field, InputType } from 'type-graphql';

@InputType()
export class ClientFilter {
  @Field(() => String, { nullable: true, description: 'In name, external id, or a contact.' })
  text?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Those that were archived, instead of the others.' })
  isArchived?: boolean | null;
}

@InputType({ description: 'Of an update: what is left out stays, what is empty is taken away.' })
export class ClientInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true, description: 'Its id in another system; one client has it.' })
  externalId?: string | null;

  @Field(() => String, { nullable: true })
  phone?: string | null;

  @Field(() => [String], { nullable: true, description: 'Lines as they are printed.' })
  address?: string[] | null;

  @Field(() => String, { nullable: true, description: 'ISO 3166-1 alpha-2.' })
  country?: string | null;

  @Field(() => String, { nullable: true })
  taxId?: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217, for new documents.' })
  currency?: string | null;

  @Field(() => String, { nullable: true, description: 'BCP 47.' })
  locale?: string | null;

  @Field(() => String, { nullable: true, description: 'Seen by the team alone.' })
  internalNotes?: string | null;
}

@InputType()
export class ContactInput {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  email!: string;
}
