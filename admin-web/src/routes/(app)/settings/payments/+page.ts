import { query } from '#lib/apollo.ts';
import { PaymentSettingsDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const { viewer } = await event.parent();
  // Keys are the owner's alone.
  if (viewer.role !== 'OWNER') return { payments: null };
  return { payments: (await query(event, PaymentSettingsDocument)).paymentSettings };
};
