import { getPaymentAttention } from '#lib/payment-attention.svelte.ts';
import { getTicketBadge } from '#lib/ticket-badge.svelte.ts';

/** The live counts beside the navigation, and what they count. Call while a component initialises. */
export function badgeCounts() {
  const tickets = getTicketBadge();
  const attention = getPaymentAttention();
  return {
    tickets: {
      get count() {
        return tickets.awaitingTeam;
      },
      words: 'awaiting your team',
    },
    payments: {
      get count() {
        return attention.counts.total;
      },
      words: 'to look at',
    },
  };
}
