import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { isTimeZone } from '../shared/clock.ts';
import { isCurrency } from '../shared/currency.ts';
import { badInput } from '../shared/domain-error.ts';
import { normalizedEmailAddress } from '../shared/email-address.ts';
import { TenantRow } from '../shared/tenant-row.ts';

export type BusinessDescription = Partial<Record<'name' | 'email' | 'timeZone' | 'currency' | 'brandColor' | 'bankDetails', string>> & { address?: string[] };

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

  /** Takes on what is given, whole or not at all. */
  describe(given: BusinessDescription): void {
    const { name = this.name, email, address, timeZone = this.timeZone, currency = this.currency, brandColor = this.brandColor } = given;
    if (!name.trim() || name.length > 200) throw badInput('Please give the business a name of at most 200 characters.', 'name');
    const mail = email?.trim() ? normalizedEmailAddress(email) : email === undefined ? this.email : null;
    if (email?.trim() && !mail) throw badInput(`"${email}" is not an e-mail address.`, 'email');
    if (!isTimeZone(timeZone)) throw badInput(`"${timeZone}" is not a time zone, such as Europe/Berlin.`, 'timeZone');
    if (!isCurrency(currency)) throw badInput(`"${currency}" is not an ISO 4217 currency, such as EUR.`, 'currency');
    if (!/^#[0-9a-f]{6}$/i.test(brandColor)) throw badInput(`"${brandColor}" is not a colour, such as #1f5f5b.`, 'brandColor');
    const lines = address?.map((line) => line.trim()).filter(Boolean) ?? this.address;
    if (lines.length > 10 || lines.some((line) => line.length > 200)) throw badInput('An address has at most 10 lines of 200 characters.', 'address');
    const bankDetails = given.bankDetails === undefined ? this.bankDetails : given.bankDetails.trim() || null;
    if (bankDetails && bankDetails.length > 1_000) throw badInput('Bank details have at most 1,000 characters.', 'bankDetails');
    Object.assign(this, { name: name.trim(), email: mail, address: lines, timeZone, currency, brandColor, bankDetails });
  }

  static create(name: string): Business {
    const business = new Business();
    business.businessId = business.id;
    business.name = name;
    return business;
  }
}
