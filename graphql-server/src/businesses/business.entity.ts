import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { TenantRow } from '../shared/tenant-row.ts';

/** One that bills its clients. The tenant: its own id is its `businessId`. */
@ObjectType()
@Entity({ tableName: 'business' })
export class Business extends TenantRow {
  @Field(() => String)
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  email: string | null = null;

  @Field(() => [String])
  @Property({ type: 'string[]' })
  address: string[] = [];

  /** IANA name; decides when a due date has passed. */
  @Field(() => String)
  @Property({ type: 'text' })
  timeZone: string = 'UTC';

  /** ISO 4217, for new invoices. */
  @Field(() => String)
  @Property({ type: 'text' })
  currency: string = 'EUR';

  /** BCP 47, for clients that have none. */
  @Property({ type: 'text' })
  locale: string = 'en';

  @Field(() => String, { description: '"#rrggbb"' })
  @Property({ type: 'text' })
  brandColor: string = '#3a5bd9';

  @Field(() => String, { nullable: true, description: 'Shown where a client cannot pay by card.' })
  @Property({ type: 'text', nullable: true })
  bankDetails: string | null = null;

  @Field(() => Boolean, { description: 'A payment provider is connected.' })
  @Property({ type: 'boolean' })
  canTakePayments: boolean = false;

  /** See `formatDocumentNumber`. */
  @Property({ type: 'text' })
  numberPattern: string = 'INV-{YYYY}-{SEQ:4}';

  @Property({ type: 'integer' })
  paymentTermsDays: number = 14;

  /** How long a magic link works. */
  @Property({ type: 'integer' })
  linkDays: number = 90;

  static create(name: string): Business {
    const business = new Business();
    business.businessId = business.id;
    business.name = name;
    return business;
  }
}
