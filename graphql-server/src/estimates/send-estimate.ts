import type { EntityManager } from '@mikro-orm/postgresql';
import { Business } from '../businesses/business.entity.ts';
import { Client } from '../clients/client.entity.ts';
import { record } from '../clients/client-event.entity.ts';
import { composeDocument } from '../documents/compose-document.ts';
import { freeze } from '../documents/document-revisions.ts';
import { nextNumber } from '../documents/next-number.ts';
import { mustBeComplete } from '../documents/write-draft.ts';
import { announce } from '../live-bus.ts';
import { queueDispatch } from '../mail/queue-dispatch.ts';
import { recipientsOf } from '../mail/recipients.ts';
import { takeOnDraft } from './create-estimate.ts';
import type { Estimate } from './estimate.entity.ts';

interface Sending { contactIds?: string[] | null; message?: string | null }

/** Numbers and freezes a draft, and queues one mail for each recipient. */
export async function sendEstimate(em: EntityManager, estimate: Estimate, wanted: Sending, now: Date): Promise<void> {
  const { businessId } = estimate;
  (await em.findOneOrFail(Client, { businessId, id: estimate.clientId })).mustBeActive();
  await takeOnDraft(em, estimate);
  await mustBeComplete(em, 'ESTIMATE', estimate);
  const business = await em.findOneOrFail(Business, { businessId, id: businessId });
  estimate.markSent(estimate.number ?? (await nextNumber(em, business, 'ESTIMATE', estimate.issueDate)), now);
  await em.flush();
  await freeze(em, 'ESTIMATE', estimate, await composeDocument(em, 'ESTIMATE', estimate));
  await mailEstimate(em, estimate, wanted);
}

/** Mails what was sent, as it is. */
export async function mailEstimate(em: EntityManager, estimate: Estimate, wanted: Sending): Promise<void> {
  const recipients = await recipientsOf(em, estimate, wanted.contactIds);
  for (const contact of recipients) {
    await queueDispatch(em, contact, { kind: 'ESTIMATE', estimateId: estimate.id, note: wanted.message?.trim() || null });
  }
  const names = recipients.map((contact) => contact.email).join(', ');
  record(em, estimate, { kind: 'estimate.sent', summary: `Estimate ${estimate.number} was sent to ${names}`, estimateId: estimate.id });
  await announce(em, { topic: 'estimate', businessId: estimate.businessId, clientId: estimate.clientId, id: estimate.id });
}
