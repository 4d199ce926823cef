import type { RefundPreviewQuery } from '#lib/gql/graphql.ts';
import { formatMoney } from 'web-kit/format.ts';

/** What a refund does, sentence by sentence. */
export function refundConsequence({ fromCredit, reopened }: RefundPreviewQuery['refundPreview'], language: string): string[] {
  return [
    ...(fromCredit.minorUnits > 0 ? [`${formatMoney(fromCredit, language)} comes out of the client’s credit on account.`] : []),
    ...reopened.map(({ invoice, amount }) => `${invoice.number} will be owed ${formatMoney(amount, language)} again.`),
    ...(reopened.length > 0 ? ['If nothing should be owed for it, issue a credit note first.'] : []),
  ];
}
