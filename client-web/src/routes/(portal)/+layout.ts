import { redirect } from '@sveltejs/kit';
import { query } from '#lib/apollo.ts';
import { ViewerDocument } from '#lib/gql/graphql.ts';
import { signInPath } from '#lib/sign-in-path.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async (event) => {
  const { viewer } = await query(event, ViewerDocument);
  if (!viewer?.client) redirect(303, event.untrack(() => signInPath(event.url)));
  return { viewer: { ...viewer, client: viewer.client }, business: viewer.business };
};
