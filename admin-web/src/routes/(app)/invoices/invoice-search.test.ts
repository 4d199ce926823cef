import { expect, test } from 'vitest';
import { invoiceSearch, sortParameters } from './invoice-search.ts';

const search = (text: string) => invoiceSearch(new URLSearchParams(text));

test('reads the list from the URL', () => {
  expect(search('status=OVERDUE&year=2025&q= acme &client=c1&sort=status&dir=asc')).toEqual({
    sort: { field: 'STATUS', direction: 'ASC' },
    filter: { status: ['OVERDUE'], year: 2025, text: 'acme', clientId: 'c1' },
  });
});

test('leaves out what it does not know', () => {
  expect(search('status=LOST&year=x&q=+&sort=price&dir=up')).toEqual({
    sort: { field: 'ISSUE_DATE', direction: 'DESC' },
    filter: {},
  });
});

test('a second click turns a column round', () => {
  expect(sortParameters('STATUS', search('').sort)).toEqual({ sort: 'status', dir: 'asc' });
  expect(sortParameters('STATUS', search('sort=status&dir=asc').sort)).toEqual({ sort: 'status', dir: null });
  expect(sortParameters('ISSUE_DATE', search('').sort)).toEqual({ sort: null, dir: 'asc' });
  expect(sortParameters('ISSUE_DATE', search('sort=status').sort)).toEqual({ sort: null, dir: null });
});
