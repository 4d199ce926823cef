import type { DispatchState } from '#lib/gql/graphql.ts';

const worstFirst: DispatchState[] = ['BOUNCED', 'COMPLAINED', 'FAILED', 'CANCELLED', 'QUEUED', 'SENT', 'DELIVERED'];

/** One state for a mail to several: the one that a person should know of. */
export function worstState(deliveries: readonly { state: DispatchState }[]): DispatchState | null {
  return worstFirst.find((state) => deliveries.some((delivery) => delivery.state === state)) ?? null;
}

/** Something to do about it. */
export function isTrouble(state: DispatchState): boolean {
  return state === 'BOUNCED' || state === 'COMPLAINED' || state === 'FAILED' || state === 'CANCELLED';
}
