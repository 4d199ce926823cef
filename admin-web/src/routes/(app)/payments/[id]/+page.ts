import { query } from '#lib/apollo.ts';
import { PaymentDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => ({
  found: await query(event, PaymentDocument, { id: event.params.id }),
});
