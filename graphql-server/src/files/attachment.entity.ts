import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** A file that goes with an invoice, an estimate or a message of a ticket. */
@Entity({ tableName: 'attachment' })
export class Attachment extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'uuid', nullable: true })
  invoiceId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  estimateId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  ticketMessageId: string | null = null;

  /** Null for what came by mail and was not kept. */
  @Property({ type: 'uuid', nullable: true })
  fileId: string | null = null;

  @Property({ type: 'text', nullable: true })
  omittedBecause: string | null = null;

  /** Of a picture that the HTML of its mail shows. */
  @Property({ type: 'text', nullable: true })
  contentId: string | null = null;

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
