import { expect, test } from 'vitest';
import type { DispatchState } from '#lib/gql/graphql.ts';
import { undelivered } from './undelivered.ts';

const mail = (recipient: string, state: DispatchState, day: number) => ({ recipient, state, createdAt: `2026-03-0${day}T12:00:00Z` });

test('a mail that came back is told of until a later one arrives', () => {
  const bounced = mail('ada@example.com', 'BOUNCED', 2);
  expect(undelivered([mail('ada@example.com', 'DELIVERED', 1), bounced, mail('bo@example.com', 'SENT', 3)])).toEqual([bounced]);
  expect(undelivered([bounced, mail('ada@example.com', 'DELIVERED', 3)])).toEqual([]);
});

test('whatever the order in which they are listed', () => {
  const failed = mail('ada@example.com', 'FAILED', 3);
  expect(undelivered([failed, mail('ada@example.com', 'DELIVERED', 2)])).toEqual([failed]);
});
