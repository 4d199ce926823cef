export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';

/** How the states of the contract are said and coloured, the same in both webs. */
export const statuses: Record<string, { label: string; tone: Tone }> = {
  DRAFT: { label: 'Draft', tone: 'neutral' },
  SENT: { label: 'Sent', tone: 'info' },
  OVERDUE: { label: 'Overdue', tone: 'danger' },
  PAID: { label: 'Paid', tone: 'success' },
  VOID: { label: 'Void', tone: 'neutral' },
  PROCESSING: { label: 'Processing', tone: 'warning' },
  ACCEPTED: { label: 'Accepted', tone: 'success' },
  DECLINED: { label: 'Declined', tone: 'danger' },
  EXPIRED: { label: 'Expired', tone: 'warning' },
  INVOICED: { label: 'Invoiced', tone: 'success' },
  AWAITING_TEAM: { label: 'Awaiting team', tone: 'warning' },
  AWAITING_CLIENT: { label: 'Awaiting client', tone: 'info' },
  CLOSED: { label: 'Closed', tone: 'neutral' },
  QUEUED: { label: 'Queued', tone: 'neutral' },
  DELIVERED: { label: 'Delivered', tone: 'success' },
  BOUNCED: { label: 'Bounced', tone: 'danger' },
  COMPLAINED: { label: 'Called spam', tone: 'danger' },
  CANCELLED: { label: 'Not sent', tone: 'neutral' },
  FAILED: { label: 'Failed', tone: 'danger' },
};
