import type { InvoiceRowFragment } from '../gql/graphql.ts';

/** Some invoices, all of one currency; or whatever is outstanding in it. */
export type ToPay = { invoices: InvoiceRowFragment[] } | { currency: string };

export interface PayableGroup {
  invoices: InvoiceRowFragment[];
  sum: { minorUnits: number; currency: string };
}

/** The server says so: not without Stripe, nor while the bank is at work on it. */
export const isPayable = ({ availableActions }: InvoiceRowFragment): boolean =>
  availableActions.includes('PAY');

/** One payment has one currency. */
export function payableByCurrency(invoices: readonly InvoiceRowFragment[]): PayableGroup[] {
  return [...Map.groupBy(invoices.filter(isPayable), ({ currency }) => currency)].map(([currency, group]) => ({
    invoices: group,
    sum: { currency, minorUnits: group.reduce((sum, { balance }) => sum + balance.minorUnits, 0) },
  }));
}
