import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';
import type { DocumentKind, PrintedDocument } from './printed-document.ts';

/** What was sent, frozen. Never changes, except that its PDF is attached once it is rendered. */
@Entity({ tableName: 'document_revision' })
export class DocumentRevision extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'text' })
  kind!: DocumentKind;

  /** Of the invoice, estimate or credit note. */
  @Property({ type: 'uuid' })
  documentId!: string;

  @Property({ type: 'integer' })
  revision!: number;

  @Property({ type: 'json' })
  document!: PrintedDocument;

  @Property({ type: 'uuid', nullable: true })
  pdfFileId: string | null = null;
}
