import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';
import { v7 } from 'uuid';
import { DateTime } from './scalars.ts';

/** What every row carries. `business_id` leads the key in the database (see the migrations). */
@ObjectType()
export abstract class TenantRow {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  id: string = v7();

  @Property({ type: 'uuid' })
  businessId!: string;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz' })
  createdAt: Date = new Date();
}
