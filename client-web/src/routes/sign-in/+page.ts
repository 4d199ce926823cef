import { redirect } from '@sveltejs/kit';
import { query } from '#lib/apollo.ts';
import { ViewerDocument } from '#lib/gql/graphql.ts';
import { safeNext } from '#lib/sign-in-path.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const { viewer } = await query(event, ViewerDocument);
  if (viewer?.client) redirect(303, safeNext(event.url.searchParams.get('next'), event.url.origin));
  return {};
};
