import type { EntityManager } from '@mikro-orm/postgresql';
import type { TicketRow } from './ticket.access.ts';
import type { TicketParticipantType } from './ticket-participant.type.ts';

export const participantsOf = (em: EntityManager, { businessId, clientId, id }: Pick<TicketRow, 'businessId' | 'clientId' | 'id'>): Promise<TicketParticipantType[]> =>
  em.execute(
    `select p.id, p.address, p.name, exists (
       select from contact c where c.business_id = p.business_id and c.client_id = ? and lower(c.email) = lower(p.address) and c.archived_at is null) as "isContact"
     from ticket_participant p where p.business_id = ? and p.ticket_id = ? and p.removed_at is null order by p.created_at, p.id`,
    [clientId, businessId, id],
  );
