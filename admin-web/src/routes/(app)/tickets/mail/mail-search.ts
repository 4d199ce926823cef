import type { InboundOutcome } from '#lib/gql/graphql.ts';
import type { Tone } from 'web-kit/status.ts';

/** The lists of inbound mail by their place in the URL; the first is what waits for a person. */
export const mailLists: { value: string; label: string; outcome?: InboundOutcome }[] = [
  { value: '', label: 'Set aside', outcome: 'QUARANTINED' },
  { value: 'accepted', label: 'Accepted', outcome: 'ACCEPTED' },
  { value: 'ignored', label: 'Ignored', outcome: 'IGNORED' },
  { value: 'received', label: 'Not read yet', outcome: 'RECEIVED' },
  { value: 'all', label: 'All' },
];

export const outcomes = {
  RECEIVED: { label: 'Not read yet', tone: 'info' },
  ACCEPTED: { label: 'Accepted', tone: 'success' },
  QUARANTINED: { label: 'Set aside', tone: 'warning' },
  IGNORED: { label: 'Ignored', tone: 'neutral' },
} satisfies Record<InboundOutcome, { label: string; tone: Tone }>;

export interface MailSearch {
  outcome: InboundOutcome[] | null;
  search: string | null;
}

export function mailSearch(parameters: Pick<URLSearchParams, 'get'>): MailSearch {
  const asked = parameters.get('list') ?? '';
  const { outcome } = mailLists.find(({ value }) => value === asked) ?? mailLists[0]!;
  return { outcome: outcome ? [outcome] : null, search: parameters.get('q')?.trim() || null };
}
