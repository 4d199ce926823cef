import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { badInput, DomainError } from '../shared/domain-error.ts';
import { normalizedEmailAddress } from '../shared/email-address.ts';
import { TenantRow } from '../shared/tenant-row.ts';

export const roles = { OWNER: 'OWNER', BILLING: 'BILLING', SUPPORT: 'SUPPORT', READ_ONLY: 'READ_ONLY' } as const;
export type Role = keyof typeof roles;

/** A person of the business: an admin. */
@ObjectType()
@Entity({ tableName: 'team_member' })
export class TeamMember extends TenantRow {
  @Field(() => String)
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String)
  @Property({ type: 'text' })
  email!: string;

  @Property({ type: 'text' })
  role: Role = roles.OWNER;

  @Property({ type: 'timestamptz', nullable: true })
  archivedAt: Date | null = null;

  describe({ name, email, role }: { name: string; email: string; role: Role }): void {
    if (!name.trim() || name.length > 200 || /[\r\n]/.test(name)) throw badInput('Please give a name of at most 200 characters.', 'name');
    const address = normalizedEmailAddress(email.trim());
    if (!address) throw badInput(`"${email.slice(0, 100)}" is not an e-mail address.`, 'email');
    Object.assign(this, { name: name.trim(), email: address, role });
  }

  /** Nobody's own: so the owner who does it stays one, and a business never is without. */
  changeRole(role: Role, by: { teamMemberId: string }): void {
    if (by.teamMemberId === this.id) throw new DomainError('CONFLICT', 'Nobody changes their own role. Ask another owner.');
    this.role = role;
  }

  remove(by: { teamMemberId: string }, at: Date): void {
    if (by.teamMemberId === this.id) throw new DomainError('CONFLICT', 'Nobody removes themselves. Ask another owner.');
    this.archivedAt = at;
  }

  rejoin(): void {
    this.archivedAt = null;
  }
}
