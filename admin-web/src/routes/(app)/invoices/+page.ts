import { query } from '#lib/apollo.ts';
import { InvoicesDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';
import { invoiceSearch } from './invoice-search.ts';

export const load: PageLoad = async (event) => {
  const search = invoiceSearch(event.url.searchParams);
  return { search, invoices: await query(event, InvoicesDocument, search) };
};
