import type { RefundState } from '#lib/gql/graphql.ts';
import type { Tone } from 'web-kit/status.ts';

export const refundStates: Record<RefundState, { label: string; tone: Tone }> = {
  PENDING: { label: 'On its way', tone: 'warning' },
  SUCCEEDED: { label: 'Given back', tone: 'success' },
  FAILED: { label: 'Failed', tone: 'danger' },
  CANCELED: { label: 'Cancelled', tone: 'neutral' },
};
