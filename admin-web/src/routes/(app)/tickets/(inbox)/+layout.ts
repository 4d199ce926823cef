import { query } from '#lib/apollo.ts';
import { TicketCountsDocument, TicketsDocument } from '#lib/gql/graphql.ts';
import { ticketSearch } from '../ticket-search.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async (event) => {
  const search = ticketSearch(event.url.searchParams);
  const [tickets, counts] = await Promise.all([query(event, TicketsDocument, { filter: search }), query(event, TicketCountsDocument)]);
  return { search, tickets, counts };
};
