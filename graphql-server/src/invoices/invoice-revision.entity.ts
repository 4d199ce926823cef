import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';
import type { InvoiceDocument } from './invoice-document.ts';

/** What was sent, frozen. Never changes, except that its PDF is attached once it is rendered. */
@Entity({ tableName: 'invoice_revision' })
export class InvoiceRevision extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'uuid' })
  invoiceId!: string;

  @Property({ type: 'integer' })
  revision!: number;

  @Property({ type: 'json' })
  document!: InvoiceDocument;

  @Property({ type: 'uuid', nullable: true })
  pdfFileId: string | null = null;
}
