import { expect, test } from 'vitest';
import { daysUntil, formatBytes, formatDate, formatDateTime, formatMoney } from './format.ts';

test('money keeps the decimals of its currency', () => {
  expect(formatMoney({ minorUnits: 123456, currency: 'EUR' }, 'en')).toBe('€1,234.56');
  expect(formatMoney({ minorUnits: 123456, currency: 'JPY' }, 'en')).toBe('¥123,456');
  expect(formatMoney({ minorUnits: 123456, currency: 'KWD' }, 'en').replace(/\s/, ' ')).toBe('KWD 123.456');
  expect(formatMoney({ minorUnits: -5, currency: 'USD' }, 'en')).toBe('-$0.05');
  expect(formatMoney({ minorUnits: 123456, currency: 'HUF' }, 'en').replace(/\s/, ' ')).toBe('HUF 1,234.56');
  expect(formatMoney({ minorUnits: Number.MAX_SAFE_INTEGER, currency: 'EUR' }, 'en')).toBe('€90,071,992,547,409.91');
});

test('a calendar date is the same day everywhere, an instant is not', () => {
  expect(formatDate('2026-03-01', 'en')).toBe('Mar 1, 2026');
  expect(formatDateTime('2026-03-01T23:30:00Z', 'en', 'Asia/Tokyo')).toContain('Mar 2, 2026');
});

test('today is the day in the business\'s time zone', () => {
  const now = new Date('2026-03-01T23:30:00Z');
  expect(daysUntil('2026-03-02', 'UTC', now)).toBe(1);
  expect(daysUntil('2026-03-02', 'Asia/Tokyo', now)).toBe(0);
  expect(daysUntil('2026-02-27', 'UTC', now)).toBe(-2);
});

test('bytes in the unit that a person would choose', () => {
  expect(formatBytes(640, 'en')).toBe('640 bytes');
  expect(formatBytes(2_340_000, 'en')).toBe('2.3 MB');
});
