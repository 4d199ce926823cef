import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { TenantRow } from '../shared/tenant-row.ts';

/** One that the business bills. */
@ObjectType()
@Entity({ tableName: 'client' })
export class Client extends TenantRow {
  /** The client's id in the system that its data was imported from. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  externalId: string | null = null;

  @Field(() => String)
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  phone: string | null = null;

  @Field(() => [String], { description: 'Lines as they are printed.' })
  @Property({ type: 'string[]' })
  address: string[] = [];

  @Field(() => String, { nullable: true, description: 'ISO 3166-1 alpha-2, when known.' })
  @Property({ type: 'text', nullable: true })
  country: string | null = null;

  /** BCP 47 of its documents and mails; the business's when null. */
  @Property({ type: 'text', nullable: true })
  locale: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  archivedAt: Date | null = null;
}
