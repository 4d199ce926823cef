import { query } from '#lib/apollo.ts';
import { TicketEstimateDocument, TicketInvoiceDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

interface Subject {
  id: string;
  kind: 'invoice' | 'estimate';
  number: string | null;
}

export const load: PageLoad = async (event): Promise<{ about: Subject | null; subject: string }> => {
  const subject = (event.url.searchParams.get('subject') ?? '').slice(0, 200);
  const invoice = event.url.searchParams.get('invoice');
  const estimate = event.url.searchParams.get('estimate');
  if (invoice) {
    const { number } = (await query(event, TicketInvoiceDocument, { id: invoice })).invoice;
    return { about: { id: invoice, kind: 'invoice', number: number ?? null }, subject };
  }
  if (estimate) {
    const { number } = (await query(event, TicketEstimateDocument, { id: estimate })).estimate;
    return { about: { id: estimate, kind: 'estimate', number: number ?? null }, subject };
  }
  return { about: null, subject };
};
