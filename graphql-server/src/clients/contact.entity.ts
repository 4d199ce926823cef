import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { badInput } from '../shared/domain-error.ts';
import { normalizedEmailAddress } from '../shared/email-address.ts';
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

  describe({ name, email }: { name: string; email: string }): void {
    if (!name.trim() || name.length > 200 || /[\r\n]/.test(name)) throw badInput('Please give the contact a name of at most 200 characters.', 'name');
    const address = normalizedEmailAddress(email.trim());
    if (!address) throw badInput(`"${email.slice(0, 100)}" is not an e-mail address.`, 'email');
    Object.assign(this, { name: name.trim(), email: address });
  }

  archive(at: Date): void {
    this.archivedAt ??= at;
  }

  restore(): void {
    this.archivedAt = null;
  }
}
