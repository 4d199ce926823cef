import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { countryCode } from '../shared/country.ts';
import { isCurrency } from '../shared/currency.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { localeFrom } from '../shared/locale.ts';
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

  @Field(() => String, { nullable: true, description: 'Printed on documents, such as a VAT number.' })
  @Property({ type: 'text', nullable: true })
  taxId: string | null = null;

  @Field(() => String, { nullable: true, description: "ISO 4217, for new documents; the business's when there is none." })
  @Property({ type: 'text', nullable: true })
  currency: string | null = null;

  /** For the team. */
  @Property({ type: 'text', nullable: true })
  internalNotes: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  importId: string | null = null;

  @Field(() => String, { nullable: true, description: "BCP 47 of its documents and mails; the business's when there is none." })
  @Property({ type: 'text', nullable: true })
  locale: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  archivedAt: Date | null = null;

  /** Takes on what is given, whole or not at all; blank takes away. Says what is different now. */
  describe({ name = this.name, address, country, currency, locale, ...texts }: ClientDescription): string[] {
    if (!name?.trim() || name.length > 200) throw badInput('Please give the client a name of at most 200 characters.', 'name');
    const lines = address === undefined ? this.address : (address ?? []).map((line) => line.trim()).filter(Boolean);
    if (lines.length > 10 || lines.some((line) => line.length > 200)) throw badInput('An address has at most 10 lines of 200 characters.', 'address');
    if (country?.trim() && !countryCode(country)) throw badInput(`"${country.slice(0, 60)}" is not a country, such as DE.`, 'country');
    if (currency?.trim() && !isCurrency(currency)) throw badInput(`"${currency.slice(0, 20)}" is not an ISO 4217 currency, such as EUR.`, 'currency');
    const facts: Partial<Client> = {
      name: name.trim(),
      address: lines,
      country: given(country, this.country, countryCode),
      currency: given(currency, this.currency, String),
      locale: given(locale, this.locale, localeFrom),
      externalId: textOf('externalId', texts.externalId, this.externalId, 100),
      phone: textOf('phone', texts.phone, this.phone, 50),
      taxId: textOf('taxId', texts.taxId, this.taxId, 60),
      internalNotes: textOf('internalNotes', texts.internalNotes, this.internalNotes, 10_000),
    };
    const changed = (Object.keys(facts) as (keyof typeof labels)[]).filter((field) => String(facts[field] ?? '') !== String(this[field] ?? ''));
    Object.assign(this, facts);
    return changed.map((field) => labels[field]);
  }

  archive(at: Date): void {
    this.archivedAt ??= at;
  }

  restore(): void {
    this.archivedAt = null;
  }

  mustBeActive(): void {
    if (this.archivedAt) throw new DomainError('CONFLICT', `${this.name} is archived. Restore the client before you bill it.`);
  }
}

export type ClientDescription = Partial<Record<'name' | 'country' | 'currency' | 'locale' | Text, string | null>> & { address?: string[] | null };
type Text = 'externalId' | 'phone' | 'taxId' | 'internalNotes';

const labels = {
  name: 'name', address: 'address', country: 'country', currency: 'currency', locale: 'language', externalId: 'external id',
  phone: 'telephone', taxId: 'tax number', internalNotes: 'internal notes',
} as const;

/** What is left out stays; what is blank is taken away. */
function given(text: string | null | undefined, present: string | null, read: (text: string) => string | null): string | null {
  if (text === undefined) return present;
  return text?.trim() ? read(text.trim()) : null;
}

function textOf(field: Text, text: string | null | undefined, present: string | null, max: number): string | null {
  if (text && text.length > max) throw badInput(`There is room for ${max.toLocaleString('en')} characters.`, field);
  return given(text, present, String);
}
