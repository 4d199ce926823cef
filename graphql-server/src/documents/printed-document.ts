import type { Discount, Tax, TaxRounding, TaxTotal } from './document-totals.ts';

export type DocumentKind = 'INVOICE' | 'ESTIMATE' | 'CREDIT_NOTE';
export type Paper = 'A4' | 'LETTER';

/** What is printed, and what a revision freezes, as plain JSON. Amounts are minor units of `currency`. */
export interface PrintedDocument {
  kind: DocumentKind;
  /** null before the first sending */
  number: string | null;
  /** BCP 47 */
  locale: string;
  paper: Paper;
  issueDate: string;
  /** Of an invoice. */
  dueDate: string | null;
  /** Of an estimate: the last day on which it can be accepted. */
  validUntil: string | null;
  /** The client's own, such as a purchase order number. */
  reference: string | null;
  /** Of a credit note: the invoice that it corrects. */
  corrects: { number: string; issueDate: string } | null;
  currency: string;
  pricesIncludeTax: boolean;
  taxRounding: TaxRounding;
  business: {
    name: string;
    email: string | null;
    address: string[];
    taxId: string | null;
    brandColor: string;
    bankDetails: string | null;
    logo: Logo | null;
  };
  client: { name: string; contactName: string | null; address: string[]; taxId: string | null };
  lines: PrintedLine[];
  /** The sum of the lines' amounts. */
  subtotal: number;
  /** On the whole document, as it was agreed; `discountTotal` is what it comes to. */
  discount: Discount | null;
  discountTotal: number;
  /** Without tax: `netTotal + taxTotal = total`. */
  netTotal: number;
  taxes: TaxTotal[];
  taxTotal: number;
  total: number;
  /** Of an invoice. What was frozen before there were deposits does not name it. */
  deposit?: number | null;
  terms: string | null;
  notes: string | null;
  attachments: { name: string; size: number }[];
}

/** `quantity` is a decimal; `amount` is after the line's own discount, and holds tax if prices do. */
export interface PrintedLine {
  description: string;
  quantity: string;
  unitPrice: number;
  discount: Discount | null;
  discountTotal: number;
  taxes: Tax[];
  amount: number;
}

/** A stored file that never changes; its natural size in pixels. */
export interface Logo {
  fileId: string;
  contentType: 'image/png' | 'image/jpeg' | 'image/webp';
  width: number;
  height: number;
}
