import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { TenantRow } from '../shared/tenant-row.ts';

/** A person at a client, who gets its mail and may enter its portal. */
@ObjectType()
@Entity({ tableName: 'contact' })
export class Contact extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Field(() => String)
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String)
  @Property({ type: 'text' })
  email!: string;

  @Property({ type: 'timestamptz', nullable: true })
  archivedAt: Date | null = null;
}
