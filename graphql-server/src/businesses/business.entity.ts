import { randomBytes } from 'node:crypto';
import { ArrayType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import type { TaxRounding } from '../documents/document-totals.ts';
import type { Logo, Paper } from '../documents/printed-document.ts';
import { isTimeZone } from '../shared/clock.ts';
import { isCurrency } from '../shared/currency.ts';
import { badInput } from '../shared/domain-error.ts';
import { normalizedEmailAddress } from '../shared/email-address.ts';
import { Decimal } from '../shared/scalars.ts';
import { TenantRow } from '../shared/tenant-row.ts';
import type { BusinessSettings } from './business-settings.ts';

type Profile = Partial<Record<'name' | 'email' | 'timeZone' | 'currency' | 'brandColor' | 'bankDetails' | 'taxId' | 'senderName', string>> & { address?: string[] };
export type BusinessDescription = Profile & BusinessSettings & { logo?: Logo | null };

@ObjectType({ description: 'A tax to choose from.' })
export class SavedTax {
  @Field(() => String)
  name!: string;

  @Field(() => Decimal, { description: 'Percent.' })
  rate!: string;

  @Field(() => Boolean)
  isCompound!: boolean;

  @Field(() => Boolean, { description: 'On each new line.' })
  isDefault!: boolean;
}

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

  @Field(() => String, { description: 'BCP 47, for clients that have none.' })
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

  @Field(() => Boolean, { description: 'Clients may pay a part of an invoice.' })
  @Property({ type: 'boolean' })
  partialPayments: boolean = false;

  @Field(() => String, { nullable: true, description: 'Printed on documents, such as a VAT number.' })
  @Property({ type: 'text', nullable: true })
  taxId: string | null = null;

  @Field(() => String, { nullable: true, description: 'From whom mail comes; the name when there is none.' })
  @Property({ type: 'text', nullable: true })
  senderName: string | null = null;

  @Property({ type: 'json', nullable: true })
  logo: Logo | null = null;

  @Property({ type: 'text' })
  paper: Paper = 'A4';

  @Field(() => String, { description: '{YYYY} {YY} {MM} of the issue date and {SEQ:4}, the number with at least four digits.' })
  @Property({ type: 'text' })
  numberPattern: string = 'INV-{YYYY}-{SEQ:4}';

  @Field(() => String)
  @Property({ type: 'text' })
  estimateNumberPattern: string = 'EST-{YYYY}-{SEQ:4}';

  @Field(() => String)
  @Property({ type: 'text' })
  creditNoteNumberPattern: string = 'CN-{YYYY}-{SEQ:4}';

  @Field(() => Boolean, { description: 'Of new documents.' })
  @Property({ type: 'boolean' })
  pricesIncludeTax: boolean = false;

  @Property({ type: 'text' })
  taxRounding: TaxRounding = 'DOCUMENT';

  @Field(() => [SavedTax])
  @Property({ type: 'json' })
  taxRates: SavedTax[] = [];

  @Field(() => String, { nullable: true, description: 'Of payment, for new documents.' })
  @Property({ type: 'text', nullable: true })
  terms: string | null = null;

  @Field(() => String, { nullable: true, description: 'For new documents.' })
  @Property({ type: 'text', nullable: true })
  notes: string | null = null;

  @Field(() => Int)
  @Property({ type: 'integer' })
  paymentTermsDays: number = 14;

  @Field(() => Int)
  @Property({ type: 'integer' })
  estimateValidDays: number = 30;

  @Field(() => [Int], {
    description: 'Days relative to the due date: -3 is three days before, 0 on it, 7 a week after. Empty: none are sent.',
  })
  @Property({ type: new ArrayType(Number, String) })
  reminderDays: number[] = [];

  @Field(() => Boolean, { description: 'Each payment is answered by a mail.' })
  @Property({ type: 'boolean' })
  sendsReceipts: boolean = true;

  @Field(() => Int, { description: 'Seconds for which a reply of the team can be taken back.' })
  @Property({ type: 'integer' })
  undoSendSeconds: number = 10;

  @Field(() => Int, { description: 'Mail to a ticket that was closed longer ago opens a new one.' })
  @Property({ type: 'integer' })
  reopenDays: number = 30;

  /** Of the address to which mail opens a ticket. */
  @Property({ type: 'text' })
  inboundToken: string = randomBytes(16).toString('hex');

  @Field(() => Int, { description: 'How long a magic link works.' })
  @Property({ type: 'integer' })
  linkDays: number = 90;

  /** Takes on what is given, whole or not at all. What is given of the settings was checked by `settingsFrom`. */
  describe({ name = this.name, email, address, timeZone = this.timeZone, currency = this.currency, brandColor = this.brandColor, bankDetails, taxId, senderName, ...settings }: BusinessDescription): void {
    if (!name.trim() || name.length > 200) throw badInput('Please give the business a name of at most 200 characters.', 'name');
    const mail = email?.trim() ? normalizedEmailAddress(email.trim()) : email === undefined ? this.email : null;
    if (email?.trim() && !mail) throw badInput(`"${email}" is not an e-mail address.`, 'email');
    if (!isTimeZone(timeZone)) throw badInput(`"${timeZone}" is not a time zone, such as Europe/Berlin.`, 'timeZone');
    if (!isCurrency(currency)) throw badInput(`"${currency}" is not an ISO 4217 currency, such as EUR.`, 'currency');
    if (!/^#[0-9a-f]{6}$/i.test(brandColor)) throw badInput(`"${brandColor}" is not a colour, such as #1f5f5b.`, 'brandColor');
    const lines = address?.map((line) => line.trim()).filter(Boolean) ?? this.address;
    if (lines.length > 10 || lines.some((line) => line.length > 200)) throw badInput('An address has at most 10 lines of 200 characters.', 'address');
    if (/[\r\n]/.test(senderName ?? '')) throw badInput("The sender's name is one line.", 'senderName');
    Object.assign(this, {
      name: name.trim(), email: mail, address: lines, timeZone, currency, brandColor,
      bankDetails: textOr(this.bankDetails, bankDetails, { field: 'bankDetails', what: 'Bank details have', max: 1_000 }),
      taxId: textOr(this.taxId, taxId, { field: 'taxId', what: 'A tax number has', max: 60 }),
      senderName: textOr(this.senderName, senderName, { field: 'senderName', what: "The sender's name has", max: 100 }),
      ...settings,
    });
  }

  static create(name: string): Business {
    const business = new Business();
    business.businessId = business.id;
    business.name = name;
    return business;
  }
}

/** What stands when nothing is given; nothing when what is given is blank. */
function textOr(present: string | null, given: string | undefined, { field, what, max }: { field: string; what: string; max: number }): string | null {
  if (given === undefined) return present;
  if (given.length > max) throw badInput(`${what} at most ${max.toLocaleString('en')} characters.`, field);
  return given.trim() || null;
}
