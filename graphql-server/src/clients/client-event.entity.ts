import { Entity, Property } from '@mikro-orm/decorators/legacy';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Field, ID, ObjectType } from 'type-graphql';
import { TenantRow } from '../shared/tenant-row.ts';

export type ClientEventKind =
  | 'invoice.sent' | 'invoice.paid' | 'invoice.imported'
  | 'credit.received'
  | 'ticket.opened' | 'ticket.replied' | 'ticket.closed' | 'ticket.reopened'
  | 'mail.bounced' | 'contact.signed-in';

/** A past fact on a client's timeline. */
@ObjectType()
@Entity({ tableName: 'client_event' })
export class ClientEvent extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Field(() => String)
  @Property({ type: 'text' })
  kind!: ClientEventKind;

  @Field(() => String)
  @Property({ type: 'text' })
  summary!: string;

  @Field(() => ID, { nullable: true })
  @Property({ type: 'uuid', nullable: true })
  invoiceId: string | null = null;

  @Field(() => ID, { nullable: true })
  @Property({ type: 'uuid', nullable: true })
  ticketId: string | null = null;
}

/** Adds a fact to the timeline, in the transaction that made it true. */
export function record(
  em: EntityManager,
  of: { businessId: string; clientId: string },
  fact: { kind: ClientEventKind; summary: string; invoiceId?: string | null; ticketId?: string | null; createdAt?: Date },
): void {
  const event = new ClientEvent();
  Object.assign(event, { businessId: of.businessId, clientId: of.clientId, ...fact });
  em.persist(event);
}
