import type { InvoiceFilter, InvoiceSort, InvoiceStatus } from '#lib/gql/graphql.ts';

/** What the table shows, as the URL says it. Anything odd in the URL is left out. */
export interface InvoiceSearch {
  sort: 'date' | 'status';
  dir: 'asc' | 'desc';
  status: InvoiceStatus | '';
  year: string;
  text: string;
}

/** The order that "sort by status" follows, ascending. */
export const statusOrder: readonly InvoiceStatus[] = ['DRAFT', 'SENT', 'OVERDUE', 'PAID', 'VOID'];

export function readSearch(params: Pick<URLSearchParams, 'get'>): InvoiceSearch {
  // A form without script has one control for both: "status-asc".
  const [orderSort, orderDir] = (params.get('order') ?? '').split('-');
  const status = params.get('status') ?? '';
  const year = params.get('year') ?? '';
  return {
    sort: (params.get('sort') ?? orderSort) === 'status' ? 'status' : 'date',
    dir: (params.get('dir') ?? orderDir) === 'asc' ? 'asc' : 'desc',
    status: statusOrder.find((known) => known === status) ?? '',
    year: /^\d{4}$/.test(year) ? year : '',
    text: (params.get('text') ?? '').trim().slice(0, 100),
  };
}

/** The shortest query string that says it: what is usual is left out. */
export function writeSearch({ sort, dir, ...filter }: InvoiceSearch): string {
  const params = filterParams(filter);
  if (sort !== 'date') params.set('sort', sort);
  if (dir !== 'desc') params.set('dir', dir);
  return params.size > 0 ? `?${params}` : '';
}

/** The part that says which invoices, also for the ZIP of them. */
export function filterParams({ status, year, text }: Pick<InvoiceSearch, 'status' | 'year' | 'text'>): URLSearchParams {
  return new URLSearchParams(Object.entries({ status, year, text }).filter(([, value]) => value !== ''));
}

export function isFiltered({ status, year, text }: InvoiceSearch): boolean {
  return status !== '' || year !== '' || text !== '';
}

/** A click on a header turns its direction; a first click takes the useful one. */
export function sortedBy(search: InvoiceSearch, sort: InvoiceSearch['sort']): InvoiceSearch {
  const first = sort === 'date' ? 'desc' : 'asc';
  const dir = search.sort === sort ? (search.dir === 'asc' ? 'desc' : 'asc') : first;
  return { ...search, sort, dir };
}

export function asVariables(search: InvoiceSearch): { first: number; sort: InvoiceSort; filter: InvoiceFilter } {
  return {
    first: 50,
    sort: {
      field: search.sort === 'status' ? 'STATUS' : 'ISSUE_DATE',
      direction: search.dir === 'asc' ? 'ASC' : 'DESC',
    },
    filter: {
      ...(search.status && { status: [search.status] }),
      ...(search.year && { year: Number(search.year) }),
      ...(search.text && { text: search.text }),
    },
  };
}
