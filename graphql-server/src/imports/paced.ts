import { setImmediate } from 'node:timers/promises';

const AT_A_TIME = 2_000;

/** One after another, now and then after a turn of whoever else waits for this process. */
export async function* paced<T>(items: Iterable<T>): AsyncGenerator<T> {
  let seen = 0;
  for (const item of items) {
    seen += 1;
    if (seen % AT_A_TIME === 0) await setImmediate();
    yield item;
  }
}
