import { query } from '#lib/apollo.ts';
import { InvoicesDocument } from '#lib/gql/graphql.ts';
import { asVariables, readSearch } from './invoice-search.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const search = readSearch(event.url.searchParams);
  return { search, found: await query(event, InvoicesDocument, asVariables(search)) };
};
