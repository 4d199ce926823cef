import { redirect } from '@sveltejs/kit';
import { query } from '#lib/apollo.ts';
import { TicketDocument } from '#lib/gql/graphql.ts';
import { mergedPath } from './merged-path.ts';
import type { PageLoad } from './$types';

export const load: PageLoad = async (event) => {
  const { id } = event.params;
  const found = await query(event, TicketDocument, { id });
  if (found.ticket.id !== id) redirect(307, mergedPath(id, found.ticket.id));
  const merged = event.url.searchParams.get('merged');
  return { found, merged: merged && UUID.test(merged) ? merged : null };
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
