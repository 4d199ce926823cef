import { expect, test } from 'vitest';
import { mailSearch } from './mail-search.ts';

test('what waits for a person is shown first', () => {
  expect(mailSearch(new URLSearchParams())).toEqual({ outcome: ['QUARANTINED'], search: null });
  expect(mailSearch(new URLSearchParams('list=all&q=+invoice '))).toEqual({ outcome: null, search: 'invoice' });
  expect(mailSearch(new URLSearchParams('list=nonsense'))).toEqual({ outcome: ['QUARANTINED'], search: null });
});
