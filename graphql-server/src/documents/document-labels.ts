import type { TaxRounding } from './document-totals.ts';
import type { DocumentKind } from './printed-document.ts';

/** The words of the document, a set for each language that it speaks. */
export interface DocumentLabels {
  /** BCP 47 language of the words below. */
  language: string;
  kind: Record<DocumentKind, string>;
  draft: string;
  to: Record<DocumentKind, string>;
  from: string;
  attention: string;
  taxId: string;
  issued: string;
  due: string;
  validUntil: string;
  corrects: string;
  ofDay: string;
  reference: string;
  /** The words beside the one large figure; the day is that of payment, or the last of an estimate. */
  headline: Record<DocumentKind, (day: string | null) => string>;
  lines: string;
  description: string;
  quantity: string;
  unitPrice: string;
  discount: string;
  off: (percent: string) => string;
  tax: string;
  amount: string;
  subtotal: string;
  discountOf: (percent: string | null) => string;
  netTotal: string;
  includedTax: string;
  total: string;
  deposit: string;
  taxSummary: string;
  taxable: string;
  compound: string;
  compoundMeans: string;
  pricesIncludeTax: string;
  rounding: Record<TaxRounding, string>;
  payment: string;
  payBy: (day: string | null) => string;
  /** What stands before the number, and what after it. */
  quote: [before: string, after: string];
  terms: string;
  notes: string;
  attachments: string;
  page: string;
  of: string;
}

const ENGLISH: DocumentLabels = {
  language: 'en',
  kind: { INVOICE: 'Invoice', ESTIMATE: 'Estimate', CREDIT_NOTE: 'Credit note' },
  draft: 'Draft',
  to: { INVOICE: 'Billed to', ESTIMATE: 'Prepared for', CREDIT_NOTE: 'Credited to' },
  from: 'From',
  attention: 'Attn.',
  taxId: 'Tax ID',
  issued: 'Issued',
  due: 'Due',
  validUntil: 'Valid until',
  corrects: 'Corrects',
  ofDay: 'of',
  reference: 'Reference',
  headline: {
    INVOICE: (day) => (day ? `Amount due by ${day}` : 'Amount due on receipt'),
    ESTIMATE: (day) => (day ? `Total, valid until ${day}` : 'Total'),
    CREDIT_NOTE: () => 'Amount credited',
  },
  lines: 'Items and totals',
  description: 'Description',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  discount: 'Discount',
  off: (percent) => `${percent} off`,
  tax: 'Tax',
  amount: 'Amount',
  subtotal: 'Subtotal',
  discountOf: (percent) => (percent ? `Discount ${percent}` : 'Discount'),
  netTotal: 'Net total',
  includedTax: 'Total includes tax',
  total: 'Total',
  deposit: 'Deposit due now',
  taxSummary: 'Tax summary',
  taxable: 'Taxable',
  compound: '(compound)',
  compoundMeans: 'A compound tax is also taken on the taxes before it.',
  pricesIncludeTax: 'Prices include tax.',
  rounding: {
    LINE: 'Tax is rounded on each line.',
    DOCUMENT: 'Tax is rounded once for each rate, on the sum of its lines.',
  },
  payment: 'Payment',
  payBy: (day) => `Payment is due ${day ? `by ${day}` : 'on receipt'}.`,
  quote: ['Please quote', 'with your payment.'],
  terms: 'Terms',
  notes: 'Notes',
  attachments: 'Attachments',
  page: 'Page',
  of: 'of',
};

/** English until other languages are written. */
export function documentLabels(_locale: string): DocumentLabels {
  return ENGLISH;
}
