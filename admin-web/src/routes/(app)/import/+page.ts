import { query } from '#lib/apollo.ts';
import { ImportBatchesDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';
import type { ImportKind } from './kinds.ts';

export const load: PageLoad = async (event) => {
  const kind: ImportKind = event.url.searchParams.get('kind') === 'invoices' ? 'invoices' : 'clients';
  return { kind, ...(await query(event, ImportBatchesDocument)) };
};
