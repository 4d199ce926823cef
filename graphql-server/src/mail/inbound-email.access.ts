import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { enqueue } from '../jobs.ts';
import { decodeCursor, pageSize, toConnection, type Connection } from '../paging.ts';
import { places } from '../plain-rows.ts';
import { notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import { InboundEmail, type InboundOutcome } from './inbound-email.entity.ts';

/** Without the payload, which may be of 35 MB. */
export type InboundEmailRow = Pick<InboundEmail, 'id' | 'createdAt' | 'fromAddress' | 'fromName' | 'subject' | 'outcome' | 'reason' | 'ticketId' | 'clientId'> & { businessId: string };

const COLUMNS = `e.id, e.business_id as "businessId", e.created_at as "createdAt", e.from_address as "fromAddress", e.from_name as "fromName", e.subject, e.outcome, e.reason,
  e.ticket_id as "ticketId", e.client_id as "clientId"`;

interface Page { first: number; after?: string | null | undefined; outcome?: InboundOutcome[] | null | undefined; search?: string | null | undefined }

/** Newest first. */
export async function listInboundEmails(em: EntityManager, { businessId }: TeamViewer, { first, after, outcome, search }: Page): Promise<Connection<InboundEmailRow>> {
  const size = pageSize(first);
  const from = decodeCursor(after, ['instant', 'id']);
  const like = search?.trim() ? `%${search.trim().slice(0, 200).replace(/[\\%_]/g, '\\$&')}%` : null;
  const where = [
    'e.business_id = ?', outcome?.length ? `e.outcome in (${places(outcome)})` : 'true', like ? '(e.from_address ilike ? or e.from_name ilike ? or e.subject ilike ?)' : 'true',
  ].join(' and ');
  const params = [businessId, ...(outcome ?? []), ...(like ? [like, like, like] : [])];
  const rows = await em.execute<InboundEmailRow[]>(
    `select ${COLUMNS} from inbound_email e where ${where} ${from ? 'and (e.created_at, e.id) < (?::timestamptz, ?::uuid)' : ''} order by e.created_at desc, e.id desc limit ?`,
    [...params, ...(from ?? []), size + 1],
  );
  const count = async () => {
    const [counted] = await em.execute<{ count: number }[]>(`select count(*) as count from inbound_email e where ${where}`, params);
    return counted?.count ?? 0;
  };
  return toConnection(rows, size, ({ createdAt, id }) => [createdAt.toISOString(), id], count, after);
}

export async function findInboundEmail(em: EntityManager, { businessId }: TeamViewer, id: string): Promise<InboundEmailRow> {
  const [row] = isUuid(id) ? await em.execute<InboundEmailRow[]>(`select ${COLUMNS} from inbound_email e where e.business_id = ? and e.id = ?`, [businessId, id]) : [];
  if (!row) throw notFound('mail');
  return row;
}

/** For a change: the entity, its row locked until the transaction ends. */
export async function lockInboundEmail(em: EntityManager, viewer: TeamViewer, id: string): Promise<InboundEmail> {
  await findInboundEmail(em, viewer, id);
  await em.execute('select from inbound_email where business_id = ? and id = ? for update', [viewer.businessId, id]);
  return em.findOneOrFail(InboundEmail, { businessId: viewer.businessId, id }, { refresh: true });
}

/** Of all businesses and of none, for whoever keeps the installation. */
export function newestInbound(em: EntityManager, outcome: InboundOutcome | null): Promise<InboundEmailRow[]> {
  return em.execute(`select ${COLUMNS} from inbound_email e where ${outcome ? 'e.outcome = ?' : 'true'} order by e.created_at desc, e.id desc limit 50`, outcome ? [outcome] : []);
}

/** Decided afresh by the job, as when it came. */
export async function replayInbound(em: EntityManager, id: string): Promise<void> {
  const email = await em.findOne(InboundEmail, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!email) throw notFound('mail');
  email.decideAgain();
  await em.flush();
  await enqueue(em, 'receive-ticket-email', { inboundEmailId: id });
}
