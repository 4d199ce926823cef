import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { decodeCursor, pageSize, toConnection, type Connection } from '../paging.ts';
import type { Row } from '../plain-rows.ts';
import { notFound } from '../shared/domain-error.ts';
import { isUuid } from '../shared/uuid.ts';
import type { PaymentEventState, PaymentEventType } from './payment-event.type.ts';
import { ProviderEvent } from './provider-event.entity.ts';
import { stripePage } from './stripe-page.ts';

/** What could not be applied and nobody has seen to yet. */
export const WAITING = 'v.applied_at is null and v.problem is not null and v.dismissed_at is null';

/** Newest first: the inbox, or all. */
export async function listEvents(em: EntityManager, { businessId }: TeamViewer, { first, after, waiting }: { first: number; after?: string | undefined; waiting: boolean }): Promise<Connection<PaymentEventType>> {
  const size = pageSize(first);
  const from = decodeCursor(after, ['instant', 'id']);
  const where = `v.business_id = ? ${waiting ? `and ${WAITING}` : ''}`;
  const rows = await read(em, `${where} ${from ? 'and (v.created_at, v.id) < (?::timestamptz, ?::uuid)' : ''}`, [businessId, ...(from ?? [])], size + 1);
  const count = async () => {
    const [counted] = await em.execute<{ count: number }[]>(`select count(*) as count from provider_event v where ${where}`, [businessId]);
    return counted?.count ?? 0;
  };
  return toConnection(rows, size, ({ createdAt, id }) => [createdAt.toISOString(), id], count, after);
}

export async function findEvent(em: EntityManager, businessId: string, id: string): Promise<PaymentEventType> {
  const [event] = isUuid(id) ? await read(em, 'v.business_id = ? and v.id = ?', [businessId, id], 1) : [];
  if (!event) throw notFound('event');
  return event;
}

/** For a change: the entity, its row locked until the transaction ends. */
export async function lockEvent(em: EntityManager, { businessId }: TeamViewer, id: string): Promise<ProviderEvent> {
  const [row] = isUuid(id) ? await em.execute<{ id: string }[]>('select id from provider_event where business_id = ? and id = ? for update', [businessId, id]) : [];
  if (!row) throw notFound('event');
  return em.findOneOrFail(ProviderEvent, { businessId, id }, { refresh: true });
}

/** Without the payload, which is read for whoever asks for it. */
type EventRow = Omit<Row<ProviderEvent>, 'payload' | 'dismissedBy'> & { isLive: boolean | null };

const MAX_SHOWN = 100_000;

/** As it came, cut where it is long. */
export async function payloadOf(em: EntityManager, { businessId, id }: Pick<PaymentEventType, 'businessId' | 'id'>): Promise<string> {
  const [row] = await em.execute<{ payload: string }[]>(`select left(payload::text, ${MAX_SHOWN}) as payload from provider_event where business_id = ? and id = ?`, [businessId, id]);
  return row?.payload ?? '';
}

async function read(em: EntityManager, where: string, params: unknown[], limit: number): Promise<PaymentEventType[]> {
  const rows = await em.execute<EventRow[]>(
    `select v.id, v.business_id as "businessId", v.type, v.created_at as "createdAt", v.problem, v.attempts, v.tried_at as "triedAt", v.object_id as "objectId",
       v.provider_event_id as "providerEventId", v.applied_at as "appliedAt", v.dismissed_at as "dismissedAt", (select is_live from payment_account a where a.business_id = v.business_id) as "isLive"
     from provider_event v where ${where} order by v.created_at desc, v.id desc limit ?`,
    [...params, limit],
  );
  return rows.map((row) => {
    const { id, businessId, type, createdAt, problem, attempts, triedAt, objectId, providerEventId, isLive } = row;
    return { id, businessId, type, createdAt, problem, attempts, triedAt, objectId, state: stateOf(row), providerUrl: stripePage('events', providerEventId, isLive) };
  });
}

function stateOf({ appliedAt, dismissedAt, problem }: Pick<ProviderEvent, 'appliedAt' | 'dismissedAt' | 'problem'>): PaymentEventState {
  if (appliedAt) return problem ? 'IGNORED' : 'APPLIED';
  if (dismissedAt) return 'DISMISSED';
  return problem ? 'WAITING' : 'PENDING';
}
