import type { EntityManager } from '@mikro-orm/postgresql';
import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';

/** A past fact that screens may want to know of. Carries ids alone: each subscriber loads what it may see. */
export interface LiveEvent {
  topic: 'invoice' | 'estimate' | 'ticket' | 'presence' | 'payment' | 'session';
  businessId: string;
  clientId: string | null;
  id: string;
  /** Of the team, where it is nothing but that. */
  by?: { id: string; name: string; isReplying: boolean };
}

export interface LiveBus {
  subscribe(matches: (event: LiveEvent) => boolean): AsyncIterableIterator<LiveEvent>;
  close(): Promise<void>;
}

const CHANNEL = 'live';

/** Announces a fact with the transaction: on commit it is delivered, on rollback it never was. */
export async function announce(em: EntityManager, event: LiveEvent): Promise<void> {
  await em.execute('select pg_notify(?, ?)', [CHANNEL, JSON.stringify(event)]);
}

/** One listening connection for the whole process, opened again when it breaks. */
export async function openLiveBus(url: string, log: (line: string) => void): Promise<LiveBus> {
  const subscribers = new Set<Subscriber>();
  let client: pg.Client | null = null;
  const closing = new AbortController();

  async function listen(): Promise<void> {
    const opening = new pg.Client({ connectionString: url, application_name: 'portal live', keepAlive: true, connectionTimeoutMillis: 10_000 });
    opening.on('error', (error) => log(`live bus: ${error.message}`));
    opening.on('notification', ({ payload }) => {
      const event = JSON.parse(payload ?? '{}') as LiveEvent;
      for (const subscriber of subscribers) subscriber.offer(event);
    });
    try {
      await opening.connect();
      await opening.query(`listen ${CHANNEL}`);
    } catch (error) {
      await opening.end().catch(() => undefined);
      throw error;
    }
    client = opening;
    opening.once('end', () => {
      // What was missed meanwhile is unknown, so whoever listens starts afresh.
      for (const subscriber of subscribers) subscriber.end();
      void listenAgain();
    });
  }

  /** One try after another, never two at once. */
  async function listenAgain(): Promise<void> {
    for (let wait = 500; !closing.signal.aborted; wait = Math.min(wait * 2, 10_000)) {
      await delay(wait);
      if (closing.signal.aborted) return;
      const problem = await listen().then(() => null, (error: Error) => error.message);
      if (problem === null) return;
      log(`live bus is away: ${problem}`);
    }
  }

  await listen();
  return {
    subscribe(matches) {
      const subscriber = new Subscriber(matches, () => subscribers.delete(subscriber));
      subscribers.add(subscriber);
      return subscriber;
    },
    async close() {
      closing.abort();
      for (const subscriber of subscribers) subscriber.end();
      await client?.end();
    },
  };
}

/** An iterator over the events that match. A reader who is slower than 1,000 events is let go. */
class Subscriber implements AsyncIterableIterator<LiveEvent> {
  private readonly queue: LiveEvent[] = [];
  private waiting: ((result: IteratorResult<LiveEvent>) => void) | null = null;
  private isEnded = false;

  constructor(
    private readonly matches: (event: LiveEvent) => boolean,
    private readonly leave: () => void,
  ) {}

  offer(event: LiveEvent): void {
    if (this.isEnded || !this.matches(event)) return;
    if (this.waiting) {
      this.waiting({ value: event, done: false });
      this.waiting = null;
    } else if (this.queue.push(event) > 1_000) {
      this.end();
    }
  }

  end(): void {
    this.isEnded = true;
    this.leave();
    this.waiting?.({ value: undefined, done: true });
    this.waiting = null;
  }

  next(): Promise<IteratorResult<LiveEvent>> {
    const event = this.queue.shift();
    if (event) return Promise.resolve({ value: event, done: false });
    if (this.isEnded) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => (this.waiting = resolve));
  }

  return(): Promise<IteratorResult<LiveEvent>> {
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** What a subscriber is to be told at once, before anything changes. */
export function startingWith<First>(first: First, events: AsyncIterableIterator<LiveEvent>): AsyncIterableIterator<LiveEvent | First> {
  return leavingAtOnce((async function* () {
    yield first;
    yield* events;
  })(), events);
}

/** Who leaves does not wait for the next event, as a generator that is waiting for it would. */
export function leavingAtOnce<T>(generator: AsyncGenerator<T>, events: AsyncIterableIterator<LiveEvent>): AsyncIterableIterator<T> {
  return {
    next: () => generator.next(),
    async return() {
      await events.return?.();
      return generator.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
