import type { PaymentEventState } from '#lib/gql/graphql.ts';
import type { Tone } from 'web-kit/status.ts';

export const eventStates = {
  PENDING: { label: 'Being booked', tone: 'info' },
  APPLIED: { label: 'Applied', tone: 'success' },
  IGNORED: { label: 'Not ours', tone: 'neutral' },
  WAITING: { label: 'Waits', tone: 'danger' },
  DISMISSED: { label: 'Dismissed', tone: 'neutral' },
} satisfies Record<PaymentEventState, { label: string; tone: Tone }>;
