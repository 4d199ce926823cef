import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

export type FilePurpose = 'DOCUMENT' | 'ATTACHMENT' | 'LOGO' | 'MESSAGE';

/** A file in the file store, found by `key`. Never changed. */
@Entity({ tableName: 'stored_file' })
export class StoredFile extends TenantRow {
  /** None until it is attached, and of a logo: such a row is hidden from every contact. */
  @Property({ type: 'uuid', nullable: true })
  clientId: string | null = null;

  @Property({ type: 'text' })
  purpose: FilePurpose = 'DOCUMENT';

  /** As it was uploaded for a message; other files have theirs where they are attached. */
  @Property({ type: 'text', nullable: true })
  name: string | null = null;

  /** Who uploaded it for a message, so that nobody fills the store with what they never send. */
  @Property({ type: 'uuid', nullable: true })
  sessionId: string | null = null;

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
