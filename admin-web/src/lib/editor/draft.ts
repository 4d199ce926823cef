import type { ClientOptionFragment, EditorBusinessFragment, EditorEstimateFragment, EditorInvoiceFragment, EditorLineFragment, TaxInput } from '#lib/gql/graphql.ts';
import { addDays, todayIn } from './calendar.ts';
import { amountText, decimalText } from 'web-kit/number-text.ts';

export type DraftKind = 'INVOICE' | 'ESTIMATE';
export type DraftTax = Required<TaxInput>;

/** Of a discount or a deposit, as it is typed; there is none while the text is empty. */
export interface DraftDiscount {
  text: string;
  unit: 'PERCENT' | 'AMOUNT';
}

/** Numbers are what a person typed in their own way of writing; prices in major units. */
export interface DraftLine {
  key: string;
  description: string;
  quantity: string;
  unitPrice: string;
  discount: DraftDiscount;
  taxes: DraftTax[];
}

/** A document as it stands in the editor. */
export interface Draft {
  client: ClientOptionFragment | null;
  currency: string;
  issueDate: string;
  /** When an invoice is due; until when an estimate is valid. */
  lastDate: string;
  reference: string;
  lines: DraftLine[];
  discount: DraftDiscount;
  /** Of an invoice. */
  deposit: DraftDiscount;
  pricesIncludeTax: boolean;
  terms: string;
  notes: string;
}

/** A new one, as the business likes them. */
export function newDraft(kind: DraftKind, business: EditorBusinessFragment, client: ClientOptionFragment | null): Draft {
  const issueDate = todayIn(business.timeZone);
  return {
    client,
    currency: client?.currency ?? business.currency,
    issueDate,
    lastDate: addDays(issueDate, usualDays(kind, business)),
    reference: '',
    lines: [emptyLine(defaultTaxes(business))],
    discount: noDiscount(),
    deposit: noDiscount(),
    pricesIncludeTax: business.pricesIncludeTax,
    terms: business.terms ?? '',
    notes: business.notes ?? '',
  };
}

export function usualDays(kind: DraftKind, business: Pick<EditorBusinessFragment, 'paymentTermsDays' | 'estimateValidDays'>): number {
  return kind === 'INVOICE' ? business.paymentTermsDays : business.estimateValidDays;
}

export function defaultTaxes({ taxRates }: Pick<EditorBusinessFragment, 'taxRates'>): DraftTax[] {
  return taxRates.filter(({ isDefault }) => isDefault).map(taxOf);
}

export function emptyLine(taxes: DraftTax[] = []): DraftLine {
  return { key: Math.random().toString(36).slice(2), description: '', quantity: '1', unitPrice: '', discount: noDiscount(), taxes: taxes.map(taxOf) };
}

export function noDiscount(): DraftDiscount {
  return { text: '', unit: 'PERCENT' };
}

/** Nobody wrote in it: it is neither saved nor complained about. */
export function isBlank({ description, unitPrice }: DraftLine): boolean {
  return description.trim() === '' && unitPrice.trim() === '';
}

/** One that is stored, as its writer would have typed it. */
export function draftFrom(document: EditorInvoiceFragment | EditorEstimateFragment, business: EditorBusinessFragment, language: string): Draft {
  const lines = document.lines.map((line) => lineFrom(line, language));
  return {
    client: document.client,
    currency: document.currency,
    issueDate: document.issueDate,
    lastDate: ('dueDate' in document ? document.dueDate : 'validUntil' in document ? document.validUntil : null) ?? '',
    reference: document.reference ?? '',
    lines: lines.length > 0 ? lines : [emptyLine(defaultTaxes(business))],
    discount: discountFrom(document.discount, language),
    deposit: 'deposit' in document && document.deposit ? { text: amountText(document.deposit, language), unit: 'AMOUNT' } : noDiscount(),
    pricesIncludeTax: document.pricesIncludeTax,
    terms: document.terms ?? '',
    notes: document.notes ?? '',
  };
}

function lineFrom({ id, description, quantity, unitPrice, discount, taxes }: EditorLineFragment, language: string): DraftLine {
  return {
    key: id,
    description,
    quantity: decimalText(quantity, language),
    unitPrice: amountText(unitPrice, language),
    discount: discountFrom(discount, language),
    taxes: taxes.map(taxOf),
  };
}

function discountFrom(discount: EditorLineFragment['discount'], language: string): DraftDiscount {
  if (discount?.percent) return { text: decimalText(discount.percent, language), unit: 'PERCENT' };
  if (discount?.amount) return { text: amountText(discount.amount, language), unit: 'AMOUNT' };
  return noDiscount();
}

const taxOf = ({ name, rate, isCompound }: DraftTax): DraftTax => ({ name, rate, isCompound });
