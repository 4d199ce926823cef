import { expect, test } from 'vitest';
import { estimateSearch } from './estimate-search.ts';

const search = (text: string) => estimateSearch(new URLSearchParams(text));

test('reads the list from the URL, and leaves out what it does not know', () => {
  expect(search('status=EXPIRED,SENT&q= acme &client=c1')).toEqual({ filter: { status: ['SENT', 'EXPIRED'], text: 'acme', clientId: 'c1' } });
  expect(search('status=OVERDUE&q=+&client=')).toEqual({ filter: {} });
});
