import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** A signed-in browser: of a contact or of a team member. Holds only the cookie's hash. */
@Entity({ tableName: 'session' })
export class Session extends TenantRow {
  @Property({ type: 'blob' })
  tokenHash!: Buffer;

  @Property({ type: 'uuid', nullable: true })
  clientId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  contactId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  teamMemberId: string | null = null;

  @Property({ type: 'timestamptz' })
  lastSeenAt: Date = new Date();

  /** The absolute limit; the idle limit is counted from `lastSeenAt`. */
  @Property({ type: 'timestamptz' })
  expiresAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  revokedAt: Date | null = null;

  @Property({ type: 'text', nullable: true })
  ip: string | null = null;

  @Property({ type: 'text', nullable: true })
  userAgent: string | null = null;
}
