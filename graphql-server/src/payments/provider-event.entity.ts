import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { DomainError } from '../shared/domain-error.ts';
import { TenantRow } from '../shared/tenant-row.ts';

/** A webhook as it came, unique by Stripe's event id. */
@Entity({ tableName: 'provider_event' })
export class ProviderEvent extends TenantRow {
  @Property({ type: 'text' })
  providerEventId!: string;

  @Property({ type: 'text' })
  type!: string;

  @Property({ type: 'json' })
  payload!: { livemode: boolean; account?: string; data: { object: { id: string; object: string; metadata?: Record<string, string> | null } } };

  /** Stripe's id of what it is about. */
  @Property({ type: 'text', nullable: true })
  objectId: string | null = null;

  @Property({ type: 'integer' })
  attempts: number = 0;

  @Property({ type: 'timestamptz', nullable: true })
  triedAt: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  appliedAt: Date | null = null;

  /** Why it could not be applied. */
  @Property({ type: 'text', nullable: true })
  problem: string | null = null;

  /** Somebody has seen to it by hand. */
  @Property({ type: 'timestamptz', nullable: true })
  dismissedAt: Date | null = null;

  @Property({ type: 'uuid', nullable: true })
  dismissedBy: string | null = null;

  /** Also one that was dismissed: somebody may have been wrong. */
  mayRunAgain(): void {
    if (this.appliedAt) throw new DomainError('CONFLICT', 'This event was applied already.');
    this.problem = null;
    this.dismissedAt = null;
    this.dismissedBy = null;
  }

  dismiss(by: string, at: Date): void {
    if (this.appliedAt || !this.problem) throw new DomainError('CONFLICT', 'Only an event that could not be applied can be dismissed.');
    this.dismissedAt = at;
    this.dismissedBy = by;
  }
}
