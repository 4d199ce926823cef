import type { PayoutStatus } from '#lib/gql/graphql.ts';
import type { Tone } from 'web-kit/status.ts';

export const payoutStatuses: Record<PayoutStatus, { label: string; tone: Tone }> = {
  PENDING: { label: 'Pending', tone: 'neutral' },
  IN_TRANSIT: { label: 'On its way', tone: 'info' },
  PAID: { label: 'Arrived', tone: 'success' },
  FAILED: { label: 'Failed', tone: 'danger' },
  CANCELED: { label: 'Cancelled', tone: 'neutral' },
};
