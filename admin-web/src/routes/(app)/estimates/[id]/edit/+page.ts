import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { query } from '#lib/apollo.ts';
import { EditEstimateDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const { viewer, estimate } = await query(event, EditEstimateDocument, { id: event.params.id });
  if (!estimate.availableActions.includes('EDIT')) redirect(303, resolve(`estimates/${estimate.id}`));
  return { business: viewer!.business, estimate };
};
