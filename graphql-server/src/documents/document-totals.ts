// A browser runs this file, too, for live totals (schema/document-totals.ts): it imports no more than this.
import { Decimal } from 'decimal.js';

import { badInput, type DomainError } from '../shared/domain-error.ts';

/** A percentage with a name, "VAT" 19. Compound: it is also taken on the taxes that stand before it. */
export interface Tax {
  name: string;
  rate: string;
  isCompound: boolean;
}

/** Exactly one of the two: percent as a decimal ("12.5"), or minor units. */
export interface Discount {
  percent: string | null;
  amount: number | null;
}

export type TaxRounding = 'LINE' | 'DOCUMENT';

/** `unitPrice` in minor units, `quantity` as a decimal: "1.5". */
export interface PricedLine {
  quantity: string;
  unitPrice: number;
  discount: Discount | null;
  taxes: Tax[];
}

export interface Pricing {
  lines: PricedLine[];
  discount: Discount | null;
  pricesIncludeTax: boolean;
  taxRounding: TaxRounding;
}

/** `rate` in its shortest form: "19.00" is "19". */
export interface TaxTotal extends Tax {
  base: number;
  amount: number;
}

/** All in minor units. A line's `amount` is after its own discount, and holds tax if prices do. */
export interface DocumentTotals {
  lines: { discountTotal: number; amount: number }[];
  subtotal: number;
  discountTotal: number;
  netTotal: number;
  /** One row per tax, also of 0 %, in order of first appearance. */
  taxes: TaxTotal[];
  taxTotal: number;
  total: number;
}

/**
 * Half a minor unit is rounded away from zero, and what is printed adds up: subtotal = Σ lines,
 * taxTotal = Σ taxes, netTotal + taxTotal = total = subtotal − discountTotal (+ taxTotal unless prices include it).
 */
export function documentTotals({ lines, discount, pricesIncludeTax, taxRounding }: Pricing): DocumentTotals {
  const priced = lines.map((line, index) => pricedLine(line, `lines.${index}`));
  const amounts = priced.map((line) => line.amount);
  const subtotal = sum(amounts, 'The subtotal');
  // What comes to nothing, or to money back, has nothing to take off.
  const discountTotal = discountOn(Math.max(subtotal, 0), discount, 'discount');
  const discounted = subtotal - discountTotal;

  const shares = spread(discountTotal, amounts, subtotal);
  const taxesOf = pricesIncludeTax ? taxesWithin : taxesOnTop;
  const lineTaxes = priced.flatMap(({ amount, taxes }, index) => taxesOf(new Exact(amount).minus(shares[index] ?? 0), taxes, taxRounding));
  const taxes = taxTable(lineTaxes, pricesIncludeTax ? Decimal.ROUND_HALF_DOWN : Decimal.ROUND_HALF_UP);
  const taxTotal = sum(taxes.map((tax) => tax.amount), 'The tax');

  return {
    lines: priced.map(({ discountTotal, amount }) => ({ discountTotal, amount })),
    subtotal,
    discountTotal,
    netTotal: pricesIncludeTax ? safe(discounted - taxTotal, 'The net total') : discounted,
    taxes,
    taxTotal,
    total: pricesIncludeTax ? discounted : safe(discounted + taxTotal, 'The total'),
  };
}

/** Holds five compounded rates of nine decimals without loss, and a quotient far beyond `SETTLED`. */
const Exact = Decimal.clone({ precision: 100 });

function pricedLine(line: PricedLine, path: string) {
  const quantity = decimal(line.quantity, `${path}.quantity`);
  const gross = minorUnits(quantity.times(integer(line.unitPrice, `${path}.unitPrice`)), place(path));
  const discountTotal = discountOn(gross, line.discount, `${path}.discount`);
  return { discountTotal, amount: gross - discountTotal, taxes: readTaxes(line.taxes, `${path}.taxes`) };
}

function discountOn(gross: number, discount: Discount | null, path: string): number {
  if (!discount) return 0;
  const { percent, amount } = discount;
  if ((percent === null) === (amount === null)) throw refused(path, 'a discount is either a percentage or an amount');
  if (percent !== null) return minorUnits(percentage(percent, `${path}.percent`).times(gross).dividedBy(100), 'The discount');

  const given = integer(amount, `${path}.amount`);
  if (given < Math.min(gross, 0) || given > Math.max(gross, 0)) {
    throw refused(`${path}.amount`, 'a discount takes off no more than there is');
  }
  return given;
}

/** In proportion to the amounts; as it is the running sum that is rounded, the shares add up to the discount. */
function spread(discountTotal: number, amounts: number[], subtotal: number): number[] {
  if (discountTotal === 0) return amounts.map(() => 0);
  let running = 0;
  let spent = 0;
  return amounts.map((amount) => {
    running += amount;
    const due = minorUnits(new Exact(discountTotal).times(running).dividedBy(subtotal), 'The discount');
    const share = safe(due - spent, 'The discount');
    spent = due;
    return share;
  });
}

interface LineTax {
  tax: Tax;
  base: Decimal;
  amount: Decimal;
}

