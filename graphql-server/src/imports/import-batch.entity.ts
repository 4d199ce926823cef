import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { DomainError } from '../shared/domain-error.ts';
import { DateTime } from '../shared/scalars.ts';
import { TenantRow } from '../shared/tenant-row.ts';
import type { ImportKind } from './import-fields.ts';

/** A file that was imported. What it brought carries its id as `importId`, and can be taken back. */
@ObjectType()
@Entity({ tableName: 'import_batch' })
export class ImportBatch extends TenantRow {
  @Property({ type: 'text' })
  kind!: ImportKind;

  @Field(() => String)
  @Property({ type: 'text' })
  fileName!: string;

  @Field(() => Int)
  @Property({ type: 'integer' })
  rowCount!: number;

  @Field(() => Int, { description: 'Clients or invoices.' })
  @Property({ type: 'integer' })
  imported!: number;

  /** Null for the command line. */
  @Property({ type: 'uuid', nullable: true })
  teamMemberId: string | null = null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  undoneAt: Date | null = null;

  undo(at: Date): void {
    if (this.undoneAt) throw new DomainError('CONFLICT', 'This import was undone already.');
    this.undoneAt = at;
  }
}
