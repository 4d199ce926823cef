import { redirect } from '@sveltejs/kit';
import { query } from '#lib/apollo.ts';
import { SignedInDocument } from '#lib/gql/graphql.ts';
import { safeNext } from '#lib/sign-in-path.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const next = safeNext(event.url.searchParams.get('next'), event.url.origin);
  const { viewer } = await query(event, SignedInDocument);
  if (viewer?.kind === 'TEAM_MEMBER') redirect(303, next);
  return { next };
};
