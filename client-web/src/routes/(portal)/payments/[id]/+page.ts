import { redirect } from '@sveltejs/kit';
import { query } from '#lib/apollo.ts';
import { PaymentProgressDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

/** Where a bank that wanted the whole window sends the payer back to; and the receipt, for as long as the address is kept. */
export const load: PageLoad = async (event) => {
  const { params, url } = event;
  const status = url.searchParams.get('redirect_status');
  // The secret that Stripe adds does not stay in the history.
  if (url.searchParams.has('payment_intent_client_secret')) redirect(303, `/payments/${params.id}?redirect_status=${status === 'failed' ? 'failed' : 'made'}`);
  const { paymentProgress } = await query(event, PaymentProgressDocument, { id: params.id });
  return { standing: paymentProgress, wasMade: status === 'made' };
};
