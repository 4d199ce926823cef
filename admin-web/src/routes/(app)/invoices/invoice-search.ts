import type { InvoiceFilter, InvoiceSort, InvoiceSortField, InvoiceStatus } from '#lib/gql/graphql.ts';
import { chosenOf } from '#lib/list/chosen.ts';
import { typedAmount } from '#lib/typed-amount.ts';

export const invoiceStatuses = ['DRAFT', 'SENT', 'OVERDUE', 'PAID', 'VOID'] as const satisfies InvoiceStatus[];

/** Each sort by its name in the URL, and the direction of a first click. */
const sorts = {
  NUMBER: { name: 'number', first: 'DESC' },
  STATUS: { name: 'status', first: 'ASC' },
  ISSUE_DATE: { name: 'issued', first: 'DESC' },
  DUE_DATE: { name: 'due', first: 'ASC' },
  TOTAL: { name: 'total', first: 'DESC' },
} as const satisfies Record<InvoiceSortField, { name: string; first: InvoiceSort['direction'] }>;
const sortFields = Object.keys(sorts) as InvoiceSortField[];

export interface InvoiceSearch {
  sort: Required<InvoiceSort>;
  filter: InvoiceFilter;
}

/** What the URL asks of the list. Whatever it does not know, it leaves out. */
export function invoiceSearch(parameters: Pick<URLSearchParams, 'get'>): InvoiceSearch {
  const status = chosenOf(invoiceStatuses, parameters.get('status'));
  const text = parameters.get('q')?.trim();
  const clientId = parameters.get('client');
  const [from, to] = [dateOf(parameters.get('from')), dateOf(parameters.get('to'))];
  const currency = /^[A-Z]{3}$/.exec(parameters.get('currency') ?? '')?.[0];
  // An amount says nothing without its currency.
  const amountOf = (name: string) => (currency ? typedAmount(parameters.get(name) ?? '', currency) : null);
  const [minTotal, maxTotal] = [amountOf('min'), amountOf('max')];
  return {
    sort: {
      field: sortFields.find((field) => sorts[field].name === parameters.get('sort')) ?? 'ISSUE_DATE',
      direction: parameters.get('dir') === 'asc' ? 'ASC' : 'DESC',
    },
    filter: {
      ...(status.length > 0 && { status }),
      ...(text && { text }),
      ...(clientId && { clientId }),
      ...(from && { from }),
      ...(to && { to }),
      ...(currency && { currency }),
      ...(minTotal !== null && { minTotal }),
      ...(maxTotal !== null && { maxTotal }),
    },
  };
}

function dateOf(text: string | null): string | undefined {
  return text && /^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

/** A first click on a column sorts it, a second turns it round. */
export function sortParameters(field: InvoiceSortField, current: InvoiceSort): { sort: string | null; dir: string | null } {
  const turned = current.direction === 'ASC' ? 'DESC' : 'ASC';
  return orderParameters(field, current.field === field ? turned : sorts[field].first);
}

/** What is the default stands in no address. */
export function orderParameters(field: InvoiceSortField, direction: InvoiceSort['direction']): { sort: string | null; dir: string | null } {
  return { sort: field === 'ISSUE_DATE' ? null : sorts[field].name, dir: direction === 'ASC' ? 'asc' : null };
}
