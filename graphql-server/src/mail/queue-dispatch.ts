import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import type { Contact } from '../clients/contact.entity.ts';
import { enqueue } from '../jobs.ts';
import { badInput } from '../shared/domain-error.ts';
import { Dispatch } from './dispatch.entity.ts';

const MAX_NOTE = 5_000;

type Recipient = Pick<Contact, 'businessId' | 'clientId' | 'email'> & { id: string | null };

/** Writes down that a mail is to go out; a job sends it once the transaction has committed. */
export async function queueDispatch(em: EntityManager, contact: Recipient, what: Pick<Dispatch, 'kind'> & Partial<Dispatch>): Promise<Dispatch> {
  if (what.note && what.note.length > MAX_NOTE) throw badInput(`The message has at most ${MAX_NOTE.toLocaleString('en')} characters.`, 'message');
  const dispatch = Object.assign(new Dispatch(), {
    businessId: contact.businessId,
    clientId: contact.clientId,
    contactId: contact.id,
    recipient: contact.email,
    ...what,
  });
  em.persist(dispatch);
  await em.flush();
  await enqueueSending(em, dispatch);
  return dispatch;
}

type Once =
  | { kind: 'REMINDER'; invoiceId: string; reminderDay: number; dueOn: string; createdAt: Date }
  | { kind: 'RECEIPT'; invoiceId: string | null; paymentId: string; createdAt: Date }
  | { kind: 'REFUND'; invoiceId: string | null; paymentId: string; refundId: string; createdAt: Date };

/** As above, for what a person is mailed once: the database knows whether they were, whoever else tries at the same time. */
export async function queueOnce(em: EntityManager, contact: Recipient, what: Once): Promise<boolean> {
  const { businessId, clientId } = contact;
  const { paymentId, refundId, reminderDay, dueOn } = { paymentId: null, refundId: null, reminderDay: null, dueOn: null, ...what };
  const [added] = await em.execute<{ id: string }[]>(
    `insert into dispatch (id, business_id, created_at, client_id, contact_id, recipient, state, kind, invoice_id, payment_id, refund_id, reminder_day, due_on)
     values (?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
    [v7(), businessId, what.createdAt, clientId, contact.id, contact.email, what.kind, what.invoiceId, paymentId, refundId, reminderDay, dueOn],
  );
  if (added) await enqueueSending(em, { id: added.id, businessId });
  return added !== undefined;
}

const enqueueSending = (em: EntityManager, { id, businessId }: Pick<Dispatch, 'id' | 'businessId'>) =>
  enqueue(em, 'send-dispatch', { businessId, dispatchId: id }, `dispatch-${id}`);
