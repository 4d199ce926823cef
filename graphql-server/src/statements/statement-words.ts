import type { PeriodLine } from './period-statement.access.ts';
import type { StatementLineKind } from './period-statement.type.ts';

const words: Record<StatementLineKind, string> = {
  ISSUED: 'Invoice', PULLED_BACK: 'Invoice withdrawn', VOIDED: 'Invoice cancelled', PAID: 'Payment', CREDITED: 'Payment kept as credit', PAYMENT_UNDONE: 'Payment taken back', CREDIT_NOTE: 'Credit note',
  CREDIT_APPLIED: 'Credit applied', CREDIT_UNAPPLIED: 'Credit taken off again', REFUNDED: 'Refund', REFUND_FAILED: 'Refund that did not arrive', DISPUTED: "Disputed at the payer's bank", DISPUTE_WON: 'Dispute decided for us',
};

/** "Payment, INV-2026-0042" */
export function lineWords({ kind, invoiceNumber, creditNoteNumber }: Pick<PeriodLine, 'kind' | 'invoiceNumber' | 'creditNoteNumber'>): string {
  if (kind === 'ISSUED' || kind === 'CREDIT_NOTE') return [words[kind], kind === 'ISSUED' ? invoiceNumber : creditNoteNumber].filter(Boolean).join(' ');
  return [words[kind], creditNoteNumber ?? invoiceNumber].filter(Boolean).join(', ');
}
