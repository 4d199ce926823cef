import type { EntityManager } from '@mikro-orm/postgresql';
import { record } from '../clients/client-event.entity.ts';
import { announce } from '../live-bus.ts';
import type { Estimate } from './estimate.entity.ts';

export async function pullBackEstimate(em: EntityManager, estimate: Estimate): Promise<void> {
  estimate.pullBack();
  const { businessId, clientId, id } = estimate;
  record(em, estimate, { kind: 'estimate.pulled-back', summary: `Estimate ${estimate.number} was pulled back for revision`, estimateId: id });
  await announce(em, { topic: 'estimate', businessId, clientId, id });
}

/** Takes away a draft that nobody was ever sent. */
export async function discardEstimate(em: EntityManager, { businessId, id }: Estimate): Promise<void> {
  await em.execute('delete from attachment where business_id = ? and estimate_id = ?', [businessId, id]);
  await em.execute('delete from estimate_line where business_id = ? and estimate_id = ?', [businessId, id]);
  await em.execute('delete from estimate where business_id = ? and id = ?', [businessId, id]);
  em.clear();
}
