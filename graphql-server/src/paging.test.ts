import 'reflect-metadata';
import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { decodeCursor, pageSize, toConnection } from './paging.ts';

const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ place: index, id: v7() }));

test('a page that is not the last tells so, and leaves out the row that told it', () => {
  const found = rows(3);
  const page = toConnection(found, 2, ({ place, id }) => [place, id], 9);
  expect(page.edges.map(({ node }) => node)).toEqual(found.slice(0, 2));
  expect(page).toMatchObject({ totalCount: 9, pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: page.edges[0]!.cursor, endCursor: page.edges[1]!.cursor } });
});

test('the last page and an empty one tell so too', () => {
  expect(toConnection(rows(2), 2, ({ place, id }) => [place, id], 2, 'x').pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  expect(toConnection([], 2, () => [], 0)).toEqual({ edges: [], totalCount: 0, pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null } });
});

test('a cursor gives the key back', () => {
  const [row] = rows(1);
  const { edges } = toConnection([row!], 1, ({ place, id }) => [place, id], 1);
  expect(decodeCursor(edges[0]!.cursor, ['integer', 'id'])).toEqual([row!.place, row!.id]);
  expect(decodeCursor(null, ['integer', 'id'])).toBeNull();
});

test.each([
  [['integer', 'id'], ['1', v7()]],
  [['integer', 'id'], [2 ** 31, v7()]],
  [['integer', 'id'], [1.5, v7()]],
  [['integer', 'id'], [1, 'x']],
  [['integer', 'id'], [1]],
  [['text', 'id'], ['a\0b', v7()]],
  [['instant', 'id'], ['yesterday', v7()]],
  [['instant', 'id'], ['2026-99-01T00:00:00Z', v7()]],
] as const)('a cursor to %j is not %j', (kinds, key) => {
  const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
  expect(() => decodeCursor(cursor, [...kinds])).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', details: { field: 'after' } }));
});

test('a page has 1 to 200 rows', () => {
  expect([pageSize(1), pageSize(200)]).toEqual([1, 200]);
  for (const first of [0, -1, 201]) expect(() => pageSize(first)).toThrow(expect.objectContaining({ details: { field: 'first' } }));
});
