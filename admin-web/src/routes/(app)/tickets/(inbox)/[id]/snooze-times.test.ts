import { expect, test } from 'vitest';
import { pickedTime, snoozeChoices } from './snooze-times.ts';

const at = (now: string, timeZone: string) =>
  Object.fromEntries(snoozeChoices(new Date(now), timeZone).map(({ label, until }) => [label, until.toISOString()]));

test('the usual moments are those of the business’s clock', () => {
  // A Monday, 11:00 in Berlin.
  expect(at('2026-11-23T10:00:00Z', 'Europe/Berlin')).toEqual({
    'Later today': '2026-11-23T13:00:00.000Z',
    Tomorrow: '2026-11-24T08:00:00.000Z',
    'Next week': '2026-11-30T08:00:00.000Z',
  });
});

test('at night there is no later today, and on a Sunday next week is not tomorrow', () => {
  // A Sunday, 22:30 in Tokyo.
  expect(at('2026-11-22T13:30:00Z', 'Asia/Tokyo')).toEqual({
    Tomorrow: '2026-11-23T00:00:00.000Z',
    'Next week': '2026-11-30T00:00:00.000Z',
  });
});

test('the morning after the clocks change is nine all the same', () => {
  // The night of 25 October 2026 has an hour more in Berlin.
  expect(at('2026-10-24T10:00:00Z', 'Europe/Berlin').Tomorrow).toBe('2026-10-25T08:00:00.000Z');
});

test('a time that is picked is of the business’s clock and in the future', () => {
  const now = new Date('2026-11-23T10:00:00Z');
  expect(pickedTime('2026-12-01T14:30', 'Europe/Berlin', now)?.toISOString()).toBe('2026-12-01T13:30:00.000Z');
  expect(pickedTime('2026-11-23T10:59', 'Europe/Berlin', now)).toBe(null);
  expect(pickedTime('', 'Europe/Berlin', now)).toBe(null);
  expect(pickedTime('2026-99-01T14:30', 'Europe/Berlin', now)).toBe(null);
});
