import { apollo } from '#lib/apollo.ts';
import { InboundMailNowDocument, type InboundMailItemFragment, type InboundOutcome } from '#lib/gql/graphql.ts';

/** A job reads the mail; what became of it is known a moment later. Null while it is still at it after some seconds. */
export async function whenDecided(id: string, isDecided: (outcome: InboundOutcome) => boolean): Promise<InboundMailItemFragment | null> {
  for (let attempt = 0; attempt < 25; attempt++) {
    const { data } = await apollo().query({ query: InboundMailNowDocument, variables: { id }, fetchPolicy: 'network-only' });
    if (data && isDecided(data.inboundEmail.outcome)) return data.inboundEmail;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return null;
}
