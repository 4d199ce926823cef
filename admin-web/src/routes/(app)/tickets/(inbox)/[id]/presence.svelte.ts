import { apollo } from '#lib/apollo.ts';
import { AnnouncePresenceDocument, TicketPresenceDocument } from '#lib/gql/graphql.ts';
import { liveSubscription } from 'web-kit/live.svelte.ts';

const EVERY = 5_000;
/** Who thinks for so long is at it still. */
const PAUSE = 15_000;
/** After this long without a word, nobody writes any more. */
const FORGOTTEN = 10_000;

/** Who else writes on a ticket, and telling them that this person does. Make it while a component initialises. */
export class Presence {
  people: string[] = $state([]);
  readonly #ticketId: () => string;
  #lastKey = 0;
  #tells: { ticketId: string; timer: ReturnType<typeof setInterval> } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ticketId: () => string) {
    this.#ticketId = ticketId;
    liveSubscription(() => ({
      client: apollo(),
      query: TicketPresenceDocument,
      variables: { ticketId: ticketId() },
      onData: ({ ticketPresence }) => this.#hear(ticketPresence.people),
    }));
    $effect(() => {
      ticketId();
      return () => {
        this.leave();
        this.#hear([]);
      };
    });
  }

  /** At each key; told every five seconds, also to who comes later. */
  write(): void {
    const ticketId = this.#ticketId();
    this.#lastKey = Date.now();
    if (this.#tells?.ticketId === ticketId) return;
    this.leave();
    announce(ticketId, true);
    this.#tells = { ticketId, timer: setInterval(() => (Date.now() - this.#lastKey < PAUSE ? announce(ticketId, true) : this.leave()), EVERY) };
  }

  /** Sent, thrown away, or gone elsewhere. */
  leave(): void {
    if (!this.#tells) return;
    clearInterval(this.#tells.timer);
    announce(this.#tells.ticketId, false);
    this.#tells = null;
  }

  #hear(people: string[]): void {
    clearTimeout(this.#timer);
    this.people = people;
    if (people.length > 0) this.#timer = setTimeout(() => (this.people = []), FORGOTTEN);
  }
}

/** Nobody waits for it, and nothing follows from its failing. */
function announce(ticketId: string, isReplying: boolean): void {
  apollo().mutate({ mutation: AnnouncePresenceDocument, variables: { ticketId, isReplying } }).catch(() => {});
}
