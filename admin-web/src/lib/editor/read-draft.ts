import type { DiscountInput, DocumentLineInput, TaxRounding } from '#lib/gql/graphql.ts';
import { documentTotals, type DocumentTotals, type Pricing } from 'schema/document-totals';
import { currencyExponent } from 'web-kit/currency-exponent.ts';
import { isBlank, type Draft, type DraftDiscount, type DraftLine } from './draft.ts';
import { amountText, readAmount, readDecimal } from 'web-kit/number-text.ts';

/** Messages by path: "lines.0.quantity", the way the API names them; lines as they stand on screen. */
export type Problems = Record<string, string>;

/** What both kinds of document are written from. */
export interface DraftContent {
  currency: string;
  issueDate: string;
  reference: string | null;
  notes: string | null;
  terms: string | null;
  pricesIncludeTax: boolean;
  discount: DiscountInput | null;
  lines: DocumentLineInput[];
}

export interface ReadDraft {
  content: DraftContent;
  lastDate: string;
  /** Minor units; an invoice's alone. */
  deposit: number | null;
  /** Where each line of `content` stands on screen: blank ones are left out. */
  rows: number[];
  /** What keeps it from being saved. */
  problems: Problems;
  /** What keeps it from being sent, besides. */
  missing: Problems;
  /** As far as it can be read. */
  totals: DocumentTotals;
  /** Minor units of the lines on screen; null while one is blank or cannot be read. */
  amounts: (number | null)[];
}

export function readDraft(draft: Draft, taxRounding: TaxRounding, language: string): ReadDraft {
  const problems: Problems = {};
  const rows = draft.lines.flatMap((line, row) => (isBlank(line) ? [] : [row]));
  const lines = rows.map((row) => readLine(draft.lines[row]!, row, draft.currency, language, problems));
  const discount = readDiscount(draft.discount, draft.currency, language, 'discount', problems);
  readDates(draft, problems);

  const content: DraftContent = {
    currency: draft.currency,
    issueDate: draft.issueDate,
    reference: draft.reference.trim() || null,
    notes: draft.notes.trim() || null,
    terms: draft.terms.trim() || null,
    pricesIncludeTax: draft.pricesIncludeTax,
    discount,
    lines,
  };
  const { totals, refused } = priced(content, taxRounding);
  for (const [path, message] of Object.entries(refused)) problems[onScreen(path, rows)] ??= message;
  const deposit = readDeposit(draft, totals.total, language, problems);
  const amounts = draft.lines.map(() => null as number | null);
  rows.forEach((row, index) => {
    const isUnread = ['quantity', 'unitPrice'].some((field) => problems[`lines.${row}.${field}`]);
    if (!isUnread) amounts[row] = totals.lines[index]?.amount ?? null;
  });
  return { content, lastDate: draft.lastDate, deposit, rows, problems, missing: missingFrom(draft, rows), totals, amounts };
}

/** A path of the API, whose lines lack the blank ones. */
export function onScreen(path: string, rows: number[]): string {
  return path
    .replace(/^input\./, '')
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/^lines\.(\d+)/, (_, index: string) => `lines.${rows[Number(index)] ?? index}`);
}

function readLine(line: DraftLine, row: number, currency: string, language: string, problems: Problems): DocumentLineInput {
  const path = `lines.${row}`;
  const quantity = readDecimal(line.quantity, language);
  if (quantity === null) problems[`${path}.quantity`] = line.quantity.trim() ? 'A number such as 1.5.' : 'Enter a quantity.';
  // Words without a price are worth nothing yet.
  const unitPrice = line.unitPrice.trim() ? readAmount(line.unitPrice, currency, language) : 0;
  if (unitPrice === null) problems[`${path}.unitPrice`] = priceHint(currency, language);
  return {
    description: line.description.trim(),
    quantity: quantity ?? '0',
    unitPrice: unitPrice ?? 0,
    discount: readDiscount(line.discount, currency, language, `${path}.discount`, problems),
    taxes: line.taxes.map(({ name, rate, isCompound }) => ({ name, rate, isCompound })),
  };
}

function readDiscount({ text, unit }: DraftDiscount, currency: string, language: string, path: string, problems: Problems): DiscountInput | null {
  if (!text.trim()) return null;
  if (unit === 'PERCENT') {
    const percent = readDecimal(text, language);
    if (percent === null || Number(percent) < 0 || Number(percent) > 100) problems[path] = 'Between 0 and 100 %.';
    else return percent === '0' ? null : { percent };
    return null;
  }
  const amount = readAmount(text, currency, language);
  if (amount === null) problems[path] = priceHint(currency, language);
  return amount ? { amount } : null;
}

