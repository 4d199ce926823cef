import { expect, test } from 'vitest';
import { asVariables, filterParams, readSearch, sortedBy, writeSearch } from './invoice-search.ts';

const read = (query: string) => readSearch(new URLSearchParams(query));

test('the usual order has the shortest URL', () => {
  expect(writeSearch(read(''))).toBe('');
  expect(asVariables(read('')).sort).toEqual({ field: 'ISSUE_DATE', direction: 'DESC' });
});

test('what is written is read back', () => {
  const search = read('sort=status&dir=asc&status=OVERDUE&year=2025&text=acme+%26+co');
  expect(read(writeSearch(search))).toEqual(search);
  expect(asVariables(search).filter).toEqual({ status: ['OVERDUE'], year: 2025, text: 'acme & co' });
});

test('a form without script orders by one control', () => {
  expect(read('order=status-asc')).toMatchObject({ sort: 'status', dir: 'asc' });
});

test('nonsense in the URL is left out', () => {
  expect(read('sort=evil&dir=up&status=NOPE&year=19&text=%20')).toEqual(read(''));
});

test('a header turns its direction, another header starts anew', () => {
  const byDate = read('');
  expect(sortedBy(byDate, 'date')).toMatchObject({ sort: 'date', dir: 'asc' });
  expect(sortedBy(byDate, 'status')).toMatchObject({ sort: 'status', dir: 'asc' });
  expect(sortedBy(sortedBy(byDate, 'status'), 'status')).toMatchObject({ sort: 'status', dir: 'desc' });
});

test('the ZIP is told the filter and not the order', () => {
  expect(filterParams(read('sort=status&status=PAID')).toString()).toBe('status=PAID');
});
