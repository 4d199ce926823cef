import type { InvoiceRowFragment } from '../gql/graphql.ts';

/** Some invoices, all of one currency; or whatever is outstanding in it. */
export type ToPay = { invoices: InvoiceRowFragment[] } | { currency: string };

export interface PayableGroup {
  invoices: InvoiceRowFragment[];
  sum: { minorUnits: number; currency: string };
}

/** What the bank is at work on is not paid a second time. */
export const isPayable = ({ availableActions, isProcessing }: InvoiceRowFragment): boolean =>
  availableActions.includes('PAY') && !isProcessing;

/** One payment has one currency. */
export function payableByCurrency(invoices: readonly InvoiceRowFragment[]): PayableGroup[] {
  return [...Map.groupBy(invoices.filter(isPayable), ({ currency }) => currency)].map(([currency, group]) => ({
    invoices: group,
    sum: { currency, minorUnits: group.reduce((sum, { balance }) => sum + balance.minorUnits, 0) },
  }));
}
