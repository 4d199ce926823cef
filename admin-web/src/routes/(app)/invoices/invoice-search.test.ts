import { expect, test } from 'vitest';
import { invoiceSearch, sortParameters } from './invoice-search.ts';

const search = (text: string) => invoiceSearch(new URLSearchParams(text));

test('reads the list from the URL', () => {
  expect(
    search('status=OVERDUE,SENT&q= acme &client=c1&from=2026-01-01&to=2026-03-31&currency=EUR&min=100&max=2500.50&sort=total&dir=asc'),
  ).toEqual({
    sort: { field: 'TOTAL', direction: 'ASC' },
    filter: {
      status: ['SENT', 'OVERDUE'],
      text: 'acme',
      clientId: 'c1',
      from: '2026-01-01',
      to: '2026-03-31',
      currency: 'EUR',
      minTotal: 10_000,
      maxTotal: 250_050,
    },
  });
});

test('leaves out what it does not know', () => {
  expect(search('status=LOST&from=2026-13-40&to=soon&currency=euro&min=x&q=+&sort=price&dir=up')).toEqual({
    sort: { field: 'ISSUE_DATE', direction: 'DESC' },
    filter: {},
  });
});

test('an amount has the decimals of its currency, and none without one', () => {
  expect(search('currency=JPY&min=1980').filter).toEqual({ currency: 'JPY', minTotal: 1980 });
  expect(search('min=1980').filter).toEqual({});
});

test('a second click turns a column round', () => {
  expect(sortParameters('STATUS', search('').sort)).toEqual({ sort: 'status', dir: 'asc' });
  expect(sortParameters('STATUS', search('sort=status&dir=asc').sort)).toEqual({ sort: 'status', dir: null });
  expect(sortParameters('ISSUE_DATE', search('').sort)).toEqual({ sort: null, dir: 'asc' });
  expect(sortParameters('ISSUE_DATE', search('sort=status').sort)).toEqual({ sort: null, dir: null });
  expect(sortParameters('TOTAL', search('').sort)).toEqual({ sort: 'total', dir: null });
});
