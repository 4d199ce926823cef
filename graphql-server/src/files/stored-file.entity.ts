import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

export type FilePurpose = 'DOCUMENT' | 'ATTACHMENT' | 'LOGO';

/** A file in the file store, found by `key`. Never changed. */
@Entity({ tableName: 'stored_file' })
export class StoredFile extends TenantRow {
  /** None until it is attached, and of a logo: such a row is hidden from every contact. */
  @Property({ type: 'uuid', nullable: true })
  clientId: string | null = null;

  @Property({ type: 'text' })
  purpose: FilePurpose = 'DOCUMENT';

  @Property({ type: 'text' })
  key!: string;

  @Property({ type: 'text' })
  contentType!: string;

  @Property({ type: new BigIntType('number') })
  size!: number;

  @Property({ type: 'blob' })
  sha256!: Buffer;

  /** Of a logo, in pixels. */
  @Property({ type: 'integer', nullable: true })
  width: number | null = null;

  @Property({ type: 'integer', nullable: true })
  height: number | null = null;
}
