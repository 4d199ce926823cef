import { query } from '#lib/apollo.ts';
import { PaymentRulesDocument, PaymentSettingsDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const { viewer } = await event.parent();
  const [rules, connection] = await Promise.all([
    query(event, PaymentRulesDocument),
    // Keys are the owner's alone.
    viewer.role === 'OWNER' ? query(event, PaymentSettingsDocument) : null,
  ]);
  return { partialPayments: rules.viewer?.business.partialPayments ?? false, connection };
};
