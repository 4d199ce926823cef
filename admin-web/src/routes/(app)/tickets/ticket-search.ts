import type { TicketFilter, TicketStatus } from '#lib/gql/graphql.ts';

/** The lists of tickets by their place in the URL; the first is the one that work begins with. */
export const ticketLists: { value: string; label: string; status?: TicketStatus }[] = [
  { value: '', label: 'Awaiting us', status: 'AWAITING_TEAM' },
  { value: 'client', label: 'Awaiting client', status: 'AWAITING_CLIENT' },
  { value: 'closed', label: 'Closed', status: 'CLOSED' },
  { value: 'all', label: 'All' },
];

export function ticketSearch(parameters: Pick<URLSearchParams, 'get'>): TicketFilter {
  const clientId = parameters.get('client');
  const asked = parameters.get('list') ?? '';
  const list = ticketLists.find(({ value }) => value === asked) ?? ticketLists[0];
  return {
    ...(list?.status && { status: [list.status] }),
    ...(clientId && { clientId }),
  };
}
