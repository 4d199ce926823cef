import type { InvoiceFilter, InvoiceSort, InvoiceStatus } from '#lib/gql/graphql.ts';

export const invoiceStatuses = ['DRAFT', 'SENT', 'OVERDUE', 'PAID', 'VOID'] as const satisfies InvoiceStatus[];

export interface InvoiceSearch {
  sort: Required<InvoiceSort>;
  filter: InvoiceFilter;
}

/** What the URL asks of the list. Whatever it does not know, it leaves out. */
export function invoiceSearch(parameters: Pick<URLSearchParams, 'get'>): InvoiceSearch {
  const status = invoiceStatuses.find((known) => known === parameters.get('status'));
  const year = Number(parameters.get('year'));
  const text = parameters.get('q')?.trim();
  const clientId = parameters.get('client');
  return {
    sort: {
      field: parameters.get('sort') === 'status' ? 'STATUS' : 'ISSUE_DATE',
      direction: parameters.get('dir') === 'asc' ? 'ASC' : 'DESC',
    },
    filter: {
      ...(status && { status: [status] }),
      ...(Number.isInteger(year) && year >= 1900 && year <= 2999 && { year }),
      ...(text && { text }),
      ...(clientId && { clientId }),
    },
  };
}

/** A first click on a column sorts it, a second turns it round. */
export function sortParameters(field: InvoiceSort['field'], current: InvoiceSort): { sort: string | null; dir: string | null } {
  const firstDirection = field === 'STATUS' ? 'ASC' : 'DESC';
  const turned = current.direction === 'ASC' ? 'DESC' : 'ASC';
  const direction = current.field === field ? turned : firstDirection;
  return { sort: field === 'STATUS' ? 'status' : null, dir: direction === 'ASC' ? 'asc' : null };
}
