import { expect, test } from 'vitest';
import { ago } from './ago.ts';

const now = Date.parse('2026-03-10T12:00:00Z');

test.each([
  ['2026-03-10T12:00:00Z', 'now'],
  ['2026-03-10T12:00:05Z', 'now'],
  ['2026-03-10T11:58:59Z', '1 min. ago'],
  ['2026-03-10T09:30:00Z', '2 hr. ago'],
  ['2026-03-09T11:00:00Z', 'yesterday'],
  ['2026-03-03T12:00:01Z', '6 days ago'],
  ['2026-03-03T12:00:00Z', null],
])('%s is %s', (instant, expected) => {
  expect(ago(instant, now, 'en')).toBe(expected);
});
