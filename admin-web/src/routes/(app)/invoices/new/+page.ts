import { query } from '#lib/apollo.ts';
import { NewInvoiceDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const clientId = event.url.searchParams.get('client') ?? '';
  const { clients, client } = await query(event, NewInvoiceDocument, { clientId, hasClient: clientId !== '' });
  return { options: clients.edges.map(({ node }) => node), client: client ?? null };
};
