import { query } from '#lib/apollo.ts';
import { InboundMailDocument, TicketCountsDocument } from '#lib/gql/graphql.ts';
import { mailSearch } from './mail-search.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const search = mailSearch(event.url.searchParams);
  const [mail, counts] = await Promise.all([query(event, InboundMailDocument, { ...search }), query(event, TicketCountsDocument)]);
  return { search, mail, counts };
};
