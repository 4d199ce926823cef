import type { DispatchState } from '#lib/gql/graphql.ts';

interface Sending {
  recipient: string;
  state: DispatchState;
  createdAt: string;
}

const lost: readonly DispatchState[] = ['BOUNCED', 'COMPLAINED', 'FAILED'];

/** Who did not get the last mail that went to them. */
export function undelivered<Mail extends Sending>(dispatches: readonly Mail[]): Mail[] {
  const latest = new Map<string, Mail>();
  for (const mail of dispatches) {
    const known = latest.get(mail.recipient);
    if (!known || Date.parse(known.createdAt) <= Date.parse(mail.createdAt)) latest.set(mail.recipient, mail);
  }
  return [...latest.values()].filter(({ state }) => lost.includes(state));
}
