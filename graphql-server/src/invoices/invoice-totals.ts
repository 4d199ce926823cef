import { Decimal } from 'decimal.js';

import { badInput, type DomainError } from '../shared/domain-error.ts';

/** `unitPrice` in minor units, `quantity` and `taxRate` (percent) as decimals: "1.5", "19". */
export interface TotalsLine {
  quantity: string;
  unitPrice: number;
  taxRate: string;
}

/** All amounts in minor units. */
export interface Totals {
  lines: { amount: number }[];
  subtotal: number;
  /** One row per rate above zero, in the order of the lines; `rate` in its shortest form ("19.00" is "19"). */
  taxes: { rate: string; base: number; amount: number }[];
  taxTotal: number;
  total: number;
}

/** Enough digits that no product of two accepted numbers is rounded; half is rounded away from zero. */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });

/**
 * A line is rounded to the minor unit, and tax once per rate on the sum of that rate's lines, so
 * that what is printed adds up: subtotal = Σ lines, total = subtotal + Σ taxes.
 */
export function invoiceTotals(lines: TotalsLine[]): Totals {
  const amounts = lines.map((line, index) => {
    if (!Number.isSafeInteger(line.unitPrice)) {
      throw refused(index, 'unitPrice', `${line.unitPrice} is not an integer of minor units`);
    }
    const quantity = decimal(line.quantity, index, 'quantity');
    return roundedToMinorUnit(quantity.times(line.unitPrice), `The amount of line ${index + 1}`);
  });
  const subtotal = sum(amounts, 'The subtotal');

  const byRate = Map.groupBy(lines.keys(), (index) => taxRate(lines, index).toFixed());
  byRate.delete('0');
  const taxes = [...byRate].map(([rate, indexes]) => {
    const base = sum(indexes.map((index) => amounts[index] ?? 0), `The base of ${rate} % tax`);
    return { rate, base, amount: roundedToMinorUnit(new Exact(rate).times(base).dividedBy(100), `The ${rate} % tax`) };
  });
  const taxTotal = sum(taxes.map((tax) => tax.amount), 'The tax');

  return { lines: amounts.map((amount) => ({ amount })), subtotal, taxes, taxTotal, total: sum([subtotal, taxTotal], 'The total') };
}

function taxRate(lines: TotalsLine[], index: number): Decimal {
  const text = lines[index]?.taxRate ?? '';
  const rate = decimal(text, index, 'taxRate');
  if (rate.isZero()) return new Exact(0);
  if (rate.isNegative()) throw refused(index, 'taxRate', `tax rate ${text} is negative`);
  return rate;
}

const DECIMAL = /^-?\d{1,15}(\.\d{1,9})?$/;

function decimal(text: string, index: number, field: 'quantity' | 'taxRate'): Decimal {
  if (!DECIMAL.test(text)) {
    throw refused(index, field, `"${String(text).slice(0, 40)}" is not a decimal number such as 1.5`);
  }
  return new Exact(text);
}

function roundedToMinorUnit(value: Decimal, what: string): number {
  const rounded = value.toDecimalPlaces(0).toNumber();
  return safe(rounded, what);
}

function sum(parts: number[], what: string): number {
  return parts.reduce((total, part) => safe(total + part, what), 0);
}

function safe(minorUnits: number, what: string): number {
  if (!Number.isSafeInteger(minorUnits)) throw badInput(`${what} is too large.`, 'lines');
  return minorUnits === 0 ? 0 : minorUnits;
}

function refused(index: number, field: keyof TotalsLine, problem: string): DomainError {
  return badInput(`Line ${index + 1}: ${problem}.`, `lines.${index}.${field}`);
}
