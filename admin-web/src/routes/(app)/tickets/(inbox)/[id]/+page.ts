import { query } from '#lib/apollo.ts';
import { TicketDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => ({
  found: await query(event, TicketDocument, { id: event.params.id }),
});
