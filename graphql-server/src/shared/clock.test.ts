import { expect, test } from 'vitest';
import { addDays, dayIn, isTimeZone } from './clock.ts';

test.each([
  ['2026-03-01T10:59:59Z', 'Pacific/Auckland', '2026-03-01'],
  ['2026-03-01T11:00:00Z', 'Pacific/Auckland', '2026-03-02'],
  ['2026-03-01T07:59:59Z', 'America/Los_Angeles', '2026-02-28'],
  ['2026-03-01T08:00:00Z', 'America/Los_Angeles', '2026-03-01'],
  ['2026-12-31T23:59:59Z', 'UTC', '2026-12-31'],
])('at %s it is in %s the %s', (at, zone, day) => {
  expect(dayIn(zone, new Date(at))).toBe(day);
});

test('days are added over months, leap days and changes of the clock', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
});

test('a time zone is one that exists', () => {
  expect([isTimeZone('Europe/Berlin'), isTimeZone('Mars/Olympus'), isTimeZone('')]).toEqual([true, false, false]);
});
