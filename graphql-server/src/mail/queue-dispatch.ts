import type { EntityManager } from '@mikro-orm/postgresql';
import type { Contact } from '../clients/contact.entity.ts';
import { enqueue } from '../jobs.ts';
import { Dispatch } from './dispatch.entity.ts';

/** Writes down that a mail is to go out; a job sends it once the transaction has committed. */
export async function queueDispatch(
  em: EntityManager,
  contact: Pick<Contact, 'id' | 'businessId' | 'clientId' | 'email'>,
  what: Pick<Dispatch, 'kind'> & Partial<Dispatch>,
): Promise<Dispatch> {
  const dispatch = Object.assign(new Dispatch(), {
    businessId: contact.businessId,
    clientId: contact.clientId,
    contactId: contact.id,
    recipient: contact.email,
    ...what,
  });
  em.persist(dispatch);
  await em.flush();
  await enqueue(em, 'send-dispatch', { businessId: dispatch.businessId, dispatchId: dispatch.id }, `dispatch-${dispatch.id}`);
  return dispatch;
}
