import { redirect } from '@sveltejs/kit';
import { query } from '#lib/apollo.ts';
import { ShellDocument } from '#lib/gql/graphql.ts';
import { signInPath } from '#lib/sign-in-path.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async (event) => {
  const { viewer, ticketBadge, paymentAttention } = await query(event, ShellDocument);
  // Asked once: the shell does not change with the page.
  if (!viewer) redirect(303, event.untrack(() => signInPath(event.url)));
  return { viewer, awaitingTeam: ticketBadge.awaitingTeam, paymentAttention };
};
