import { query } from '#lib/apollo.ts';
import { ClientsDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const text = event.url.searchParams.get('q')?.trim();
  const search = { filter: text ? { text } : {} };
  return { search, clients: await query(event, ClientsDocument, search) };
};
