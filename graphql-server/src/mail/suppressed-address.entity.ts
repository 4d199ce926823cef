import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

export const suppressionCauses = { BOUNCED: 'BOUNCED', COMPLAINED: 'COMPLAINED' } as const;
export type SuppressionCause = keyof typeof suppressionCauses;

/** An address that takes no mail, or wants none: the business mails it no more until somebody clears it. */
@Entity({ tableName: 'suppressed_address' })
export class SuppressedAddress extends TenantRow {
  @Property({ type: 'text' })
  address!: string;

  @Property({ type: 'text' })
  cause!: SuppressionCause;

  @Property({ type: 'text', nullable: true })
  detail: string | null = null;

  /** The mail that showed it. */
  @Property({ type: 'uuid', nullable: true })
  dispatchId: string | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  clearedAt: Date | null = null;

  @Property({ type: 'uuid', nullable: true })
  clearedBy: string | null = null;

  clear(teamMemberId: string, at: Date): void {
    this.clearedAt = at;
    this.clearedBy = teamMemberId;
  }

  /** The provider would not have it cleared. */
  restore(detail: string): void {
    this.detail = detail;
    this.clearedAt = null;
    this.clearedBy = null;
  }
}

/** What stands at a mail that was not sent for it. */
export function refusalOf({ cause, address }: Pick<SuppressedAddress, 'cause' | 'address'>): string {
  const why = {
    BOUNCED: `Not sent: an earlier mail to ${address} came back. Correct the contact's address, or clear it there if it works again.`,
    COMPLAINED: `Not sent: ${address} reported an earlier mail as spam. Ask the contact by another way, and clear the address there if mail is wanted again.`,
  };
  return why[cause];
}
