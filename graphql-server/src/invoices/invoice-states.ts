/** What is stored. `OVERDUE` is not: it is derived when read. */
export const invoiceStates = { DRAFT: 'DRAFT', SENT: 'SENT', PAID: 'PAID', VOID: 'VOID' } as const;
export type InvoiceState = keyof typeof invoiceStates;

/** The order in which a sort by status lists them. */
export const invoiceStatuses = { DRAFT: 'DRAFT', SENT: 'SENT', OVERDUE: 'OVERDUE', PAID: 'PAID', VOID: 'VOID' } as const;
export type InvoiceStatus = keyof typeof invoiceStatuses;

export const invoiceActions = {
  EDIT: 'EDIT', DISCARD: 'DISCARD', SEND: 'SEND', RESEND: 'RESEND', PULL_BACK: 'PULL_BACK', VOID: 'VOID', DUPLICATE: 'DUPLICATE',
  RECORD_PAYMENT: 'RECORD_PAYMENT', ISSUE_CREDIT_NOTE: 'ISSUE_CREDIT_NOTE', APPLY_CREDIT: 'APPLY_CREDIT', PAY: 'PAY', DOWNLOAD: 'DOWNLOAD',
} as const;
export type InvoiceAction = keyof typeof invoiceActions;

/** A state told apart by what has happened: pulled back after it was sent, and settled in part. */
export type InvoiceStanding = InvoiceState | 'REVISING' | 'PART_PAID';

/** The only rules of who may do what in which state; screens learn them as `availableActions`. */
export const actionsInStanding = {
  DRAFT: { team: ['EDIT', 'DISCARD', 'SEND', 'DUPLICATE'], contact: [] },
  REVISING: { team: ['EDIT', 'SEND', 'VOID', 'DUPLICATE', 'DOWNLOAD'], contact: ['DOWNLOAD'] },
  SENT: { team: ['RESEND', 'RECORD_PAYMENT', 'PULL_BACK', 'ISSUE_CREDIT_NOTE', 'APPLY_CREDIT', 'VOID', 'DUPLICATE', 'DOWNLOAD'], contact: ['PAY', 'DOWNLOAD'] },
  PART_PAID: { team: ['RESEND', 'RECORD_PAYMENT', 'ISSUE_CREDIT_NOTE', 'APPLY_CREDIT', 'DUPLICATE', 'DOWNLOAD'], contact: ['PAY', 'DOWNLOAD'] },
  PAID: { team: ['RESEND', 'ISSUE_CREDIT_NOTE', 'DUPLICATE', 'DOWNLOAD'], contact: ['DOWNLOAD'] },
  VOID: { team: ['DUPLICATE', 'DOWNLOAD'], contact: ['DOWNLOAD'] },
} satisfies Record<InvoiceStanding, Record<'team' | 'contact', InvoiceAction[]>>;
