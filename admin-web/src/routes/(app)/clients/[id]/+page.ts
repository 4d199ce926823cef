import { query } from '#lib/apollo.ts';
import { ClientDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => ({
  record: await query(event, ClientDocument, { id: event.params.id }),
});
