import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { query } from '#lib/apollo.ts';
import { EditInvoiceDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const { viewer, invoice } = await query(event, EditInvoiceDocument, { id: event.params.id });
  if (!invoice.availableActions.includes('EDIT')) redirect(303, resolve(`invoices/${invoice.id}`));
  return { business: viewer!.business, invoice };
};
