import type { EntityManager } from '@mikro-orm/postgresql';
import type { Business } from '../businesses/business.entity.ts';
import type { Client } from '../clients/client.entity.ts';
import { mustFollow, mustKeepCurrency, priceDraft, writeDraft, type DraftContent } from '../documents/write-draft.ts';
import { Estimate } from './estimate.entity.ts';

export interface EstimateContent extends DraftContent { validUntil: string | null }

/** A draft with its lines. */
export async function createEstimate(em: EntityManager, business: Business, client: Pick<Client, 'id'>, content: EstimateContent): Promise<Estimate> {
  const estimate = Object.assign(new Estimate(), { businessId: business.id, clientId: client.id });
  await writeEstimate(em, estimate, content, true);
  em.persist(estimate);
  return estimate;
}

export async function writeEstimate(em: EntityManager, estimate: Estimate, { validUntil, ...content }: EstimateContent, isNew = false): Promise<void> {
  mustFollow(validUntil, content.issueDate, 'validUntil');
  estimate.validUntil = validUntil;
  await writeDraft(em, 'ESTIMATE', estimate, content, isNew);
}

/** Of a draft. What was sent before stays in its row until it is sent again, so that no door shows what is being written. */
export async function saveEstimate(em: EntityManager, estimate: Estimate, content: EstimateContent): Promise<void> {
  if (estimate.revision === 0) return writeEstimate(em, estimate, content);
  mustFollow(content.validUntil, content.issueDate, 'validUntil');
  mustKeepCurrency(estimate, content);
  priceDraft('ESTIMATE', content);
  estimate.draft = content;
}

/** What was written is what is sent now. */
export async function takeOnDraft(em: EntityManager, estimate: Estimate): Promise<void> {
  if (estimate.draft) await writeEstimate(em, estimate, estimate.draft);
  estimate.draft = null;
}
