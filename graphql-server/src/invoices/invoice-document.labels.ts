/** The words of the document, a set for each language that it speaks. */
export interface DocumentLabels {
  /** BCP 47 language of the words below. */
  language: string;
  kind: { INVOICE: string };
  draft: string;
  billedTo: string;
  from: string;
  attention: string;
  issued: string;
  due: string;
  amountDue: string;
  dueBy: (day: string) => string;
  lines: string;
  description: string;
  quantity: string;
  unitPrice: string;
  tax: string;
  amount: string;
  totals: string;
  subtotal: string;
  total: string;
  taxSummary: string;
  rate: string;
  taxable: string;
  payment: string;
  terms: (day: string | null, number: string | null) => string;
  notes: string;
  page: string;
  of: string;
}

const ENGLISH: DocumentLabels = {
  language: 'en',
  kind: { INVOICE: 'Invoice' },
  draft: 'Draft',
  billedTo: 'Billed to',
  from: 'From',
  attention: 'Attn.',
  issued: 'Issued',
  due: 'Due',
  amountDue: 'Amount due',
  dueBy: (day) => `by ${day}`,
  lines: 'Items',
  description: 'Description',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  tax: 'Tax',
  amount: 'Amount',
  totals: 'Totals',
  subtotal: 'Subtotal',
  total: 'Total',
  taxSummary: 'Tax summary',
  rate: 'Rate',
  taxable: 'Taxable',
  payment: 'Payment',
  terms: (day, number) =>
    [`Payment is due ${day ? `by ${day}` : 'on receipt'}.`, number && `Please quote ${number} with your payment.`]
      .filter(Boolean)
      .join(' '),
  notes: 'Notes',
  page: 'Page',
  of: 'of',
};

/** English until other languages are written. */
export function documentLabels(_locale: string): DocumentLabels {
  return ENGLISH;
}
