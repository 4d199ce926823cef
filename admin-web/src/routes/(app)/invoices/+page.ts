import { query } from '#lib/apollo.ts';
import { FilteredClientDocument, InvoicesDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';
import { invoiceSearch } from './invoice-search.ts';

export const load: PageLoad = async (event) => {
  const search = invoiceSearch(event.url.searchParams);
  const { clientId } = search.filter;
  const [invoices, filtered] = await Promise.all([
    query(event, InvoicesDocument, search),
    clientId ? query(event, FilteredClientDocument, { id: clientId }) : null,
  ]);
  return { search, invoices, clientName: filtered?.client.name ?? null };
};
