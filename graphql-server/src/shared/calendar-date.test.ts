import { expect, it } from 'vitest';

import { isCalendarDate } from './calendar-date.ts';

it('knows the days that exist', () => {
  expect(['2024-02-29', '2000-02-29', '2026-12-31'].every(isCalendarDate)).toBe(true);
});

it.each(['', '2026-02-29', '1900-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '26-01-01', '0025-01-31', '31.01.2026', '2026-1-1', '2026-01-01T00:00:00Z', '2026-01-01\n'])(
  'refuses %j',
  (text) => {
    expect(isCalendarDate(text)).toBe(false);
  },
);
