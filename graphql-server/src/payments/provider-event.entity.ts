import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** A webhook as it came, unique by Stripe's event id. */
@Entity({ tableName: 'provider_event' })
export class ProviderEvent extends TenantRow {
  @Property({ type: 'text' })
  providerEventId!: string;

  @Property({ type: 'text' })
  type!: string;

  @Property({ type: 'json' })
  payload!: { data: { object: { id: string; object: string } } };

  @Property({ type: 'timestamptz', nullable: true })
  appliedAt: Date | null = null;

  /** Why it could not be applied. */
  @Property({ type: 'text', nullable: true })
  problem: string | null = null;
}