/** A percentage is of the total, as it stands now. */
function readDeposit({ deposit: { text, unit }, currency }: Draft, total: number, language: string, problems: Problems): number | null {
  if (!text.trim()) return null;
  const percent = unit === 'PERCENT' ? readDecimal(text, language) : null;
  if (unit === 'PERCENT' && (percent === null || Number(percent) <= 0 || Number(percent) >= 100)) {
    problems['deposit'] = 'A deposit is more than 0 and less than 100 %.';
    return null;
  }
  const amount = percent === null ? readAmount(text, currency, language) : shareOf(Math.max(total, 0), percent);
  // While something else cannot be read, the total is not the one that is meant.
  const isTotalKnown = Object.keys(problems).length === 0;
  if (amount === null || amount < 0) problems['deposit'] = priceHint(currency, language);
  else if (isTotalKnown && amount > 0 && amount >= total) problems['deposit'] = 'A deposit is less than the total.';
  return amount || null;
}

/** In whole minor units, a half upwards; exactly, since no float is made of either. */
function shareOf(total: number, percent: string): number {
  const [whole = '', fraction = ''] = percent.split('.');
  const hundred = 100n * 10n ** BigInt(fraction.length);
  return Number((2n * BigInt(total) * BigInt(whole + fraction) + hundred) / (2n * hundred));
}

function priceHint(currency: string, language: string): string {
  const exponent = currencyExponent(currency);
  if (exponent === 0) return 'A whole amount, such as 1200.';
  return `An amount such as ${amountText({ minorUnits: 12 * 10 ** exponent + 5 * 10 ** (exponent - 1), currency }, language)}.`;
}

function readDates({ issueDate, lastDate }: Draft, problems: Problems): void {
  if (!issueDate) problems['issueDate'] = 'Enter a date.';
  if (!lastDate) problems['lastDate'] = 'Enter a date.';
  else if (lastDate < issueDate) problems['lastDate'] = 'Not before the issue date.';
}

function missingFrom(draft: Draft, rows: number[]): Problems {
  const missing: Problems = {};
  if (!draft.client) missing['clientId'] = 'Choose a client.';
  if (rows.length === 0) missing['lines.0.description'] = 'Write at least one line.';
  for (const row of rows) {
    if (!draft.lines[row]?.description.trim()) missing[`lines.${row}.description`] = 'Describe this line.';
  }
  return missing;
}

/** The server's rules; what they refuse is named and left out, so that the rest still adds up. */
function priced(content: DraftContent, taxRounding: TaxRounding): { totals: DocumentTotals; refused: Problems } {
  const refused: Problems = {};
  const pricing: Pricing = {
    lines: content.lines.map(({ quantity, unitPrice, discount, taxes }) => ({
      quantity: quantity ?? '1', unitPrice, discount: wholeDiscount(discount),
      taxes: (taxes ?? []).map(({ name, rate, isCompound }) => ({ name, rate, isCompound: isCompound ?? false })),
    })),
    discount: wholeDiscount(content.discount),
    pricesIncludeTax: content.pricesIncludeTax,
    taxRounding,
  };
  for (;;) {
    try {
      return { totals: documentTotals(pricing), refused };
    } catch (reason) {
      const { path, message } = refusal(reason);
      if (path in refused || !withoutPart(pricing, path)) return { totals: nothing(pricing), refused: { ...refused, [path]: message } };
      refused[path] = message;
    }
  }
}

function wholeDiscount(discount: DiscountInput | null | undefined) {
  return discount ? { percent: discount.percent ?? null, amount: discount.amount ?? null } : null;
}

function refusal(reason: unknown): { path: string; message: string } {
  const { message, details } = reason as { message?: string; details?: { field?: string } };
  return { path: details?.field ?? 'lines', message: (message ?? 'This can not be computed.').replace(/^(Line \d+|Discount): (.)/, (_, _place, first: string) => first.toUpperCase()) };
}

function withoutPart(pricing: Pricing, path: string): boolean {
  if (path.startsWith('discount')) {
    pricing.discount = null;
    return true;
  }
  const [, index, part] = /^lines\.(\d+)\.(\w+)/.exec(path) ?? [];
  const line = pricing.lines[Number(index)];
  if (!line) return false;
  if (part === 'discount') line.discount = null;
  else if (part === 'taxes') line.taxes = [];
  else Object.assign(line, { quantity: '0', discount: null });
  return true;
}

function nothing({ lines }: Pricing): DocumentTotals {
  return {
    lines: lines.map(() => ({ discountTotal: 0, amount: 0 })),
    subtotal: 0, discountTotal: 0, netTotal: 0, taxes: [], taxTotal: 0, total: 0,
  };
}
