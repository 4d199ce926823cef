import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.ts';
import { record } from '../clients/client-event.entity.ts';
import { announce } from '../live-bus.ts';
import type { Answer, Estimate } from './estimate.entity.ts';

type Given = Answer & ({ accepts: true } | { accepts: false; reason: string | null });

/** Yes or no to an offer, with who said so, when and from where. */
export async function answerEstimate(em: EntityManager, by: Viewer, estimate: Estimate, given: Given): Promise<void> {
  if (given.accepts) estimate.accept(given);
  else estimate.decline(given, given.reason);
  const verb = given.accepts ? 'accepted' : 'declined';
  const why = estimate.declineReason ? `: ${estimate.declineReason}` : '';
  record(em, estimate, {
    kind: given.accepts ? 'estimate.accepted' : 'estimate.declined',
    summary: `${estimate.answeredBy} ${verb} estimate ${estimate.number}${why}`,
    estimateId: estimate.id,
    teamMemberName: by.kind === 'team' ? by.name : null,
  });
  await announce(em, { topic: 'estimate', businessId: estimate.businessId, clientId: estimate.clientId, id: estimate.id });
}
