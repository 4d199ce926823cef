import type { EstimateFilter, EstimateStatus } from '#lib/gql/graphql.ts';
import { chosenOf } from '#lib/list/chosen.ts';

export const estimateStatuses = ['DRAFT', 'SENT', 'EXPIRED', 'ACCEPTED', 'DECLINED', 'INVOICED'] as const satisfies EstimateStatus[];

/** What the URL asks of the list. Whatever it does not know, it leaves out. */
export function estimateSearch(parameters: Pick<URLSearchParams, 'get'>): { filter: EstimateFilter } {
  const status = chosenOf(estimateStatuses, parameters.get('status'));
  const text = parameters.get('q')?.trim();
  const clientId = parameters.get('client');
  return { filter: { ...(status.length > 0 && { status }), ...(text && { text }), ...(clientId && { clientId }) } };
}
