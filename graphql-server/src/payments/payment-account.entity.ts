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
}
