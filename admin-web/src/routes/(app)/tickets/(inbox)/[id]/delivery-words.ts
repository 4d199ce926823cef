import type { DispatchState } from '#lib/gql/graphql.ts';

const worstFirst: DispatchState[] = ['BOUNCED', 'COMPLAINED', 'FAILED', 'CANCELLED', 'QUEUED', 'SENT', 'DELIVERED'];

/** One state for a mail to several: the one that a person should know of. */
export function worstState(deliveries: readonly { state: DispatchState }[]): DispatchState | null {
  return worstFirst.find((state) => deliveries.some((delivery) => delivery.state === state)) ?? null;
}

/** After the word for that state: for whom. */
export function forWhom(deliveries: readonly { state: DispatchState; recipient: string }[]): string {
  const worst = worstState(deliveries);
  if (deliveries.length === 1) return `to ${deliveries[0]!.recipient}`;
  const theirs = deliveries.filter(({ state }) => state === worst).length;
  if (theirs < deliveries.length) return `for ${theirs} of ${deliveries.length}`;
  return worst && isTrouble(worst) ? `for all ${theirs}` : `to ${theirs} people`;
}

/** Something to do about it. */
export function isTrouble(state: DispatchState): boolean {
  return state === 'BOUNCED' || state === 'COMPLAINED' || state === 'FAILED' || state === 'CANCELLED';
}
