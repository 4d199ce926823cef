import type { InvoiceRowFragment } from '../gql/graphql.ts';

export interface PayableGroup {
  invoices: InvoiceRowFragment[];
  sum: { minorUnits: number; currency: string };
}

/** One payment has one currency. */
export function payableByCurrency(invoices: readonly InvoiceRowFragment[]): PayableGroup[] {
  const payable = invoices.filter(({ availableActions }) => availableActions.includes('PAY'));
  return [...Map.groupBy(payable, ({ currency }) => currency)].map(([currency, group]) => ({
    invoices: group,
    sum: { currency, minorUnits: group.reduce((sum, { balance }) => sum + balance.minorUnits, 0) },
  }));
}
