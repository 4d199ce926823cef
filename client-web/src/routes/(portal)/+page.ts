import { query } from '#lib/apollo.ts';
import { OverviewDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => ({ overview: await query(event, OverviewDocument) });
