import { expect, test } from 'vitest';
import { addDays, daysBetween, todayIn } from './calendar.ts';

test('a date is counted on, over months and leap days', () => {
  expect(addDays('2026-12-25', 14)).toBe('2027-01-08');
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
});

test('today is where the business is', () => {
  const now = new Date('2026-03-10T23:30:00Z');
  expect(todayIn('Pacific/Auckland', now)).toBe('2026-03-11');
  expect(todayIn('America/Los_Angeles', now)).toBe('2026-03-10');
});

test('days are counted, over a change of the clock too', () => {
  expect(daysBetween('2026-03-20', '2026-04-19')).toBe(30);
  expect(daysBetween('2026-03-20', '2026-03-19')).toBe(-1);
});
