import { untrack } from 'svelte';
import { previewOf } from 'schema/message-text';
import { apollo } from '#lib/apollo.ts';
import { MarkTicketReadDocument, type TicketThreadFragment } from '#lib/gql/graphql.ts';

type Message = TicketThreadFragment['messages'][number];

/**
 * What of a thread is new to the person who has it open. Read is what was on a screen that is looked at.
 * Make it while a component initialises.
 */
export class Reading {
  /** The message above which a line says that here the new begins. */
  newFrom = $state<string>();
  /** What has just arrived, for who cannot see it. */
  arrival = $state('');
  isLookedAt = $state(true);
  private known: Set<string> | undefined;
  private marked: string | undefined;

  constructor(thread: () => TicketThreadFragment, private readonly key: string) {
    $effect(() => {
      const { messages, isUnread } = thread();
      untrack(() => (this.known ? this.arrive(messages) : this.open(messages, isUnread)));
    });
    $effect(() => {
      const { id, messages, isUnread } = thread();
      const last = messages.at(-1)?.id;
      if (last && this.isLookedAt) untrack(() => void this.markRead(id, last, isUnread));
    });
  }

  /** The person has answered: nothing is new any more. */
  answered(): void {
    this.newFrom = undefined;
    this.arrival = 'Your reply was sent.';
  }

  private open(messages: Message[], isUnread: boolean): void {
    this.known = new Set(messages.map(({ id }) => id));
    if (!isUnread) return;
    const lastSeen = messages.findIndex(({ id }) => id === this.seen());
    const lastOwn = messages.findLastIndex(({ isMine }) => isMine);
    const first = messages.slice(Math.max(lastSeen, lastOwn) + 1)[0];
    // A line above everything says nothing.
    if (first && first !== messages[0]) this.newFrom = first.id;
  }

  private arrive(messages: Message[]): void {
    const arrived = messages.filter(({ id, isMine }) => !this.known!.has(id) && !isMine);
    this.known = new Set(messages.map(({ id }) => id));
    const [first] = arrived;
    if (!first) return;
    if (!this.isLookedAt) this.newFrom ??= first.id;
    this.arrival = arrived.map(({ authorName, body }) => `New message from ${authorName}: ${previewOf(body)}`).join('\n');
  }

  private async markRead(ticketId: string, last: string, isUnread: boolean): Promise<void> {
    if (this.marked === last) return;
    this.marked = last;
    try {
      localStorage.setItem(this.key, last);
    } catch {
      // Without a store the server's word alone tells what is new.
    }
    if (!isUnread) return;
    try {
      await apollo().mutate({ mutation: MarkTicketReadDocument, variables: { id: ticketId } });
    } catch {
      this.marked = undefined;
    }
  }

  private seen(): string | null {
    try {
      return localStorage.getItem(this.key);
    } catch {
      return null;
    }
  }
}
