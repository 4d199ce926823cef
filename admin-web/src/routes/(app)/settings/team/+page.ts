import { query } from '#lib/apollo.ts';
import { TeamDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => ({ team: await query(event, TeamDocument) });
