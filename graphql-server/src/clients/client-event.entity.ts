import { Entity, Property } from '@mikro-orm/decorators/legacy';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Field, ID, ObjectType } from 'type-graphql';
import { TenantRow } from '../shared/tenant-row.ts';

export type ClientEventKind =
  | 'estimate.sent' | 'estimate.pulled-back' | 'estimate.accepted' | 'estimate.declined' | 'estimate.converted' | 'estimate.viewed'
  | 'invoice.sent' | 'invoice.pulled-back' | 'invoice.voided' | 'invoice.paid' | 'invoice.imported' | 'invoice.viewed'
  | 'payment.recorded' | 'payment.undone' | 'payment.refunded' | 'refund.failed' | 'dispute.opened' | 'dispute.won' | 'dispute.lost' | 'credit.received' | 'credit.applied' | 'credit-note.issued'
  | 'ticket.opened' | 'ticket.replied' | 'ticket.closed' | 'ticket.reopened' | 'ticket.merged'
  | 'reminder.sent' | 'receipt.sent' | 'mail.bounced' | 'mail.complained' | 'address.cleared'
  | 'import.undone'
  | 'client.created' | 'client.changed' | 'client.archived' | 'client.restored'
  | 'contact.added' | 'contact.changed' | 'contact.archived' | 'contact.signed-in';

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
  estimateId: string | null = null;

  @Property({ type: 'uuid', nullable: true })
  creditNoteId: string | null = null;

  @Field(() => ID, { nullable: true })
  @Property({ type: 'uuid', nullable: true })
  ticketId: string | null = null;

  @Field(() => String, { nullable: true, description: 'Who did it, as they were called then.' })
  @Property({ type: 'text', nullable: true })
  teamMemberName: string | null = null;
}

type Fact = Pick<ClientEvent, 'kind' | 'summary'> &
  Partial<Pick<ClientEvent, 'invoiceId' | 'estimateId' | 'creditNoteId' | 'ticketId' | 'teamMemberName' | 'createdAt'>>;

/** Adds a fact to the timeline, in the transaction that made it true. */
export function record(em: EntityManager, of: { businessId: string; clientId: string }, fact: Fact): void {
  const event = new ClientEvent();
  Object.assign(event, { businessId: of.businessId, clientId: of.clientId, ...fact });
  em.persist(event);
}
