import type { EntityManager } from '@mikro-orm/postgresql';
import pg from 'pg';

/** A past fact that screens may want to know of. Carries ids alone: each subscriber loads what it may see. */
export interface LiveEvent {
  topic: 'invoice' | 'ticket' | 'session';
  businessId: string;
  clientId: string | null;
  id: string;
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
  let isClosed = false;

  async function listen(): Promise<void> {
    client = new pg.Client({ connectionString: url, application_name: 'portal live', keepAlive: true });
    client.on('notification', ({ payload }) => {
      const event = JSON.parse(payload ?? '{}') as LiveEvent;
      for (const subscriber of subscribers) subscriber.offer(event);
    });
    client.on('error', (error) => log(`live bus lost its connection: ${error.message}`));
    client.on('end', () => {
      if (isClosed) return;
      // What was missed meanwhile is unknown, so whoever listens starts afresh.
      for (const subscriber of subscribers) subscriber.end();
      setTimeout(() => void listen().catch(() => client?.emit('end')), 500);
    });
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
  }

  await listen();
  return {
    subscribe(matches) {
      const subscriber = new Subscriber(matches, () => subscribers.delete(subscriber));
      subscribers.add(subscriber);
      return subscriber;
    },
    async close() {
      isClosed = true;
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
