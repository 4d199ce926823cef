import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** A file that goes with an invoice or an estimate. */
@Entity({ tableName: 'attachment' })
export class Attachment extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'uuid', nullable: true })
  invoiceId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  estimateId: string | null = null;

  @Property({ type: 'uuid' })
  fileId!: string;

  /** As it is shown and saved. */
  @Property({ type: 'text' })
  name!: string;

  /** It is gone from the draft; who was sent it before still has it until the next sending. */
  @Property({ type: 'timestamptz', nullable: true })
  removedAt: Date | null = null;

  remove(at: Date): void {
    this.removedAt ??= at;
  }
}
