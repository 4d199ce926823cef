import { expect, test } from 'vitest';
import { timeZoneOptions } from './time-zones.ts';

test('time zones are told by their city, each once', () => {
  expect(timeZoneOptions(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'UTC'])).toEqual([
    { value: 'Europe/Berlin', label: 'Berlin, Europe' },
    { value: 'America/Argentina/Buenos_Aires', label: 'Buenos Aires, Argentina, America' },
    { value: 'UTC', label: 'UTC' },
  ]);
});
