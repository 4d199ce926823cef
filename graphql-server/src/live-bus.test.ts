import { expect, test } from 'vitest';
import { startingWith, type LiveEvent } from './live-bus.ts';

/** Somebody who waits, for ever. */
function nothingEver() {
  const left = Promise.withResolvers<IteratorResult<LiveEvent>>();
  const events: AsyncIterableIterator<LiveEvent> & { isLeft: boolean } = {
    isLeft: false,
    next: () => left.promise,
    return() {
      events.isLeft = true;
      left.resolve({ value: undefined, done: true });
      return left.promise;
    },
    [Symbol.asyncIterator]: () => events,
  };
  return events;
}

test('who leaves while nothing happens leaves at once, and is not kept until something does', async () => {
  const events = nothingEver();
  const watched = startingWith('first', events);
  expect(await watched.next()).toEqual({ value: 'first', done: false });
  const next = watched.next();
  await watched.return!();
  expect(events.isLeft).toBe(true);
  expect(await next).toEqual({ value: undefined, done: true });
});

test('who leaves before they have looked leaves too', async () => {
  const events = nothingEver();
  await startingWith('first', events).return!();
  expect(events.isLeft).toBe(true);
});
