import { expect, test } from 'vitest';
import { canChooseLines, creditOfAmount, creditOfLines, taxChoices } from './credit-lines.ts';

const eur = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });
const vat = { name: 'VAT', rate: '19', isCompound: false };
const line = (id: string, more: object = {}) => ({
  id, description: `Line ${id}`, quantity: '2', unitPrice: eur(1000), amount: eur(2000), discount: null, taxes: [vat], ...more,
});

test('credits the chosen lines as they were priced, or a part of them', () => {
  const invoice = { discount: null, lines: [line('a'), line('b', { discount: { percent: '10', amount: null } }), line('c')] };
  expect(creditOfLines(invoice, new Map([['b', '2'], ['c', '0.5']]))).toEqual([
    { description: 'Line b', quantity: '2', unitPrice: 1000, discount: { percent: '10' }, taxes: [vat] },
    { description: 'Line c', quantity: '0.5', unitPrice: 1000, discount: null, taxes: [vat] },
  ]);
});

test("a percentage on the document becomes each line's, an amount cannot", () => {
  const invoice = { discount: { percent: '10', amount: null }, lines: [line('a')] };
  expect(canChooseLines(invoice)).toBe(true);
  expect(creditOfLines(invoice, new Map([['a', '1']]))[0]!.discount).toEqual({ percent: '10' });
  expect(canChooseLines({ discount: { percent: null, amount: eur(500) }, lines: [line('a')] })).toBe(false);
  expect(canChooseLines({ ...invoice, lines: [line('a', { discount: { percent: '5', amount: null } })] })).toBe(false);
});

test('an amount takes one of the sets of taxes that the invoice has', () => {
  const invoice = { discount: null, lines: [line('a'), line('b'), line('c', { taxes: [] })] };
  expect(taxChoices(invoice)).toEqual([{ label: 'VAT 19 %', taxes: [vat] }, { label: 'No tax', taxes: [] }]);
  expect(creditOfAmount(500, 'Goodwill', [vat])).toEqual([{ description: 'Goodwill', quantity: '1', unitPrice: 500, taxes: [vat] }]);
});
