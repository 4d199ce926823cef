import { error, type LoadEvent } from '@sveltejs/kit';
import { query } from '#lib/apollo.ts';
import { BusinessSettingsDocument, type BusinessSettingsFragment } from '#lib/gql/graphql.ts';

/** What the forms of the settings begin with. */
export async function loadBusiness(event: LoadEvent): Promise<{ business: BusinessSettingsFragment }> {
  const { viewer } = await query(event, BusinessSettingsDocument);
  return { business: viewer?.business ?? error(404) };
}
