import { query } from '#lib/apollo.ts';
import { PaymentsDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const text = event.url.searchParams.get('q')?.trim();
  const variables = text ? { search: text } : {};
  return { variables, payments: await query(event, PaymentsDocument, variables) };
};
