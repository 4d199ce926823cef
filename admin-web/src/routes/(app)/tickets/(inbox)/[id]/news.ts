import type { ThreadMessageFragment } from '#lib/gql/graphql.ts';

type Said = Pick<ThreadMessageFragment, 'id' | 'kind' | 'isMine' | 'authorName'>;

/** The newest thing said to the client or by them; notes answer nobody. */
export function newestOf(messages: readonly Said[]): string | null {
  return messages.findLast(({ kind }) => kind === 'MESSAGE')?.id ?? null;
}

/** What others have said after the one that was seen last. */
export function newsSince<Message extends Said>(messages: readonly Message[], seen: string | null): Message[] {
  const at = messages.findIndex(({ id }) => id === seen);
  // What was seen has been taken back: what comes after it cannot be told.
  if (seen !== null && at < 0) return [];
  return messages.slice(at + 1).filter(({ kind, isMine }) => kind === 'MESSAGE' && !isMine);
}
