/** What is stored. `OVERDUE` is not: it is derived when read. */
export const invoiceStates = { DRAFT: 'DRAFT', SENT: 'SENT', PAID: 'PAID', VOID: 'VOID' } as const;
export type InvoiceState = keyof typeof invoiceStates;

/** The order in which a sort by status lists them. */
export const invoiceStatuses = { DRAFT: 'DRAFT', SENT: 'SENT', OVERDUE: 'OVERDUE', PAID: 'PAID', VOID: 'VOID' } as const;
export type InvoiceStatus = keyof typeof invoiceStatuses;

export const invoiceActions = { SEND: 'SEND', PAY: 'PAY', DOWNLOAD: 'DOWNLOAD' } as const;
export type InvoiceAction = keyof typeof invoiceActions;

/** The only rules of who may do what in which state; screens learn them as `availableActions`. */
export const actionsInState = {
  DRAFT: { team: ['SEND'], contact: [] },
  SENT: { team: ['SEND', 'DOWNLOAD'], contact: ['PAY', 'DOWNLOAD'] },
  PAID: { team: ['SEND', 'DOWNLOAD'], contact: ['DOWNLOAD'] },
  VOID: { team: ['DOWNLOAD'], contact: ['DOWNLOAD'] },
} satisfies Record<InvoiceState, Record<'team' | 'contact', InvoiceAction[]>>;
