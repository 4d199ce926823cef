import { readAmount } from 'web-kit/number-text.ts';
import type { InvoiceRowFragment } from '../gql/graphql.ts';

/** As far as a choice needs to know an invoice. */
export type Owed = Pick<InvoiceRowFragment, 'id' | 'number' | 'currency' | 'dueDate' | 'balance' | 'depositDue'>;

export interface Part {
  invoice: Owed;
  minorUnits: number;
}

/** In the order in which the server settles: the oldest due first, what has no day last. */
export function oldestDueFirst<Invoice extends Owed>(invoices: readonly Invoice[]): Invoice[] {
  const due = ({ dueDate }: Owed) => dueDate ?? '9999';
  return invoices.toSorted((one, other) => due(one).localeCompare(due(other)) || one.id.localeCompare(other.id));
}

export const sumOf = (invoices: readonly Owed[]): number =>
  invoices.reduce((sum, { balance }) => sum + balance.minorUnits, 0);

/** Asked for of a single invoice, and less than all of it. */
export function depositOf(invoices: readonly Owed[]): number | null {
  const [only, another] = invoices;
  if (!only?.depositDue || another) return null;
  const { minorUnits } = only.depositDue;
  return minorUnits > 0 && minorUnits < only.balance.minorUnits ? minorUnits : null;
}

/** What an amount pays of each invoice, in their order. */
export function partsOf(invoices: readonly Owed[], amount: number): Part[] {
  let left = amount;
  return invoices.map((invoice) => {
    const minorUnits = Math.min(left, invoice.balance.minorUnits);
    left -= minorUnits;
    return { invoice, minorUnits };
  });
}

/** What was typed, when it can be paid; otherwise why not. */
export function typedPart(
  text: string,
  most: { minorUnits: number; currency: string },
  { language, say }: { language: string; say: (minorUnits: number) => string },
): { minorUnits: number; problem?: undefined } | { minorUnits?: undefined; problem: string } {
  const minorUnits = readAmount(text, most.currency, language);
  if (minorUnits === null) return { problem: `Write an amount such as ${say(most.minorUnits)}.` };
  if (minorUnits <= 0) return { problem: 'The amount must be more than zero.' };
  if (minorUnits > most.minorUnits) return { problem: `That is more than is owed: at most ${say(most.minorUnits)}.` };
  return { minorUnits };
}
