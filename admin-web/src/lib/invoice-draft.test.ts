import { describe, expect, it } from 'vitest';
import { draftTotals, parsePrice, type DraftLine } from './invoice-draft.ts';

const line = (quantity: string, unitPrice: string, taxRate = '0'): DraftLine => ({
  description: 'Work',
  quantity,
  unitPrice,
  taxRate,
});

describe('parsePrice', () => {
  it.each([
    ['1250.50', 'USD', 125050],
    ['.5', 'USD', 50],
    ['1980', 'JPY', 1980],
    ['1.234', 'KWD', 1234],
    ['10.500', 'USD', 1050],
    ['-3', 'EUR', -300],
    ['0.1', 'USD', 10],
  ])('reads %s in %s', (text, currency, minor) => {
    expect(parsePrice(text, currency)).toBe(minor);
  });

  it.each([
    ['', 'USD'],
    ['1,250', 'USD'],
    ['1e3', 'USD'],
    ['1.005', 'USD'],
    ['0.5', 'JPY'],
    ['99999999999999999', 'USD'],
  ])('refuses %j in %s', (text, currency) => {
    expect(parsePrice(text, currency)).toBeNull();
  });
});

describe('draftTotals', () => {
  it('rounds a half up, once a line', () => {
    expect(draftTotals([line('0.5', '0.01')], 'USD').total).toBe(1);
    expect(draftTotals([line('1.5', '0.99')], 'USD').total).toBe(149);
    expect(draftTotals([line('-0.5', '0.05')], 'USD').total).toBe(-3);
  });

  it('taxes the sum of the lines of a rate, not each line', () => {
    const totals = draftTotals([line('1', '0.02', '19'), line('1', '0.02', '19.0')], 'EUR');
    expect(totals.taxes).toEqual([{ rate: '19', amount: 1 }]);
    expect(totals.total).toBe(5);
  });

  it('keeps rates apart, in the order of the lines, and leaves out zero', () => {
    const totals = draftTotals(
      [line('1', '100', '19'), line('2', '50', '7'), line('1', '10', '0'), line('1', '10', '')],
      'EUR',
    );
    expect(totals.taxes).toEqual([
      { rate: '19', amount: 1900 },
      { rate: '7', amount: 700 },
    ]);
    expect(totals).toMatchObject({ subtotal: 22000, taxTotal: 2600, total: 24600 });
  });

  it('does what floats get wrong', () => {
    expect(draftTotals([line('1.005', '100')], 'USD').total).toBe(10050);
    expect(draftTotals([line('3', '0.10'), line('1', '0.20')], 'USD').total).toBe(50);
    expect(draftTotals([line('1', '1.45', '10')], 'USD').taxTotal).toBe(15);
  });

  it('counts nothing for a line that cannot be read', () => {
    expect(draftTotals([line('x', '1'), line('1', '2')], 'USD')).toMatchObject({
      amounts: [null, 200],
      total: 200,
    });
  });

  it('knows currencies without cents, and those whose cents are out of use', () => {
    expect(draftTotals([line('3', '333', '10')], 'JPY')).toMatchObject({ subtotal: 999, taxTotal: 100 });
    expect(draftTotals([line('1', '1500')], 'HUF').total).toBe(150000);
    expect(draftTotals([line('1', '1.5')], 'IQD').total).toBe(1500);
  });

  it('agrees with the server on its own example', () => {
    const lines = [line('1.5', '3.33', '19'), line('1', '3.33', '19.00'), line('2', '10', '7'), line('1', '0.50', '0.0')];
    expect(draftTotals(lines, 'EUR')).toEqual({
      amounts: [500, 333, 2000, 50],
      subtotal: 2883,
      taxes: [
        { rate: '19', amount: 158 },
        { rate: '7', amount: 140 },
      ],
      taxTotal: 298,
      total: 3181,
    });
  });
});
