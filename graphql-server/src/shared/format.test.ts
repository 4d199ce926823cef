import { expect, it } from 'vitest';

import { formatDay, formatDecimal, formatFileSize, formatInstant, formatMoney, formatPercent } from './format.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

it.each([
  [232_860, 'USD', 'en-US', '$2,328.60'],
  [-1, 'EUR', 'de-DE', '-€0.01'],
  [1_200, 'JPY', 'ja-JP', '¥1,200'],
  [1_500, 'KWD', 'en', 'KWD 1.500'],
  [150_000, 'IQD', 'en', 'IQD 150.000'],
  [9_007_199_254_740_991, 'EUR', 'en', '€90,071,992,547,409.91'],
  [100, 'EUR', 'no such locale', '€1.00'],
])('writes %i %s in %s as %s', (minorUnits, currency, locale, expected) => {
  expect(plain(formatMoney(minorUnits, currency, locale))).toBe(expected);
});

it('writes decimals, rates and days', () => {
  expect(formatDecimal('12.50', 'de')).toBe('12,5');
  expect(formatDecimal('0.0000000001', 'en')).toBe('0.0000000001');
  expect(plain(formatPercent('19.6', 'de'))).toBe('19,6 %');
  expect(formatDay('2026-03-01', 'en-GB')).toBe('1 March 2026');
  expect(formatInstant(new Date('2026-03-02T23:30:00Z'), 'en-GB', 'Asia/Tokyo')).toContain('3 March 2026 at 08:30');
});

it('writes the size of a file as a person would', () => {
  expect([1, 640, 12_345, 2_340_000, 7e12].map((bytes) => formatFileSize(bytes, 'en'))).toEqual([
    '1 byte', '640 bytes', '12 kB', '2.3 MB', '7,000 GB',
  ]);
});
