import { query } from '#lib/apollo.ts';
import { EstimateDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => ({
  found: await query(event, EstimateDocument, { id: event.params.id }),
});
