import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import type { Viewer } from '../auth/viewer.ts';
import type { Ticket } from './ticket.entity.ts';
import { readerOf } from './ticket-message.access.ts';

type Which = Pick<Ticket, 'id' | 'businessId' | 'clientId'>;

/**
 * Up to the newest message that is there, not up to now: one that is being written at this moment is new later. Never backwards,
 * since two tabs may report out of order.
 */
export async function markRead(em: EntityManager, viewer: Viewer, { id, businessId, clientId }: Which, at: Date): Promise<void> {
  const [column, person] = readerOf(viewer);
  await em.execute(
    `insert into ticket_reading as r (id, business_id, created_at, client_id, ticket_id, ${column}, read_at)
     select ?::uuid, ?::uuid, ?::timestamptz, ?::uuid, ?::uuid, ?::uuid, max(m.created_at) from ticket_message m
     where m.business_id = ? and m.ticket_id = ? and m.kind = 'MESSAGE' and m.held_until is null having count(*) > 0
     on conflict (business_id, ticket_id, coalesce(contact_id, team_member_id)) do update set read_at = greatest(r.read_at, excluded.read_at)`,
    [v7(), businessId, at, clientId, id, person, businessId, id],
  );
}

/** Before the messages of one ticket go into another: what a person has not read of either stays unread. */
export async function mergeReadings(em: EntityManager, from: Which, into: Which, at: Date): Promise<void> {
  const { businessId, clientId } = into;
  await em.execute(
    `insert into ticket_reading (id, business_id, created_at, client_id, ticket_id, contact_id, team_member_id, read_at)
     select gen_random_uuid(), ?::uuid, ?::timestamptz, ?::uuid, ?::uuid, p.contact_id, p.team_member_id, coalesce((
       select min(m.created_at) - interval '1 millisecond' from ticket_message m
       left join ticket_reading r on r.business_id = m.business_id and r.ticket_id = m.ticket_id and coalesce(r.contact_id, r.team_member_id) = coalesce(p.contact_id, p.team_member_id)
       where m.business_id = ? and m.ticket_id in (?, ?) and m.kind = 'MESSAGE' and m.held_until is null
         and m.author_kind = case when p.contact_id is null then 'CONTACT' else 'TEAM_MEMBER' end and m.created_at > coalesce(r.read_at, '-infinity')), p.furthest)
     from (select contact_id, team_member_id, max(read_at) as furthest from ticket_reading where business_id = ? and ticket_id in (?, ?) group by 1, 2) p
     on conflict (business_id, ticket_id, coalesce(contact_id, team_member_id)) do update set read_at = excluded.read_at`,
    [businessId, at, clientId, into.id, businessId, from.id, into.id, businessId, from.id, into.id],
  );
}
