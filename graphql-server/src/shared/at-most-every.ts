import { setTimeout as delay } from 'node:timers/promises';

/**
 * The first event at once; whatever else happens within the time is one more at its end. Events are
 * taken off as they come, so that a rush of them never makes this a reader who is too slow.
 */
export function atMostEvery<T>(milliseconds: number, events: AsyncIterableIterator<T>): AsyncIterableIterator<T> {
  let latest: { event: T } | null = null;
  let isOver = false;
  let news = Promise.withResolvers<void>();

  async function take(): Promise<void> {
    for await (const event of events) {
      latest = { event };
      news.resolve();
    }
    isOver = true;
    news.resolve();
  }

  async function* give(): AsyncGenerator<T> {
    void take();
    for (;;) {
      if (latest) {
        const { event } = latest as { event: T };
        latest = null;
        yield event;
        await delay(milliseconds, undefined, { ref: false });
      } else if (isOver) {
        return;
      } else {
        await news.promise;
        news = Promise.withResolvers();
      }
    }
  }

  const given = give();
  return {
    next: () => given.next(),
    // Ends the source first: a generator that waits hears of its own end only when it wakes.
    return: async () => {
      latest = null;
      await events.return?.();
      return given.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
