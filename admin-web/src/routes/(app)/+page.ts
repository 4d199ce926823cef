import { query } from '#lib/apollo.ts';
import { DashboardDocument } from '#lib/gql/graphql.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const { viewer } = await event.parent();
  const wanted = /^[A-Z]{3}$/.exec(event.url.searchParams.get('currency') ?? '')?.[0] ?? viewer.business.currency;
  const dashboard = await query(event, DashboardDocument, { currency: wanted });

  // A business may bill in another currency than its own.
  const { balances } = dashboard.dashboard;
  const used = balances.find(({ currency }) => currency === wanted) ?? balances[0];
  const currency = used?.currency ?? wanted;
  return { currency, dashboard: currency === wanted ? dashboard : await query(event, DashboardDocument, { currency }) };
};
