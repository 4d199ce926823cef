import type { InboxTicketFragment, TicketBox, TicketCountsQuery, TicketFilter } from '#lib/gql/graphql.ts';

type Counted = Exclude<keyof TicketCountsQuery['ticketCounts'], '__typename' | 'quarantined'>;

/** The boxes of tickets by their place in the URL; the first is the one that work begins with. */
export const ticketBoxes: { value: string; box: TicketBox; label: string; counted?: Counted }[] = [
  { value: '', box: 'AWAITING_TEAM', label: 'Awaiting us', counted: 'awaitingTeam' },
  { value: 'mine', box: 'MINE', label: 'Mine', counted: 'mine' },
  { value: 'unassigned', box: 'UNASSIGNED', label: 'Unassigned', counted: 'unassigned' },
  { value: 'client', box: 'AWAITING_CLIENT', label: 'Awaiting client', counted: 'awaitingClient' },
  { value: 'snoozed', box: 'SNOOZED', label: 'Snoozed', counted: 'snoozed' },
  { value: 'closed', box: 'CLOSED', label: 'Closed' },
  { value: 'all', box: 'ALL', label: 'All' },
];

export type TicketSearch = TicketFilter & { box: TicketBox };

/** The parts of the URL that make the list; whatever else is in it does not ask for the list again. */
export function ticketSearch(parameters: Pick<URLSearchParams, 'get'>): TicketSearch {
  const asked = parameters.get('box') ?? '';
  const text = parameters.get('q')?.trim();
  const tag = parameters.get('tag');
  const clientId = parameters.get('of');
  return {
    box: ticketBoxes.find(({ value }) => value === asked)?.box ?? 'AWAITING_TEAM',
    ...(text && { text }),
    ...(tag && { tag }),
    ...(clientId && { clientId }),
  };
}

type Placed = Pick<InboxTicketFragment, 'status' | 'snoozedUntil' | 'assignee'>;

/** A ticket that was changed leaves the box before the server is asked again. */
export function belongsIn(box: TicketBox, { status, snoozedUntil, assignee }: Placed, now: number): boolean {
  const isSnoozed = status !== 'CLOSED' && snoozedUntil != null && Date.parse(snoozedUntil) > now;
  switch (box) {
    case 'AWAITING_TEAM':
    case 'AWAITING_CLIENT':
      return status === box && !isSnoozed;
    case 'MINE':
      return status !== 'CLOSED' && assignee?.isYou === true && !isSnoozed;
    case 'UNASSIGNED':
      return status !== 'CLOSED' && !assignee && !isSnoozed;
    case 'SNOOZED':
      return isSnoozed;
    case 'CLOSED':
      return status === 'CLOSED';
    case 'ALL':
      return true;
  }
}
