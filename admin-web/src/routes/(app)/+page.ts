import { query } from '#lib/apollo.ts';
import { DashboardDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => ({ dashboard: await query(event, DashboardDocument) });
