import { query } from '#lib/apollo.ts';
import { PeriodStatementDocument, StatementCurrenciesDocument } from '#lib/gql/graphql.ts';
import { readPeriod } from './period.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const { statement } = await query(event, StatementCurrenciesDocument);
  const currencies = statement.balances.map(({ currency }) => currency);
  const period = readPeriod(event.url.searchParams, currencies);
  if (!period.currency) return { currencies, period, found: null };
  const { currency, from, to } = period;
  const { periodStatement } = await query(event, PeriodStatementDocument, { currency, from: from || null, to: to || null });
  return { currencies, period, found: periodStatement };
};
