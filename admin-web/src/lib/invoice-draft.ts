import { currencyExponent } from 'web-kit/currency-exponent.ts';
import { formatDecimal, multiply, parseDecimal, roundHalfUp } from './decimal.ts';

/** What a person typed in one line of the editor. */
export interface DraftLine {
  description: string;
  quantity: string;
  /** Major units, e.g. "1250.50". */
  unitPrice: string;
  /** Percent, e.g. "19". */
  taxRate: string;
}

export interface DraftTotals {
  /** Minor units of each line; null while the line cannot be read. */
  amounts: (number | null)[];
  subtotal: number;
  /** One row for each rate above zero, in the order of the lines. */
  taxes: { rate: string; amount: number }[];
  taxTotal: number;
  total: number;
}

/** Minor units of a typed price; null when unreadable or finer than the currency is. */
export function parsePrice(text: string, currency: string): number | null {
  const price = parseDecimal(text);
  if (!price) return null;
  const exponent = currencyExponent(currency);
  if (price.scale > exponent) {
    const finer = formatDecimal(price).split('.')[1]?.length ?? 0;
    if (finer > exponent) return null;
  }
  const minor = roundHalfUp(multiply(price, { digits: 10n ** BigInt(exponent), scale: 0 }));
  return safeInteger(minor);
}

/** The same rules as the server's: a line is rounded once, a rate's tax once over its lines. */
export function draftTotals(lines: DraftLine[], currency: string): DraftTotals {
  const amounts = lines.map((line) => lineAmount(line, currency));
  const taxable = new Map<string, bigint>();
  let subtotal = 0n;
  for (const [index, line] of lines.entries()) {
    const amount = BigInt(amounts[index] ?? 0);
    const rate = formatDecimal(parseDecimal(line.taxRate || '0') ?? { digits: 0n, scale: 0 });
    subtotal += amount;
    taxable.set(rate, (taxable.get(rate) ?? 0n) + amount);
  }
  const taxes = [...taxable]
    .filter(([rate]) => rate !== '0')
    .map(([rate, amount]) => ({ rate, amount: taxOf(amount, rate) }));
  const taxTotal = taxes.reduce((sum, tax) => sum + tax.amount, 0n);
  return {
    amounts,
    subtotal: Number(subtotal),
    taxes: taxes.map((tax) => ({ rate: tax.rate, amount: Number(tax.amount) })),
    taxTotal: Number(taxTotal),
    total: Number(subtotal + taxTotal),
  };
}

function lineAmount(line: DraftLine, currency: string): number | null {
  const quantity = parseDecimal(line.quantity);
  const price = parsePrice(line.unitPrice, currency);
  if (!quantity || price === null) return null;
  return safeInteger(roundHalfUp(multiply(quantity, { digits: BigInt(price), scale: 0 })));
}

function taxOf(amount: bigint, rate: string): bigint {
  const percent = parseDecimal(rate) ?? { digits: 0n, scale: 0 };
  return roundHalfUp(multiply({ digits: amount, scale: 2 }, percent));
}

function safeInteger(value: bigint): number | null {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : null;
}
