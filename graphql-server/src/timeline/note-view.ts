import type { EntityManager } from '@mikro-orm/postgresql';
import { v5 } from 'uuid';
import type { ContactViewer } from '../auth/viewer.ts';

interface Viewed { id: string; number: string | null; revision: number }

/**
 * That a contact had a document on screen, once for each person, revision and day. A contact cannot read the
 * timeline, so what is there already is known by an id that is made of these.
 */
export async function noteView(em: EntityManager, { businessId, clientId, contactId, name }: ContactViewer, kind: 'invoice' | 'estimate', { id, number, revision }: Viewed, now: Date): Promise<void> {
  const event = v5(`${contactId} ${revision} ${now.toISOString().slice(0, 10)}`, id);
  await em.execute(
    `insert into client_event (id, business_id, created_at, client_id, kind, summary, ${kind}_id) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    [event, businessId, now, clientId, `${kind}.viewed`, `${name} looked at ${kind} ${number}`, id],
  );
}
