import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { DocumentLine } from '../documents/priced-document.entity.ts';

@Entity({ tableName: 'credit_note_line' })
export class CreditNoteLine extends DocumentLine {
  @Property({ type: 'uuid' })
  creditNoteId!: string;
}
