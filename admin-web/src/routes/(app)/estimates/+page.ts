import { query } from '#lib/apollo.ts';
import { EstimatesDocument, FilteredClientDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';
import { estimateSearch } from './estimate-search.ts';

export const load: PageLoad = async (event) => {
  const search = estimateSearch(event.url.searchParams);
  const { clientId } = search.filter;
  const [estimates, filtered] = await Promise.all([
    query(event, EstimatesDocument, search),
    clientId ? query(event, FilteredClientDocument, { id: clientId }) : null,
  ]);
  return { search, estimates, clientName: filtered?.client.name ?? null };
};
