import { expect, test } from 'vitest';
import { periods } from './periods.ts';

const at = (instant: string, timeZone: string) => Object.fromEntries(periods(timeZone, new Date(instant)).map(({ label, from, to }) => [label, [from, to]]));

test('months and years, whatever their length', () => {
  expect(at('2028-03-10T12:00:00Z', 'UTC')).toEqual({
    'This month': ['2028-03-01', '2028-03-31'],
    'Last month': ['2028-02-01', '2028-02-29'],
    'This year': ['2028-01-01', '2028-12-31'],
    'Last year': ['2027-01-01', '2027-12-31'],
  });
  expect(at('2028-01-10T12:00:00Z', 'UTC')['Last month']).toEqual(['2027-12-01', '2027-12-31']);
});

test('as of today where the business is', () => {
  expect(at('2026-12-31T23:30:00Z', 'Pacific/Auckland')['This year']).toEqual(['2027-01-01', '2027-12-31']);
});
