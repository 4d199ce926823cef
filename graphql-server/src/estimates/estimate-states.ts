/** What is stored. `EXPIRED` is not: it is derived when read. */
export const estimateStates = { DRAFT: 'DRAFT', SENT: 'SENT', ACCEPTED: 'ACCEPTED', DECLINED: 'DECLINED', INVOICED: 'INVOICED' } as const;
export type EstimateState = keyof typeof estimateStates;

export const estimateStatuses = {
  DRAFT: 'DRAFT', SENT: 'SENT', EXPIRED: 'EXPIRED', ACCEPTED: 'ACCEPTED', DECLINED: 'DECLINED', INVOICED: 'INVOICED',
} as const;
export type EstimateStatus = keyof typeof estimateStatuses;

export const estimateActions = {
  EDIT: 'EDIT', DISCARD: 'DISCARD', SEND: 'SEND', RESEND: 'RESEND', PULL_BACK: 'PULL_BACK', DUPLICATE: 'DUPLICATE',
  ACCEPT: 'ACCEPT', DECLINE: 'DECLINE', CONVERT: 'CONVERT', DOWNLOAD: 'DOWNLOAD',
} as const;
export type EstimateAction = keyof typeof estimateActions;

/** A status told apart by whether it was ever sent. */
export type EstimateStanding = EstimateStatus | 'REVISING';

/** The only rules of who may do what; screens learn them as `availableActions`. The team accepts what a client said by telephone. */
export const actionsInStanding = {
  DRAFT: { team: ['EDIT', 'DISCARD', 'SEND', 'DUPLICATE'], contact: [] },
  REVISING: { team: ['EDIT', 'SEND', 'DUPLICATE', 'DOWNLOAD'], contact: ['DOWNLOAD'] },
  SENT: { team: ['RESEND', 'ACCEPT', 'DECLINE', 'PULL_BACK', 'DUPLICATE', 'DOWNLOAD'], contact: ['ACCEPT', 'DECLINE', 'DOWNLOAD'] },
  EXPIRED: { team: ['ACCEPT', 'DECLINE', 'PULL_BACK', 'DUPLICATE', 'DOWNLOAD'], contact: ['DOWNLOAD'] },
  ACCEPTED: { team: ['CONVERT', 'RESEND', 'DUPLICATE', 'DOWNLOAD'], contact: ['DOWNLOAD'] },
  DECLINED: { team: ['PULL_BACK', 'DUPLICATE', 'DOWNLOAD'], contact: ['DOWNLOAD'] },
  INVOICED: { team: ['DUPLICATE', 'DOWNLOAD'], contact: ['DOWNLOAD'] },
} satisfies Record<EstimateStanding, Record<'team' | 'contact', EstimateAction[]>>;
