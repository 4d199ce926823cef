import type { EntityManager } from '@mikro-orm/postgresql';
import type { Business } from '../businesses/business.entity.ts';
import { isCalendarDate } from '../shared/calendar-date.ts';
import { isCurrency } from '../shared/currency.ts';
import { badInput, DomainError } from '../shared/domain-error.ts';
import type { DocumentLineInput, DraftInput } from './document.inputs.ts';
import type { Row } from '../plain-rows.ts';
import { addLines, linesOf, replaceLines, type DraftLine, type LineRow } from './document-lines.ts';
import { documentTotals, type Discount, type DocumentTotals, type TaxRounding } from './document-totals.ts';
import { discountOf, type PricedDocument } from './priced-document.entity.ts';
import type { DocumentKind } from './printed-document.ts';

/** All of a draft that its kind has in common with the others. */
export interface DraftContent {
  currency: string;
  issueDate: string;
  reference: string | null;
  notes: string | null;
  terms: string | null;
  pricesIncludeTax: boolean;
  taxRounding: TaxRounding;
  discount: Discount | null;
  lines: DraftLine[];
}

const MAX_LINES = 500;
const MAX_TOTAL = 1e14;
const MAX_CHARACTERS = { notes: 5_000, terms: 5_000, reference: 100 };
const KIND_NAMES = { INVOICE: 'An invoice', ESTIMATE: 'An estimate', CREDIT_NOTE: 'A credit note' };

/** What a person typed, with what they left to the business. */
export function contentFrom(input: DraftInput, business: Business, today: string, before?: Pick<DraftContent, 'currency' | 'issueDate' | 'pricesIncludeTax' | 'taxRounding'>): DraftContent {
  return {
    currency: input.currency ?? before?.currency ?? business.currency,
    issueDate: input.issueDate ?? before?.issueDate ?? today,
    reference: input.reference?.trim() || null,
    notes: input.notes?.trim() || null,
    terms: input.terms?.trim() || null,
    pricesIncludeTax: input.pricesIncludeTax ?? before?.pricesIncludeTax ?? business.pricesIncludeTax,
    taxRounding: before?.taxRounding ?? business.taxRounding,
    discount: discountFrom(input.discount),
    lines: linesFrom(input.lines),
  };
}

export const linesFrom = (lines: DocumentLineInput[]): DraftLine[] => lines.map((line) => ({ ...line, discount: discountFrom(line.discount) }));

const discountFrom = (given: { percent?: string | null; amount?: number | null } | null | undefined): Discount | null =>
  given ? { percent: given.percent ?? null, amount: given.amount ?? null } : null;

/** As it is stored; for a duplicate, a conversion, a credit note. */
export const contentOf = (document: Row<PricedDocument>, lines: LineRow[]): DraftContent => ({
  currency: document.currency,
  issueDate: document.issueDate,
  reference: document.reference,
  notes: document.notes,
  terms: document.terms,
  pricesIncludeTax: document.pricesIncludeTax,
  taxRounding: document.taxRounding,
  discount: discountOf(document),
  lines: lines.map((line) => ({
    description: line.description, quantity: line.quantity, unitPrice: line.unitPrice, taxes: [...line.taxes], discount: discountOf(line),
  })),
});

/** Writes a draft and its lines, priced; lines may still lack words. All totals are computed here. */
export async function writeDraft(em: EntityManager, kind: DocumentKind, document: PricedDocument, content: DraftContent, isNew = false): Promise<void> {
  const totals = priceDraft(kind, content);
  const { lines } = content;
  Object.assign(document, factsOf(content));
  document.price(totals);
  const worded = lines.map((line) => ({ ...line, description: line.description.trim() }));
  if (isNew) addLines(em, kind, document, worded, totals);
  else await replaceLines(em, kind, document, worded, totals);
}

/** The totals of a draft that is within bounds; what is not is refused with its field. */
export function priceDraft(kind: DocumentKind, content: DraftContent): DocumentTotals {
  check(kind, content);
  const totals = documentTotals(content);
  if (totals.total < 0) throw badInput(`The total is negative; ${kind === 'INVOICE' ? 'that is a credit note, not an invoice' : 'it must not be'}.`, 'lines');
  // Sums over many documents must stay integers that every program can hold.
  if (totals.total > MAX_TOTAL) throw badInput('The total is too large.', 'lines');
  return totals;
}

