import type { TicketsQueryVariables } from '#lib/gql/graphql.ts';

export function ticketVariables(shown: 'open' | 'closed'): TicketsQueryVariables {
  return { first: 50, filter: { status: shown === 'open' ? ['AWAITING_TEAM', 'AWAITING_CLIENT'] : ['CLOSED'] } };
}
