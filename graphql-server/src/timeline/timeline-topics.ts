import type { ClientEventKind } from '../clients/client-event.entity.ts';

/** What a timeline is filtered by. Each entry has one. */
export const timelineTopics = {
  MESSAGES: 'MESSAGES', MAILS: 'MAILS', DOCUMENTS: 'DOCUMENTS', PAYMENTS: 'PAYMENTS', SIGN_INS: 'SIGN_INS', CHANGES: 'CHANGES',
} as const;
export type TimelineTopic = keyof typeof timelineTopics;

export const topicOf = {
  'estimate.sent': 'DOCUMENTS', 'estimate.pulled-back': 'DOCUMENTS', 'estimate.accepted': 'DOCUMENTS', 'estimate.declined': 'DOCUMENTS', 'estimate.converted': 'DOCUMENTS',
  'invoice.sent': 'DOCUMENTS', 'invoice.pulled-back': 'DOCUMENTS', 'invoice.voided': 'DOCUMENTS', 'invoice.imported': 'DOCUMENTS', 'credit-note.issued': 'DOCUMENTS',
  'invoice.viewed': 'DOCUMENTS', 'estimate.viewed': 'DOCUMENTS',
  'invoice.paid': 'PAYMENTS', 'payment.recorded': 'PAYMENTS', 'payment.undone': 'PAYMENTS', 'payment.refunded': 'PAYMENTS', 'refund.failed': 'PAYMENTS',
  'dispute.opened': 'PAYMENTS', 'dispute.won': 'PAYMENTS', 'dispute.lost': 'PAYMENTS', 'credit.received': 'PAYMENTS', 'credit.applied': 'PAYMENTS',
  'ticket.opened': 'MESSAGES', 'ticket.closed': 'MESSAGES', 'ticket.reopened': 'MESSAGES', 'ticket.merged': 'MESSAGES',
  'mail.bounced': 'MAILS', 'mail.complained': 'MAILS', 'address.cleared': 'MAILS',
  'contact.signed-in': 'SIGN_INS',
  'client.created': 'CHANGES', 'client.changed': 'CHANGES', 'client.archived': 'CHANGES', 'client.restored': 'CHANGES',
  'contact.added': 'CHANGES', 'contact.changed': 'CHANGES', 'contact.archived': 'CHANGES', 'import.undone': 'CHANGES',
} satisfies Record<Exclude<ClientEventKind, ToldByRow>, TimelineTopic>;

/** The message or mail itself stands on the timeline, and says more than the event that it caused. */
type ToldByRow = 'ticket.replied' | 'reminder.sent' | 'receipt.sent';
export type TimelineEventKind = keyof typeof topicOf;

export const eventKindsOf = (topics: readonly TimelineTopic[]): TimelineEventKind[] =>
  (Object.keys(topicOf) as TimelineEventKind[]).filter((kind) => topics.includes(topicOf[kind]));
