import type { CreditsToPlaceQuery } from '#lib/gql/graphql.ts';

export type CreditToPlace = CreditsToPlaceQuery['creditsToPlace'][number];

/** A client has one for each currency. */
export const keyOf = ({ client, credit }: CreditToPlace) => `${client.id} ${credit.currency}`;