function taxesOnTop(net: Decimal, taxes: Tax[], rounding: TaxRounding): LineTax[] {
  return taxesOn(net, taxes, rounding === 'LINE' ? rounded : unrounded);
}

function taxesWithin(gross: Decimal, taxes: Tax[], rounding: TaxRounding): LineTax[] {
  const onOne = taxesOn(new Exact(1), taxes, unrounded).map((tax) => tax.amount);
  const net = gross.dividedBy(Exact.sum(1, ...onOne));
  const lineTaxes = taxesOn(net, taxes, unrounded);
  if (rounding === 'DOCUMENT') return lineTaxes;
  return lineTaxes.map(({ tax, base, amount }) => ({ tax, base: rounded(base, Decimal.ROUND_HALF_DOWN), amount: rounded(amount) }));
}

function taxesOn(net: Decimal, taxes: Tax[], settle: (amount: Decimal) => Decimal): LineTax[] {
  let withTaxes = net;
  return taxes.map((tax) => {
    const base = tax.isCompound ? withTaxes : net;
    const amount = settle(base.times(tax.rate).dividedBy(100));
    withTaxes = withTaxes.plus(amount);
    return { tax, base, amount };
  });
}

/** `halfBase` is down where prices include tax: a base and its tax, both of them a half, make up the price again. */
function taxTable(lineTaxes: LineTax[], halfBase: Decimal.Rounding): TaxTotal[] {
  return [...Map.groupBy(lineTaxes, ({ tax }) => keyOf(tax)).values()].flatMap((same) => {
    const tax = same[0]?.tax;
    if (!tax) return [];
    return {
      ...tax,
      base: minorUnits(Exact.sum(0, ...same.map(({ base }) => base)), `The base of ${tax.name}`, halfBase),
      amount: minorUnits(Exact.sum(0, ...same.map(({ amount }) => amount)), tax.name),
    };
  });
}

function keyOf({ name, rate, isCompound }: Tax): string {
  return JSON.stringify([name, rate, isCompound]);
}

const MOST_TAXES = 5;
const LONGEST_NAME = 40;

function readTaxes(taxes: Tax[], path: string): Tax[] {
  if (taxes.length > MOST_TAXES) throw refused(path, `at most ${MOST_TAXES} taxes`);
  const read = taxes.map((tax, index) => readTax(tax, `${path}.${index}`));
  const keys = read.map(keyOf);
  const twice = keys.findIndex((key, index) => keys.indexOf(key) < index);
  if (twice >= 0) throw refused(`${path}.${twice}`, `${read[twice]?.name} is there twice`);
  return read;
}

function readTax({ name, rate, isCompound }: Tax, path: string): Tax {
  const trimmed = name.trim();
  if (trimmed === '') throw refused(`${path}.name`, 'a tax needs a name');
  if (trimmed.length > LONGEST_NAME) throw refused(`${path}.name`, `the name of a tax has at most ${LONGEST_NAME} characters`);
  return { name: trimmed, rate: percentage(rate, `${path}.rate`).toFixed(), isCompound };
}

function percentage(text: string, path: string): Decimal {
  const percent = decimal(text, path);
  if (percent.lessThan(0) || percent.greaterThan(100)) throw refused(path, `${text} % is not between 0 and 100`);
  return percent;
}

const DECIMAL = /^-?\d{1,15}(\.\d{1,9})?$/;

function decimal(text: string, path: string): Decimal {
  if (!DECIMAL.test(text)) throw refused(path, `"${String(text).slice(0, 40)}" is not a decimal number such as 1.5`);
  return new Exact(text);
}

function integer(value: number | null, path: string): number {
  if (value === null || !Number.isSafeInteger(value)) throw refused(path, `${value} is not an integer of minor units`);
  return value;
}

function minorUnits(value: Decimal, what: string, half: Decimal.Rounding = Decimal.ROUND_HALF_UP): number {
  return safe(rounded(value, half).toNumber(), what);
}

/** No sum of decimals is finer; thirds that a division cut off far behind are whole again, and a half is a half. */
const SETTLED = 60;

function rounded(value: Decimal, half: Decimal.Rounding = Decimal.ROUND_HALF_UP): Decimal {
  return value.toDecimalPlaces(SETTLED).toDecimalPlaces(0, half);
}

function unrounded(value: Decimal): Decimal {
  return value;
}

function sum(parts: number[], what: string): number {
  return parts.reduce((total, part) => safe(total + part, what), 0);
}

/** Nor is there a zero below zero. */
function safe(minorUnits: number, what: string): number {
  if (!Number.isSafeInteger(minorUnits)) throw badInput(`${what} is too large.`, 'lines');
  return minorUnits === 0 ? 0 : minorUnits;
}

function refused(path: string, problem: string): DomainError {
  return badInput(`${place(path)}: ${problem}.`, path);
}

/** "lines.2.taxes.0.rate" is in "Line 3". */
function place(path: string): string {
  const index = /^lines\.(\d+)/.exec(path)?.[1];
  return index === undefined ? 'Discount' : `Line ${Number(index) + 1}`;
}
