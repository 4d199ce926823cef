import { apollo } from '#lib/apollo.ts';
import { EstimateToSendDocument, InvoiceToSendDocument, type SendableEstimateFragment, type SendableInvoiceFragment } from '#lib/gql/graphql.ts';

export type Sendable = SendableInvoiceFragment | SendableEstimateFragment;

/** As it is now, with its contacts: what the send dialog opens with. */
export async function documentToSend(kind: 'INVOICE' | 'ESTIMATE', id: string): Promise<Sendable> {
  if (kind === 'INVOICE') {
    const { data } = await apollo().query({ query: InvoiceToSendDocument, variables: { id }, fetchPolicy: 'network-only' });
    return data!.invoice;
  }
  const { data } = await apollo().query({ query: EstimateToSendDocument, variables: { id }, fetchPolicy: 'network-only' });
  return data!.estimate;
}

/** What the server would refuse, in words. */
export function missingToSend({ lines }: Pick<Sendable, 'lines'>): string[] {
  if (lines.length === 0) return ['There is no line yet.'];
  return lines.flatMap(({ description }, index) => (description.trim() ? [] : [`Line ${index + 1} has no description.`]));
}
