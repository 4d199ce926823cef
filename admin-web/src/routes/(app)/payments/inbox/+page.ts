import { query } from '#lib/apollo.ts';
import { CreditsToPlaceDocument, PaymentEventsDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const variables = { waiting: event.url.searchParams.get('show') !== 'all' };
  const [events, credits] = await Promise.all([
    query(event, PaymentEventsDocument, variables),
    query(event, CreditsToPlaceDocument),
  ]);
  return { variables, events, credits };
};
