import type { StatementLineKind, StatementRowFragment } from '#lib/gql/graphql.ts';

const words: Record<StatementLineKind, string> = {
  ISSUED: 'Invoice', PULLED_BACK: 'Invoice withdrawn', VOIDED: 'Invoice cancelled', PAID: 'Payment', CREDITED: 'Payment kept as credit', PAYMENT_UNDONE: 'Payment taken back',
  CREDIT_NOTE: 'Credit note', CREDIT_APPLIED: 'Credit applied', CREDIT_UNAPPLIED: 'Credit taken off again', REFUNDED: 'Refund', REFUND_FAILED: 'Refund that did not arrive',
  DISPUTED: 'Disputed at the bank', DISPUTE_WON: 'Dispute decided',
};

export const lineWords = ({ kind, invoiceNumber, creditNoteNumber }: Pick<StatementRowFragment, 'kind' | 'invoiceNumber' | 'creditNoteNumber'>) => ({
  what: words[kind], number: kind === 'ISSUED' ? invoiceNumber : (creditNoteNumber ?? invoiceNumber),
});
