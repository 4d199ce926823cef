import { expect, test } from 'vitest';
import { newestOf, newsSince } from './news.ts';

const said = (id: string, kind: 'MESSAGE' | 'INTERNAL_NOTE' = 'MESSAGE', isMine = false) => ({ id, kind, isMine, authorName: 'Ada' });

test('notes and one’s own words are no news', () => {
  const thread = [said('1'), said('2', 'MESSAGE', true), said('3', 'INTERNAL_NOTE'), said('4')];
  expect(newsSince(thread, '1').map(({ id }) => id)).toEqual(['4']);
  expect(newestOf(thread)).toBe('4');
  expect(newestOf(thread.slice(0, 3))).toBe('2');
});

test('all is news to who has seen nothing, and nothing when what was seen is gone', () => {
  expect(newsSince([said('1')], null).map(({ id }) => id)).toEqual(['1']);
  expect(newsSince([said('1')], '9')).toEqual([]);
});
