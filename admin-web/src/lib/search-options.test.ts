import { expect, test } from 'vitest';
import { matching } from './search-options.ts';

const zones = [
  { value: 'America/Sao_Paulo', label: 'São Paulo, America' },
  { value: 'Europe/Berlin', label: 'Berlin, Europe' },
  { value: 'America/Berlin', label: 'New Berlin, America' },
];
const found = (typed: string) => matching(zones, typed).map(({ value }) => value);

test('nothing typed leaves all, in their order', () => {
  expect(matching(zones, '  ')).toEqual(zones);
});

test('accents and case do not matter, and every word must be there', () => {
  expect(found('SAO')).toEqual(['America/Sao_Paulo']);
  expect(found('america berlin')).toEqual(['America/Berlin']);
  expect(found('berlin asia')).toEqual([]);
});

test('what begins so comes first', () => {
  expect(found('new')).toEqual(['America/Berlin']);
  expect(found('berlin')).toEqual(['Europe/Berlin', 'America/Berlin']);
});
