import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** A text that the team writes often. */
@Entity({ tableName: 'canned_reply' })
export class CannedReply extends TenantRow {
  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'text' })
  body!: string;
}
