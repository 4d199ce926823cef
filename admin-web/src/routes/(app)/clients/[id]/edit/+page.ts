import { query } from '#lib/apollo.ts';
import { ClientToEditDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => ({
  record: await query(event, ClientToEditDocument, { id: event.params.id }),
});
