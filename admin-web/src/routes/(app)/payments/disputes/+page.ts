import { query } from '#lib/apollo.ts';
import { DisputesDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => ({ disputes: await query(event, DisputesDocument) });
