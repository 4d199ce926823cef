import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** A file in the file store, found by `key`. */
@Entity({ tableName: 'stored_file' })
export class StoredFile extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'text' })
  key!: string;

  @Property({ type: 'text' })
  contentType!: string;

  @Property({ type: new BigIntType('number') })
  size!: number;

  @Property({ type: 'blob' })
  sha256!: Buffer;
}
