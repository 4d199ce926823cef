import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { DocumentLine } from '../documents/priced-document.entity.ts';

@Entity({ tableName: 'invoice_line' })
export class InvoiceLine extends DocumentLine {
  @Property({ type: 'uuid' })
  invoiceId!: string;
}
