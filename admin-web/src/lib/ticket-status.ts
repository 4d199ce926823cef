import type { TicketStatus } from './gql/graphql.ts';

/** The states of a ticket as the team says them. */
export const ticketStatusLabel: Record<TicketStatus, string> = {
  AWAITING_TEAM: 'Awaiting us',
  AWAITING_CLIENT: 'Awaiting client',
  CLOSED: 'Closed',
};
