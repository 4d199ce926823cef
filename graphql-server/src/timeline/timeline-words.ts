import type { DispatchKind, DispatchState } from '../mail/dispatch.entity.ts';
import type { TimelineRow } from './timeline.access.ts';

/** What happened, in one sentence: an event's own words, or what its message or mail was. */
export function summaryOf(row: TimelineRow): string {
  if (row.kind === 'mail') return `${mailNames[row.mailKind!](row)} ${fates[row.state!]} ${row.recipient}`;
  const ticket = `ticket #${row.ticketNumber}`;
  if (row.kind === 'note') return `${row.authorName} left a note on ${ticket}`;
  if (row.kind !== 'message') return row.summary ?? '';
  if (row.isAutomatic) return `${row.authorName}’s mail program answered ${ticket}`;
  return row.channel === 'EMAIL' ? `${row.authorName} wrote by mail in ${ticket}` : `${row.authorName} wrote in ${ticket}`;
}

const mailNames: Record<DispatchKind, (row: TimelineRow) => string> = {
  INVOICE: ({ documentNumber }) => `Invoice ${documentNumber ?? ''}`.trim(),
  ESTIMATE: ({ documentNumber }) => `Estimate ${documentNumber ?? ''}`.trim(),
  CREDIT_NOTE: ({ documentNumber }) => `Credit note ${documentNumber ?? ''}`.trim(),
  REMINDER: ({ documentNumber }) => `A reminder of invoice ${documentNumber ?? ''}`.trim(),
  RECEIPT: () => 'A receipt',
  REFUND: () => 'Word of a refund',
  TICKET_REPLY: ({ ticketNumber }) => `A reply in ticket #${ticketNumber}`,
  SIGN_IN: () => 'A sign-in link',
};

const fates: Record<DispatchState, string> = {
  QUEUED: 'is on its way to', CANCELLED: 'was not mailed to', FAILED: 'could not be mailed to',
  SENT: 'was mailed to', DELIVERED: 'was mailed to', BOUNCED: 'came back from', COMPLAINED: 'was called spam by',
};
