import { query } from '#lib/apollo.ts';
import { AccountDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => ({ account: await query(event, AccountDocument) });
