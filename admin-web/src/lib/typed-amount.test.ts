import { expect, test } from 'vitest';
import { amountText, typedAmount } from './typed-amount.ts';

test.each([
  ['1250.50', 'EUR', 125050],
  ['.5', 'USD', 50],
  ['12.', 'USD', 1200],
  ['10.500', 'USD', 1050],
  ['1980', 'JPY', 1980],
  ['1.234', 'KWD', 1234],
  [' 3 ', 'EUR', 300],
  ['1000,55', 'EUR', 100055],
  ['2,5', 'EUR', 250],
])('reads %j in %s', (text, currency, minorUnits) => {
  expect(typedAmount(text, currency)).toBe(minorUnits);
});

test.each([
  ['', 'EUR'],
  ['.', 'EUR'],
  ['-5', 'EUR'],
  ['1,250', 'EUR'],
  ['1e3', 'EUR'],
  ['1.005', 'EUR'],
  ['0.5', 'JPY'],
  ['99999999999999999', 'EUR'],
])('refuses %j in %s', (text, currency) => {
  expect(typedAmount(text, currency)).toBeNull();
});

test.each([
  [125050, 'EUR', '1250.50'],
  [5, 'EUR', '0.05'],
  [1980, 'JPY', '1980'],
  [1234, 'KWD', '1.234'],
  [-50, 'EUR', '-0.50'],
])('writes %i of %s so that it can be read again', (minorUnits, currency, text) => {
  expect(amountText({ minorUnits, currency })).toBe(text);
});
