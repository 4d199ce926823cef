import type { PaymentMethod } from './gql/graphql.ts';

export const methodNames: Record<PaymentMethod, string> = {
  CARD: 'Card',
  BANK_DEBIT: 'Bank debit',
  BANK_TRANSFER: 'Bank transfer',
  CASH: 'Cash',
  CHEQUE: 'Cheque',
  IMPORTED: 'Imported',
  OTHER: 'Other',
};

/** What a person records by hand. */
export const recordedMethods = ['BANK_TRANSFER', 'CASH', 'CHEQUE', 'CARD', 'BANK_DEBIT', 'OTHER'] as const satisfies PaymentMethod[];
