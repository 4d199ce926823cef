import type { EntityManager } from '@mikro-orm/postgresql';
import type { TeamViewer } from '../auth/viewer.ts';
import { record } from '../clients/client-event.entity.ts';
import type { Contact } from '../clients/contact.entity.ts';
import { enqueue } from '../jobs.ts';
import { SuppressedAddress } from './suppressed-address.entity.ts';
import { suppressionOf } from './suppression.access.ts';

/** Lets mail go to a contact's address again, here at once and at the provider as soon as it hears of it. Twice is once. */
export async function clearSuppression(em: EntityManager, by: TeamViewer, contact: Contact, now: Date): Promise<void> {
  const { businessId } = contact;
  const current = await suppressionOf(em, businessId, contact.email);
  if (!current) return;
  const suppressed = await em.findOneOrFail(SuppressedAddress, { businessId, id: current.id });
  suppressed.clear(by.teamMemberId, now);
  record(em, contact, { kind: 'address.cleared', summary: `Mail may go to ${contact.email} again`, teamMemberName: by.name });
  await em.flush();
  await enqueue(em, 'reactivate-address', { businessId, suppressedAddressId: suppressed.id, contactId: contact.id });
}
