import type { PaymentMethod } from '#lib/gql/graphql.ts';

export const methodNames: Record<PaymentMethod, string> = {
  CARD: 'Card',
  BANK_DEBIT: 'Bank debit',
  BANK_TRANSFER: 'Bank transfer',
  CASH: 'Cash',
  CHEQUE: 'Cheque',
  IMPORTED: 'Imported',
  OTHER: 'Other',
};
