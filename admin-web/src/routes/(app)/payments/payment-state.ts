import type { PaymentListItemFragment } from '#lib/gql/graphql.ts';
import type { Tone } from 'web-kit/status.ts';

/** What became of a payment after it came in; null when it simply stands. */
export function paymentState({
  undoneAt,
  amount,
  refunded,
  disputed,
}: Pick<PaymentListItemFragment, 'undoneAt' | 'amount' | 'refunded' | 'disputed'>): { status: string; label: string; tone: Tone } | null {
  if (undoneAt) return { status: 'UNDONE', label: 'Undone', tone: 'neutral' };
  if (disputed.minorUnits > 0) return { status: 'DISPUTED', label: 'Disputed', tone: 'danger' };
  if (refunded.minorUnits >= amount.minorUnits) return { status: 'REFUNDED', label: 'Refunded', tone: 'neutral' };
  if (refunded.minorUnits > 0) return { status: 'PART_REFUNDED', label: 'Partly refunded', tone: 'neutral' };
  return null;
}
