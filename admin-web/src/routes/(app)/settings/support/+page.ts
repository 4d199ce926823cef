import { error } from '@sveltejs/kit';
import { query } from '#lib/apollo.ts';
import { SupportSettingsDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const { viewer, cannedReplies } = await query(event, SupportSettingsDocument);
  return { business: viewer?.business ?? error(404), cannedReplies };
};
