import type { DisputeItemFragment, DisputeStatus } from '#lib/gql/graphql.ts';
import { daysUntil, formatDay, formatDays } from 'web-kit/format.ts';
import type { Tone } from 'web-kit/status.ts';

export const disputeStatuses: Record<DisputeStatus, { label: string; tone: Tone }> = {
  INQUIRY: { label: 'Inquiry', tone: 'warning' },
  NEEDS_RESPONSE: { label: 'Needs an answer', tone: 'danger' },
  UNDER_REVIEW: { label: 'Under review', tone: 'info' },
  WON: { label: 'Won', tone: 'success' },
  LOST: { label: 'Lost', tone: 'neutral' },
  CLOSED: { label: 'Closed', tone: 'neutral' },
};

/** What the payer told the bank, by Stripe's word for it. */
export function disputeReason(reason: string): string {
  return reasons[reason] ?? sentence(reason.replaceAll('_', ' '));
}

/** What is to be done, and until when. */
export function disputeStanding(
  { status, evidenceDueAt, closedAt }: Pick<DisputeItemFragment, 'status' | 'evidenceDueAt' | 'closedAt'>,
  { language, timeZone, now }: { language: string; timeZone: string; now: Date },
): string {
  if (status === 'UNDER_REVIEW') return 'The bank decides';
  if (status !== 'NEEDS_RESPONSE' && status !== 'INQUIRY') return closedAt ? `Closed on ${formatDay(closedAt, language, timeZone)}` : 'Closed';
  if (!evidenceDueAt) return 'Answer it in Stripe';
  const day = formatDay(evidenceDueAt, language, timeZone);
  if (Date.parse(evidenceDueAt) < now.getTime()) return `The time to answer ended on ${day}`;
  const days = daysUntil(dayOf(evidenceDueAt, timeZone), timeZone, now);
  return `Answer by ${day}, ${formatDays(days, language)}`;
}

const reasons: Record<string, string> = {
  bank_cannot_process: 'The bank cannot process it',
  check_returned: 'The cheque was returned',
  credit_not_processed: 'A promised refund did not come',
  customer_initiated: 'The payer has objected',
  debit_not_authorized: 'The payer did not allow the debit',
  duplicate: 'Charged twice',
  fraudulent: 'The payer did not make this payment',
  general: 'No reason given',
  incorrect_account_details: 'Wrong account details',
  insufficient_funds: 'Not enough money in the account',
  product_not_received: 'Nothing was received',
  product_unacceptable: 'Not as described',
  subscription_canceled: 'Charged after it was cancelled',
  unrecognized: 'The payer does not recognise it',
};

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function dayOf(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(instant));
}
