import { query } from '#lib/apollo.ts';
import { TicketsDocument } from '#lib/gql/graphql.ts';
import { ticketVariables } from './ticket-search.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const shown = event.url.searchParams.get('show') === 'closed' ? 'closed' : 'open';
  return { shown, found: await query(event, TicketsDocument, ticketVariables(shown)) } as const;
};
