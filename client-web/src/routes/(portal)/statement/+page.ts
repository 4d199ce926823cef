import { query } from '#lib/apollo.ts';
import { PeriodStatementDocument, StatementCurrenciesDocument } from '#lib/gql/graphql.ts';
import { faultOf, readPeriod, today } from './period.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const [{ statement }, { business }] = await Promise.all([query(event, StatementCurrenciesDocument), event.parent()]);
  const currencies = statement.balances.map(({ currency }) => currency);
  const period = readPeriod(event.url.searchParams, currencies);
  const fault = faultOf(period, today(business.timeZone));
  if (!period.currency || fault) return { currencies, period, fault, found: null };
  const { currency, from, to } = period;
  const { periodStatement } = await query(event, PeriodStatementDocument, { currency, from: from || null, to: to || null });
  return { currencies, period, fault, found: periodStatement };
};
