import { query } from '#lib/apollo.ts';
import { PayoutsDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => ({ payouts: await query(event, PayoutsDocument) });
