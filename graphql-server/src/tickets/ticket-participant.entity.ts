import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { TenantRow } from '../shared/tenant-row.ts';

/** Somebody in copy of a ticket, who is mailed what the team writes. */
@Entity({ tableName: 'ticket_participant' })
export class TicketParticipant extends TenantRow {
  @Property({ type: 'uuid' })
  clientId!: string;

  @Property({ type: 'uuid' })
  ticketId!: string;

  @Property({ type: 'text' })
  address!: string;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'timestamptz', nullable: true })
  removedAt: Date | null = null;
}
