import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { DocumentLine } from '../documents/priced-document.entity.ts';

@Entity({ tableName: 'estimate_line' })
export class EstimateLine extends DocumentLine {
  @Property({ type: 'uuid' })
  estimateId!: string;
}
