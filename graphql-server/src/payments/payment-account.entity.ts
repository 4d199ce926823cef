import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** A business's Stripe account. Secrets are sealed (see secret-box). */
@Entity({ tableName: 'payment_account' })
export class PaymentAccount extends TenantRow {
  @Property({ type: 'text' })
  publishableKey!: string;

  @Property({ type: 'text' })
  secretKeySealed!: string;

  @Property({ type: 'text' })
  webhookSecretSealed!: string;

  @Property({ type: 'text' })
  webhookEndpointId!: string;

  @Property({ type: 'boolean' })
  isLive!: boolean;

  /** Stripe's `acct_…`; a restricted key may not tell. */
  @Property({ type: 'text', nullable: true })
  providerAccountId: string | null = null;

  @Property({ type: 'text', nullable: true })
  accountName: string | null = null;

  /** Events from before are known, whether or not their webhook came. */
  @Property({ type: 'timestamptz', nullable: true })
  eventsSeenUntil: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  checkedAt: Date | null = null;

  /** Why Stripe cannot tell us, or cannot be asked, as far as was seen at `checkedAt`. */
  @Property({ type: 'text', nullable: true })
  endpointProblem: string | null = null;

  /** When a webhook last came whose signature did not fit. */
  @Property({ type: 'timestamptz', nullable: true })
  refusedAt: Date | null = null;
}
