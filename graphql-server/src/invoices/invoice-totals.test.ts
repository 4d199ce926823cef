import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DomainError } from '../shared/domain-error.ts';
import { invoiceTotals, type TotalsLine } from './invoice-totals.ts';

describe('the totals of an invoice', () => {
  it('rounds each line and each rate once', () => {
    const totals = invoiceTotals([
      { quantity: '1.5', unitPrice: 333, taxRate: '19' },
      { quantity: '1', unitPrice: 333, taxRate: '19.00' },
      { quantity: '2', unitPrice: 1000, taxRate: '7' },
      { quantity: '1', unitPrice: 50, taxRate: '0.0' },
    ]);
    expect(totals).toEqual({
      lines: [{ amount: 500 }, { amount: 333 }, { amount: 2000 }, { amount: 50 }],
      subtotal: 2883,
      taxes: [
        { rate: '19', base: 833, amount: 158 },
        { rate: '7', base: 2000, amount: 140 },
      ],
      taxTotal: 298,
      total: 3181,
    });
  });

  it('rounds half away from zero, on both sides of it', () => {
    const amountOf = (quantity: string, unitPrice: number) => invoiceTotals([{ quantity, unitPrice, taxRate: '0' }]).total;
    expect([amountOf('0.5', 1), amountOf('0.5', 5), amountOf('-0.5', 5), amountOf('0.5', -5)]).toEqual([1, 3, -3, -3]);
    expect(amountOf('1.005', 100)).toBe(101);
    expect(Object.is(amountOf('-0.1', 1), 0)).toBe(true);
  });

  it('has no tax rows where nothing is taxed', () => {
    expect(invoiceTotals([{ quantity: '1', unitPrice: 99, taxRate: '0' }]).taxes).toEqual([]);
    expect(invoiceTotals([]).total).toBe(0);
  });

  it('is exact where floats are not', () => {
    expect(invoiceTotals([{ quantity: '123456789.123456789', unitPrice: 70_000_000, taxRate: '0' }]).total).toBe(8641975238641975);
  });

  it.each<[Partial<TotalsLine>, string]>([
    [{ unitPrice: 0.5 }, 'unitPrice'],
    [{ unitPrice: 2 ** 53 }, 'unitPrice'],
    [{ unitPrice: Number.NaN }, 'unitPrice'],
    [{ quantity: '1e3' }, 'quantity'],
    [{ quantity: '1,5' }, 'quantity'],
    [{ quantity: '' }, 'quantity'],
    [{ quantity: 'Infinity' }, 'quantity'],
    [{ taxRate: '-1' }, 'taxRate'],
    [{ taxRate: '19%' }, 'taxRate'],
  ])('refuses %j', (wrong, field) => {
    const line = { quantity: '1', unitPrice: 100, taxRate: '19', ...wrong };
    const failure = caught(() => invoiceTotals([{ quantity: '1', unitPrice: 1, taxRate: '0' }, line]));
    expect(failure).toBeInstanceOf(DomainError);
    expect(failure).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: `lines.1.${field}` } });
  });

  it('refuses totals that an integer cannot hold exactly', () => {
    const line = { quantity: '1', unitPrice: Number.MAX_SAFE_INTEGER, taxRate: '0' };
    expect(invoiceTotals([line]).total).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => invoiceTotals([line, line])).toThrow('The subtotal is too large.');
    expect(() => invoiceTotals([{ ...line, quantity: '1.1' }])).toThrow('The amount of line 1 is too large.');
    expect(() => invoiceTotals([{ ...line, taxRate: '1' }])).toThrow('The total is too large.');
  });

  it('adds up for any document', () => {
    fc.assert(
      fc.property(fc.array(aLine, { maxLength: 40 }), (lines) => {
        const totals = invoiceTotals(lines);
        expect(totals.subtotal).toBe(total(totals.lines.map((line) => line.amount)));
        expect(totals.taxTotal).toBe(total(totals.taxes.map((tax) => tax.amount)));
        expect(totals.total).toBe(totals.subtotal + totals.taxTotal);
        expect(new Set(totals.taxes.map((tax) => tax.rate)).size).toBe(totals.taxes.length);

        lines.forEach((line, index) => {
          expect(totals.lines[index]?.amount).toBe(rounded(scaled(line.quantity) * BigInt(line.unitPrice), SCALE));
        });
        const taxed = lines.flatMap((line, index) => (Number(line.taxRate) > 0 ? [totals.lines[index]?.amount ?? 0] : []));
        expect(total(totals.taxes.map((tax) => tax.base))).toBe(total(taxed));
        for (const tax of totals.taxes) {
          expect(tax.amount).toBe(rounded(scaled(tax.rate) * BigInt(tax.base), SCALE * 100n));
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('does not depend on the order of the lines', () => {
    fc.assert(
      fc.property(fc.array(aLine, { maxLength: 20 }), (lines) => {
        expect(invoiceTotals(lines.toReversed()).total).toBe(invoiceTotals(lines).total);
      }),
      { numRuns: 1000 },
    );
  });
});

const aLine: fc.Arbitrary<TotalsLine> = fc.record({
  quantity: fc.tuple(fc.integer({ min: -9_999, max: 99_999 }), fc.integer({ min: 0, max: 9_999 })).map(([whole, part]) => `${whole}.${part}`),
  unitPrice: fc.integer({ min: -10_000_000, max: 100_000_000 }),
  taxRate: fc.constantFrom('0', '0.00', '5.5', '7', '19', '19.0', '20', '8.875', '25'),
});

/** The same sums in integers of 10⁻⁴, to check the decimals against. */
const SCALE = 10_000n;

function scaled(decimal: string): bigint {
  const [whole = '', part = ''] = decimal.split('.');
  const magnitude = BigInt(whole.replace('-', '') + part.padEnd(4, '0'));
  return whole.startsWith('-') ? -magnitude : magnitude;
}

function rounded(numerator: bigint, denominator: bigint): number {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const nearest = Number((2n * magnitude + denominator) / (2n * denominator));
  return numerator < 0n && nearest !== 0 ? -nearest : nearest;
}

function total(parts: number[]): number {
  return parts.reduce((sum, part) => sum + part, 0);
}

function caught(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
