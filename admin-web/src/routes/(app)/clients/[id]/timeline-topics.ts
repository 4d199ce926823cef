import type { TimelineTopic } from '#lib/gql/graphql.ts';

/** What the timeline can be narrowed to, in the order of the list; `none` is said when there is nothing of it. */
export const topics: readonly { topic: TimelineTopic; label: string; none: string }[] = [
  { topic: 'MESSAGES', label: 'Messages', none: 'No messages yet.' },
  { topic: 'MAILS', label: 'Mails', none: 'No mails yet.' },
  { topic: 'DOCUMENTS', label: 'Documents', none: 'No documents yet.' },
  { topic: 'PAYMENTS', label: 'Payments', none: 'No payments yet.' },
  { topic: 'SIGN_INS', label: 'Sign-ins', none: 'Nobody has signed in yet.' },
  { topic: 'CHANGES', label: 'Changes', none: 'No changes yet.' },
];

/** "sign-ins" of the address is SIGN_INS; null for everything. */
export const topicFrom = (params: URLSearchParams): TimelineTopic | null =>
  topics.find(({ topic }) => slugOf(topic) === params.get('topic'))?.topic ?? null;

export const slugOf = (topic: TimelineTopic) => topic.toLowerCase().replace('_', '-');
