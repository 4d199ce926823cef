import { query } from '#lib/apollo.ts';
import { TicketsDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';
import { ticketSearch } from './ticket-search.ts';

export const load: PageLoad = async (event) => {
  const search = ticketSearch(event.url.searchParams);
  return { search, tickets: await query(event, TicketsDocument, { filter: search }) };
};
