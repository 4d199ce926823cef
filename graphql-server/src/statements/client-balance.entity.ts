import { BigIntType } from '@mikro-orm/core';
import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** The sums of a client's ledger in one currency, kept in the ledger's own transaction. */
@Entity({ tableName: 'client_balance' })
export class ClientBalance extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'text' })
  currency!: string;

  @Property({ type: new BigIntType('number') })
  owed!: number;

  @Property({ type: new BigIntType('number') })
  paid!: number;

  @Property({ type: new BigIntType('number') })
  credit!: number;
}
