import { query } from '#lib/apollo.ts';
import { TicketInvoiceDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const id = event.url.searchParams.get('invoice');
  return { invoice: id ? (await query(event, TicketInvoiceDocument, { id })).invoice : null };
};
