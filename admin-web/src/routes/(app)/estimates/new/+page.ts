import { query } from '#lib/apollo.ts';
import { NewDocumentDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const clientId = event.url.searchParams.get('client') ?? '';
  const { viewer, clients, client } = await query(event, NewDocumentDocument, { clientId, hasClient: clientId !== '' });
  return { business: viewer!.business, clients: clients.edges.map(({ node }) => node), client: client ?? null };
};
