import { Client } from 'pg';
import { expect } from 'vitest';
import type { Person } from './people.ts';
import type { Portal } from './portal.ts';
import { rows } from './rows.ts';

export interface Message {
  id: string; body: string; kind: string; authorName: string; authorKind: string; isMine: boolean; heldUntil: string | null; createdAt: string;
  attachments: { id: string; name: string; url: string | null }[];
}
export interface Thread {
  id: string; number: number; subject: string; status: string; isUnread: boolean; lastMessageAt: string; snoozedUntil: string | null; tags: string[];
  availableActions: string[]; messages: Message[]; lastMessage: Message | null; assignee: { name: string } | null; invoice: { id: string } | null;
  mergedInto: { id: string } | null; participants: { id: string; address: string }[];
}
const MESSAGE = 'id body kind authorName authorKind isMine heldUntil createdAt attachments { id name url }';
export const THREAD = `id number subject status isUnread lastMessageAt snoozedUntil tags availableActions messages { ${MESSAGE} } lastMessage { ${MESSAGE} }
  assignee { name } invoice { id } mergedInto { id } participants { id address }`;

export const threadFor = async (person: Person, id: string): Promise<Thread> =>
  (await person.get<{ ticket: Thread }>(`query ($id: ID!) { ticket(id: $id) { ${THREAD} } }`, { id })).ticket;
export const wordsFor = async (person: Person, id: string): Promise<string[]> => (await threadFor(person, id)).messages.map(({ body }) => body);

export const OPEN = `mutation ($input: OpenTicketInput!) { openTicket(input: $input) { ${THREAD} } }`;
export const REPLY = `mutation ($input: ReplyToTicketInput!) { replyToTicket(input: $input) { ${THREAD} } }`;
export const UNDO = 'mutation ($messageId: ID!) { undoSend(messageId: $messageId) { id } }';
export const MERGE = `mutation ($fromId: ID!, $intoId: ID!) { mergeTickets(fromId: $fromId, intoId: $intoId) { ${THREAD} } }`;

export const opens = async (person: Person, wanted: Record<string, unknown> = {}): Promise<Thread> =>
  (await person.get<{ openTicket: Thread }>(OPEN, { input: { subject: 'A question', message: 'What is this?', ...wanted } })).openTicket;
export const replies = async (person: Person, ticketId: string, message: string, more: Record<string, unknown> = {}): Promise<Thread> =>
  (await person.get<{ replyToTicket: Thread }>(REPLY, { input: { ticketId, message, ...more } })).replyToTicket;
export const notes = (person: Person, ticketId: string, message: string, more: Record<string, unknown> = {}) => replies(person, ticketId, message, { isNote: true, ...more });
export const merges = async (person: Person, fromId: string, intoId: string): Promise<Thread> =>
  (await person.get<{ mergeTickets: Thread }>(MERGE, { fromId, intoId })).mergeTickets;

/** One of closeTicket, reopenTicket, markTicketRead, wakeTicket. */
export const does = async (person: Person, verb: string, id: string): Promise<Thread> =>
  (await person.get<Record<string, Thread>>(`mutation ($id: ID!) { ${verb}(id: $id) { ${THREAD} } }`, { id }))[verb]!;
export const snoozes = (person: Person, id: string, until: Date) =>
  person.get('mutation ($id: ID!, $until: DateTime!) { snoozeTicket(id: $id, until: $until) { id } }', { id, until });

export const viewerId = async (person: Person): Promise<string> =>
  (await person.get<{ teamMembers: { id: string; isYou: boolean }[] }>('{ teamMembers { id isYou } }')).teamMembers.find(({ isYou }) => isYou)!.id;
export const assigns = (person: Person, id: string, teamMemberId: string | null) =>
  person.get('mutation ($id: ID!, $teamMemberId: ID) { assignTicket(id: $id, teamMemberId: $teamMemberId) { id } }', { id, teamMemberId });

export const badgeOf = async (person: Person): Promise<number> => (await person.get<{ ticketBadge: { awaitingTeam: number } }>('{ ticketBadge { awaitingTeam } }')).ticketBadge.awaitingTeam;

export interface Listed { edges: { node: { id: string; subject: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null }; totalCount: number }
export const listed = async (person: Person, filter: Record<string, unknown> = {}, page: Record<string, unknown> = {}): Promise<Listed> =>
  (await person.get<{ tickets: Listed }>(
    'query ($filter: TicketFilter, $first: Int! = 50, $after: String) { tickets(filter: $filter, first: $first, after: $after) { edges { node { id subject } } pageInfo { hasNextPage endCursor } totalCount } }',
    { filter, ...page },
  )).tickets;
export const idsIn = async (person: Person, filter: Record<string, unknown> = {}): Promise<string[]> => (await listed(person, filter)).edges.map(({ node }) => node.id);

/** What happens to somebody who waits for a ticket while it is changed. */
export const whileLocked = (portal: Portal, ticketId: string, start: () => Promise<unknown>, change: (db: Client) => Promise<unknown>): Promise<void> =>
  whileWaiting(portal, (db) => db.query('select from ticket where id = $1 for update', [ticketId]), start, change);

/** Somebody else is in the middle of something that this has to wait for. */
export async function whileWaiting(
  portal: Portal, before: (db: Client) => Promise<unknown>, start: () => Promise<unknown>, change: (db: Client) => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  const db = new Client(portal.adminDatabaseUrl);
  await db.connect();
  try {
    await db.query('begin');
    await before(db);
    const started = start();
    await expect.poll(async () => (await rows<{ n: number }>(portal, `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))[0]!.n, { interval: 10 }).toBeGreaterThan(0);
    await change(db);
    await db.query('commit');
    await started;
  } finally {
    await db.end();
  }
}

/** As the verb does it, in one piece. */
export async function mergeRows(db: Client, fromId: string, intoId: string): Promise<void> {
  await db.query('update ticket_message set ticket_id = $2 where ticket_id = $1', [fromId, intoId]);
  await db.query(`update ticket set merged_into_id = $2, state = 'CLOSED', closed_at = now() where id = $1`, [fromId, intoId]);
}
