import type { FilterChip } from '#lib/list/FilterChips.svelte';
import type { InvoiceFilter } from '#lib/gql/graphql.ts';
import { urlWith } from '#lib/url-with.ts';
import { formatDate, formatMoney } from 'web-kit/format.ts';

/** Those filters of the list that are not to be seen elsewhere on the page. */
export function filterChips(
  filter: InvoiceFilter,
  { clientName, language, url }: { clientName: string | null; language: string; url: { pathname: string; search: string } },
): FilterChip[] {
  const { clientId, from, to, currency, minTotal, maxTotal } = filter;
  const without = (...names: string[]) => urlWith(url, Object.fromEntries(names.map((name) => [name, null])));
  const amount = (minorUnits: number) => formatMoney({ minorUnits, currency: currency! }, language);
  return [
    ...(clientId ? [{ of: 'client', label: clientName ?? 'One client', href: without('client') }] : []),
    ...(from || to
      ? [{ of: 'issue date', label: `Issued ${span(from && formatDate(from, language), to && formatDate(to, language))}`, href: without('from', 'to') }]
      : []),
    ...(currency ? [{ of: 'currency', label: currency, href: without('currency', 'min', 'max') }] : []),
    ...(isThere(minTotal) || isThere(maxTotal)
      ? [{ of: 'total', label: `Total ${span(isThere(minTotal) && amount(minTotal), isThere(maxTotal) && amount(maxTotal))}`, href: without('min', 'max') }]
      : []),
  ];
}

function span(from: string | false | null | undefined, to: string | false | null | undefined): string {
  if (from && to) return from === to ? from : `${from} to ${to}`;
  return from ? `from ${from}` : `up to ${to}`;
}

const isThere = (amount: number | null | undefined): amount is number => amount !== null && amount !== undefined;
