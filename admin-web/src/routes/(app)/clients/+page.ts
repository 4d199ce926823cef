import { query } from '#lib/apollo.ts';
import { ClientsDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const text = event.url.searchParams.get('q')?.trim();
  const isArchived = event.url.searchParams.get('show') === 'archived';
  const search = { filter: { isArchived, ...(text && { text }) } };
  return { search, text, isArchived, clients: await query(event, ClientsDocument, search) };
};
