import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

export const roles = { OWNER: 'OWNER', BILLING: 'BILLING', SUPPORT: 'SUPPORT', READ_ONLY: 'READ_ONLY' } as const;
export type Role = keyof typeof roles;

/** A person of the business: an admin. */
@Entity({ tableName: 'team_member' })
export class TeamMember extends TenantRow {
  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'text' })
  email!: string;

  @Property({ type: 'text' })
  role: Role = roles.OWNER;

  @Property({ type: 'timestamptz', nullable: true })
  archivedAt: Date | null = null;
}
