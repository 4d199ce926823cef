import { getContext, setContext } from 'svelte';

const key = Symbol('ticket badge');

/** How many tickets await the team: one number for the sidebar, the title and the screen reader. */
export class TicketBadge {
  awaitingTeam = $state(0);

  constructor(awaitingTeam: number) {
    this.awaitingTeam = awaitingTeam;
  }
}

export function provideTicketBadge(badge: TicketBadge): TicketBadge {
  return setContext(key, badge);
}

export function getTicketBadge(): TicketBadge {
  return getContext<TicketBadge>(key);
}
