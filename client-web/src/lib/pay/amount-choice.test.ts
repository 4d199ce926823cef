import { expect, test } from 'vitest';
import { depositOf, oldestDueFirst, partsOf, typedPart, type Owed } from './amount-choice.ts';

const euro = (minorUnits: number) => ({ minorUnits, currency: 'EUR' });
const owed = (id: string, balance: number, more: Partial<Owed> = {}): Owed => ({
  id, number: `INV-${id}`, currency: 'EUR', dueDate: '2026-12-01', balance: euro(balance), depositDue: null, ...more,
});
const english = { language: 'en', say: (minorUnits: number) => `€${(minorUnits / 100).toFixed(2)}` };

test('the oldest due is settled first, and what has no day last', () => {
  const invoices = [owed('c', 1), owed('b', 1, { dueDate: '2026-11-20' }), owed('d', 1, { dueDate: null }), owed('a', 1)];
  expect(oldestDueFirst(invoices).map(({ id }) => id)).toEqual(['b', 'a', 'c', 'd']);
});

test.each([
  [0, [0, 0, 0]],
  [500, [500, 0, 0]],
  [1_000, [1_000, 0, 0]],
  [1_250, [1_000, 250, 0]],
  [1_600, [1_000, 500, 100]],
])('%i is spread over what is owed', (amount, parts) => {
  const invoices = [owed('a', 1_000), owed('b', 500), owed('c', 100)];
  expect(partsOf(invoices, amount).map(({ minorUnits }) => minorUnits)).toEqual(parts);
});

test('a deposit is offered for one invoice, while it is less than all of it', () => {
  const invoice = owed('a', 1_000, { depositDue: euro(300) });
  expect(depositOf([invoice])).toBe(300);
  expect(depositOf([invoice, owed('b', 1)])).toBeNull();
  expect(depositOf([owed('a', 300, { depositDue: euro(300) })])).toBeNull();
  expect(depositOf([owed('a', 1_000)])).toBeNull();
});

test.each([
  ['12.50', 'en', 1_250],
  ['12,50', 'de', 1_250],
  ['1.000,00', 'de', 100_000],
])('"%s" in %s is an amount', (text, language, minorUnits) => {
  expect(typedPart(text, euro(100_000), { ...english, language })).toEqual({ minorUnits });
});

test.each([
  ['', 'Write an amount such as €1000.00.'],
  ['1.005', 'Write an amount such as €1000.00.'],
  ['0', 'The amount must be more than zero.'],
  ['-5', 'The amount must be more than zero.'],
  ['1000.01', 'That is more than is owed: at most €1000.00.'],
])('"%s" cannot be paid, and is told why', (text, problem) => {
  expect(typedPart(text, euro(100_000), english)).toEqual({ problem });
});