function factsOf({ currency, issueDate, reference, notes, terms, pricesIncludeTax, taxRounding, discount }: DraftContent) {
  return {
    currency, issueDate, reference, notes, terms, pricesIncludeTax, taxRounding,
    discountPercent: discount?.percent ?? null, discountAmount: discount?.amount ?? null,
  };
}

/** To the team, what is being written into a document that was pulled back lies over what was sent. */
export function asDrafted<Document extends Row<PricedDocument> & { draft: DraftContent | null }>(document: Document): Document {
  if (!document.draft) return document;
  const { lines: _lines, discount: _discount, ...dates } = document.draft;
  const { subtotal, discountTotal, taxTotal, total } = documentTotals(document.draft);
  return { ...document, ...dates, ...factsOf(document.draft), subtotal, discountTotal, taxTotal, total };
}

/** The lines of what is being written, as rows. */
export function draftedLines({ lines, ...content }: DraftContent): ShownLine[] {
  const { lines: amounts } = documentTotals({ lines, ...content });
  return lines.map(({ discount, ...line }, position) => ({
    ...line, id: String(position), discountPercent: discount?.percent ?? null, discountAmount: discount?.amount ?? null, ...amounts[position]!,
  }));
}

export type ShownLine = Pick<LineRow, 'id' | 'description' | 'quantity' | 'unitPrice' | 'discountPercent' | 'discountAmount' | 'discountTotal' | 'taxes' | 'amount'>;

/** Payments may be on their way for what was sent. */
export function mustKeepCurrency(document: PricedDocument, { currency }: DraftContent): void {
  if (currency !== document.currency) throw badInput(`It was sent in ${document.currency}; make a new one for another currency.`, 'currency');
}

/** A draft may lack what a client must be told; what is sent may not. */
export async function mustBeComplete(em: EntityManager, kind: DocumentKind, document: PricedDocument): Promise<void> {
  await em.flush();
  const lines = await linesOf(em, kind, document);
  if (lines.length === 0) throw badInput(`${KIND_NAMES[kind]} needs at least one line.`, 'lines');
  lines.forEach(({ description }, index) => {
    if (!description) throw badInput(`Line ${index + 1} has no description.`, `lines.${index}.description`);
  });
}

/** Refuses to overwrite what the writer has not seen. */
export function mustBeVersion(document: PricedDocument, version: number): void {
  if (document.version !== version) throw new DomainError('CONFLICT', 'Somebody else has saved this draft since you opened it. Load the newer one.', { field: 'version' });
  document.version += 1;
}

function check(kind: DocumentKind, content: DraftContent): void {
  if (!isCurrency(content.currency)) throw badInput(`"${content.currency}" is not an ISO 4217 currency, such as EUR.`, 'currency');
  mustBeDate(content.issueDate, 'issueDate');
  for (const [field, most] of Object.entries(MAX_CHARACTERS) as [keyof typeof MAX_CHARACTERS, number][]) {
    if ((content[field]?.length ?? 0) > most) throw badInput(`The ${field} may have at most ${most.toLocaleString('en')} characters.`, field);
  }
  if (content.lines.length > MAX_LINES) throw badInput(`${KIND_NAMES[kind]} has at most ${MAX_LINES} lines.`, 'lines');
  content.lines.forEach(({ description }, index) => {
    if (description.length > 2_000) throw badInput(`The description of line ${index + 1} is too long.`, `lines.${index}.description`);
  });
}

/** A later date that may be left out: when a document is due, or how long it is valid. */
export function mustFollow(later: string | null, issueDate: string, field: 'dueDate' | 'validUntil'): void {
  if (!later) return;
  mustBeDate(later, field);
  if (later < issueDate) throw badInput(`The ${field === 'dueDate' ? 'due date' : 'last day'} is before the issue date.`, field);
}

function mustBeDate(date: string, field: string): void {
  if (!isCalendarDate(date)) throw badInput(`${date} is not a date between 1900 and 2199.`, field);
}
