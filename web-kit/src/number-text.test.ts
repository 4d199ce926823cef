import { expect, test } from 'vitest';
import { amountText, decimalText, readAmount, readDecimal } from './number-text.ts';

test.each([
  ['1250.50', 'en', '1250.5'],
  ['1,250.50', 'en', '1250.5'],
  ['1,250', 'en', '1250'],
  ['12,5', 'en', '12.5'],
  ['1.250,50', 'de', '1250.5'],
  ['1.250', 'de', '1250'],
  ['1.5', 'de', '1.5'],
  ['12,5', 'de', '12.5'],
  ['1 250,50', 'fr', '1250.5'],
  ['1 250,50', 'fr', '1250.5'],
  ["1'250.50", 'de-CH', '1250.5'],
  ['1,234,567', 'de', '1234567'],
  ['0,125', 'en', '0.125'],
  ['.5', 'en', '0.5'],
  ['5.', 'en', '5'],
  ['−3', 'en', '-3'],
  ['-0', 'en', '0'],
  ['007', 'en', '7'],
])('"%s" in %s is %s', (text, language, plain) => {
  expect(readDecimal(text, language)).toBe(plain);
});

test.each(['', 'two', '1.2.3,4,5', '1,2,3', '12,34.567,8', '1e3', '.', '€5'])('"%s" is no number', (text) => {
  expect(readDecimal(text, 'en')).toBeNull();
});

test('an amount has no more decimals than its currency', () => {
  expect(readAmount('99,9', 'EUR', 'de')).toBe(9990);
  expect(readAmount('1.005', 'EUR', 'en')).toBeNull();
  expect(readAmount('1.005', 'KWD', 'en')).toBe(1005);
  expect(readAmount('1200', 'JPY', 'ja')).toBe(1200);
  expect(readAmount('0.5', 'JPY', 'ja')).toBeNull();
  expect(readAmount('99999999999999999', 'EUR', 'en')).toBeNull();
});

test('what is written can be read again', () => {
  for (const language of ['en', 'de', 'fr', 'de-CH', 'ja', 'ar']) {
    for (const minorUnits of [0, 5, -1999, 123_456_789]) {
      expect(readAmount(amountText({ minorUnits, currency: 'EUR' }, language), 'EUR', language)).toBe(minorUnits);
    }
    expect(readDecimal(decimalText('1234.125', language), language)).toBe('1234.125');
  }
});
