import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jobsDone } from './support/jobs.ts';
import { aBusiness, aClient, aColleague, type Customer, type Firm, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';
import { assigns, badgeOf, does, idsIn, merges, mergeRows, notes, opens, OPEN, replies, REPLY, snoozes, threadFor, viewerId, whileLocked, wordsFor } from './support/tickets.ts';

let portal: Portal;
let northwind: Firm;
let contoso: Firm;
let acme: Customer;
let bob: Person;
/** What the server takes for now; null for what it is. */
let now: Date | null = null;

beforeAll(async () => {
  portal = await startPortal({}, { clock: () => now ?? new Date() });
  [northwind, contoso] = [await aBusiness(portal, 'Northwind'), await aBusiness(portal, 'Contoso')];
  acme = await aClient(portal, northwind, 'Acme');
  bob = await aColleague(portal, northwind, 'Bob', 'SUPPORT');
});
afterAll(() => portal.close());

const later = (ms: number) => new Date(Date.now() + ms);

describe('who looks after a ticket', () => {
  test('is somebody of this team, or nobody', async () => {
    const { id } = await opens(acme.person);
    await assigns(northwind.owner, id, await viewerId(bob));
    expect((await threadFor(northwind.owner, id)).assignee).toEqual({ name: 'Bob' });
    const assigning = 'mutation ($id: ID!, $to: ID) { assignTicket(id: $id, teamMemberId: $to) { id } }';
    expect(await northwind.owner.refusal(assigning, { id, to: await viewerId(contoso.owner) })).toBe('NOT_FOUND');
    expect(await contoso.owner.refusal(assigning, { id, to: null })).toBe('NOT_FOUND');
    expect(await acme.person.refusal(assigning, { id, to: null })).toBe('FORBIDDEN');
    await assigns(bob, id, null);
    expect((await threadFor(northwind.owner, id)).assignee).toBeNull();
  });

  test('who leaves the team leaves no ticket that nobody finds', async () => {
    const gone = await aColleague(portal, northwind, 'Gone', 'SUPPORT');
    const [open, closed] = [await opens(acme.person), await opens(acme.person)];
    const goneId = await viewerId(gone);
    for (const { id } of [open, closed]) await assigns(gone, id, goneId);
    await does(gone, 'closeTicket', closed.id);
    await northwind.owner.get('mutation ($id: ID!) { removeTeamMember(id: $id) }', { id: goneId });
    expect(await idsIn(northwind.owner, { box: 'UNASSIGNED' })).toContain(open.id);
    expect((await threadFor(northwind.owner, closed.id)).assignee).toEqual({ name: 'Gone' });
  });
});

describe('tags', () => {
  const tagging = 'mutation ($id: ID!, $tags: [String!]!) { tagTicket(id: $id, tags: $tags) { tags } }';
  test('are few, short, and each there once', async () => {
    const { id } = await opens(acme.person);
    expect(await northwind.owner.get(tagging, { id, tags: ['Late', ' ', 'late', 'two\n words', '<b>'] })).toEqual({ tagTicket: { tags: ['late', 'two words', '<b>'] } });
    expect(await northwind.owner.refusal(tagging, { id, tags: ['x'.repeat(41)] })).toBe('BAD_USER_INPUT');
    expect(await northwind.owner.refusal(tagging, { id, tags: Array.from({ length: 21 }, (_, index) => `tag ${index}`) })).toBe('BAD_USER_INPUT');
    expect(await northwind.owner.get(tagging, { id, tags: [] })).toEqual({ tagTicket: { tags: [] } });
  });
});

describe('a ticket that is put off', () => {
  test('wakes by the clock, and every dashboard is told the right number', async () => {
    const firm = await aBusiness(portal, 'Sleepy');
    const { person } = await aClient(portal, firm, 'Of Sleepy');
    const { id } = await opens(person);
    const badges = firm.owner.watch<{ ticketBadge: { awaitingTeam: number } }>('subscription { ticketBadge { awaitingTeam } }');
    const next = async () => ((await badges.next()).value as { ticketBadge: { awaitingTeam: number } }).ticketBadge.awaitingTeam;
    expect(await next()).toBe(1);
    await snoozes(firm.owner, id, later(1_000));
    expect(await next()).toBe(0);
    expect(await threadFor(firm.owner, id)).toMatchObject({ status: 'AWAITING_TEAM', snoozedUntil: expect.any(String), availableActions: expect.arrayContaining(['WAKE']) });
    expect(await next()).toBe(1);
    expect(await threadFor(firm.owner, id)).toMatchObject({ snoozedUntil: null });
    expect((await threadFor(firm.owner, id)).availableActions).not.toContain('WAKE');
    expect(await idsIn(firm.owner, { box: 'AWAITING_TEAM' })).toEqual([id]);
    await badges.return!();
  });

  test("wakes when the client writes, and not when the team does", async () => {
    const { id } = await opens(acme.person);
    await snoozes(northwind.owner, id, later(3_600_000));
    await replies(northwind.owner, id, 'We are at it.');
    expect((await threadFor(northwind.owner, id)).snoozedUntil).not.toBeNull();
    const before = await badgeOf(northwind.owner);
    await replies(acme.person, id, 'Thanks.');
    expect(await threadFor(northwind.owner, id)).toMatchObject({ snoozedUntil: null, status: 'AWAITING_TEAM' });
    expect(await badgeOf(northwind.owner)).toBe(before + 1);
  });

  test('is put off again, woken by hand, and closed', async () => {
    const { id } = await opens(acme.person);
    for (const hours of [1, 2]) await snoozes(northwind.owner, id, later(hours * 3_600_000));
    expect(await rows(portal, `select from graphile_worker.jobs where key = $1`, [`wake-${id}`])).toHaveLength(1);
    await does(northwind.owner, 'wakeTicket', id);
    expect(await northwind.owner.refusal('mutation ($id: ID!) { wakeTicket(id: $id) { id } }', { id })).toBe('CONFLICT');
    await snoozes(northwind.owner, id, later(3_600_000));
    expect(await does(northwind.owner, 'closeTicket', id)).toMatchObject({ status: 'CLOSED', snoozedUntil: null });
    expect(await does(northwind.owner, 'reopenTicket', id)).toMatchObject({ status: 'AWAITING_TEAM', snoozedUntil: null });
  });

  test('is put off to a time to come, within a year', async () => {
    const { id } = await opens(acme.person);
    const putting = 'mutation ($id: ID!, $until: DateTime!) { snoozeTicket(id: $id, until: $until) { id } }';
    for (const until of [later(-1_000), later(367 * 86_400_000)]) expect(await northwind.owner.refusal(putting, { id, until })).toBe('BAD_USER_INPUT');
    expect(await northwind.owner.refusal(putting, { id, until: 'tomorrow' })).toBe('BAD_USER_INPUT');
    await does(northwind.owner, 'closeTicket', id);
    expect(await northwind.owner.refusal(putting, { id, until: later(1_000) })).toBe('CONFLICT');
  });
});

describe('who answers what somebody else has answered', () => {
  const answer = (person: Person, ticketId: string, lastSeenMessageId: string | null, more = {}) =>
    person.ask(REPLY, { input: { ticketId, message: 'An answer.', lastSeenMessageId, ...more } });

  test('is told so, and may send it anyway', async () => {
    for (const [writer, name] of [[acme.person, 'Acme contact'], [bob, 'Bob']] as const) {
      const { id, lastMessage } = await opens(acme.person);
      await replies(writer, id, 'A moment before.');
      const { errors } = await answer(northwind.owner, id, lastMessage!.id);
      expect(errors?.[0]).toMatchObject({ message: `${name} has written since you opened this ticket.`, extensions: { code: 'CONFLICT' } });
      expect(await wordsFor(acme.person, id)).not.toContain('An answer.');
      expect((await answer(northwind.owner, id, lastMessage!.id, { anyway: true })).errors).toBeUndefined();
      expect((await wordsFor(acme.person, id)).at(-1)).toBe('An answer.');
    }
  });

  test('is told so when both press at the same moment, of one of them', async () => {
    const { id, lastMessage } = await opens(acme.person);
    const answers = await Promise.all([northwind.owner, bob].map((person) => answer(person, id, lastMessage!.id)));
    expect(answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'sent').toSorted()).toEqual(['CONFLICT', 'sent']);
    expect((await wordsFor(acme.person, id)).filter((words) => words === 'An answer.')).toHaveLength(1);
  });

  test("is told of an answer that is still held", async () => {
    const firm = await aBusiness(portal, 'Holding', { undoSendSeconds: 60 });
    const [ada, eve] = [firm.owner, await aColleague(portal, firm, 'Eve', 'SUPPORT')];
    const { person } = await aClient(portal, firm, 'Of Holding');
    const { id, lastMessage } = await opens(person);
    const held = (await replies(ada, id, 'Mine first.')).lastMessage!;
    expect((await answer(eve, id, lastMessage!.id)).errors?.[0]?.message).toBe('Holding owner has written since you opened this ticket.');
    // What was on screen is gone: the screen is told, and shows what is there.
    await ada.get('mutation ($id: ID!) { undoSend(messageId: $id) { id } }', { id: held.id });
    expect((await answer(eve, id, held.id)).errors?.[0]?.extensions.code).toBe('CONFLICT');
    expect((await answer(eve, id, lastMessage!.id)).errors).toBeUndefined();
  });

  test('is not warned of their own words, of a note, or when they saw it all', async () => {
    const { id, lastMessage } = await opens(acme.person);
    await replies(northwind.owner, id, 'My own.');
    await notes(bob, id, 'A note.');
    expect((await answer(northwind.owner, id, lastMessage!.id)).errors).toBeUndefined();
    const seen = (await notes(bob, id, 'Another.')).lastMessage!;
    expect((await answer(northwind.owner, id, seen.id)).errors).toBeUndefined();
    expect((await answer(northwind.owner, id, null)).errors).toBeUndefined();
    expect((await answer(northwind.owner, id, 'nonsense')).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'lastSeenMessageId' });
  });
});

describe('what one does', () => {
  const UPDATED = 'subscription ($id: ID!) { ticketUpdated(id: $id) { status assignee { name } lastMessage { body heldUntil } } }';
  interface Update { status: string; assignee: { name: string } | null; lastMessage: { body: string; heldUntil: string | null } }

  test('the colleagues see at once, also what may be taken back, and that it was', async () => {
    const firm = await aBusiness(portal, 'Together', { undoSendSeconds: 60 });
    const eve = await aColleague(portal, firm, 'Eve of Together', 'SUPPORT');
    const { id } = await opens((await aClient(portal, firm, 'Of Together')).person);
    const updates = firm.owner.watch<{ ticketUpdated: Update }>(UPDATED, { id });
    const next = async () => ((await updates.next()).value as { ticketUpdated: Update }).ticketUpdated;
    await next();
    await notes(eve, id, 'A note.');
    expect((await next()).lastMessage.body).toBe('A note.');
    const held = (await replies(eve, id, 'Hold on.')).lastMessage!;
    expect((await next()).lastMessage).toEqual({ body: 'Hold on.', heldUntil: held.heldUntil });
    await eve.get('mutation ($id: ID!) { undoSend(messageId: $id) { id } }', { id: held.id });
    expect((await next()).lastMessage.body).toBe('A note.');
    await assigns(eve, id, await viewerId(eve));
    expect((await next()).assignee).toEqual({ name: 'Eve of Together' });
    await updates.return!();
  });

  test("the client sees at once where it is the client's business", async () => {
    const { person } = await aClient(portal, northwind, 'Watching');
    const { id } = await opens(person);
    const updates = person.watch<{ ticketUpdated: Update }>(UPDATED, { id });
    const next = async () => ((await updates.next()).value as { ticketUpdated: Update }).ticketUpdated;
    expect((await next()).status).toBe('AWAITING_TEAM');
    await does(northwind.owner, 'closeTicket', id);
    expect((await next()).status).toBe('CLOSED');
    await does(northwind.owner, 'reopenTicket', id);
    expect((await next()).status).toBe('AWAITING_TEAM');
    await updates.return!();
  });

  test("stays the team's: a contact closes by its own verb alone", async () => {
    const { id } = await opens(acme.person);
    expect((await replies(acme.person, id, 'And close it.', { close: true, anyway: true, lastSeenMessageId: 'x' })).status).toBe('AWAITING_TEAM');
    expect((await does(acme.person, 'closeTicket', id)).availableActions).toEqual(['REPLY', 'REOPEN']);
    expect((await replies(acme.person, id, 'One more thing.')).status).toBe('AWAITING_TEAM');
  });
});

describe('who is writing at this moment', () => {
  const PRESENCE = 'subscription ($ticketId: ID!) { ticketPresence(ticketId: $ticketId) { people } }';
  const says = (person: Person, ticketId: string, isReplying = true) => person.get('mutation ($ticketId: ID!, $isReplying: Boolean!) { announcePresence(ticketId: $ticketId, isReplying: $isReplying) }', { ticketId, isReplying });
  const watching = (person: Person, ticketId: string) => {
    const presences = person.watch<{ ticketPresence: { people: string[] } }>(PRESENCE, { ticketId });
    return { next: async () => ((await presences.next()).value as { ticketPresence: { people: string[] } }).ticketPresence.people, leave: () => presences.return!() };
  };

  test('is told to the others, and forgotten when it is not said again', { timeout: 20_000 }, async () => {
    const { id } = await opens(acme.person);
    const other = await opens(acme.person);
    const carol = await aColleague(portal, northwind, 'Carol', 'READ_ONLY');
    const [owner, reader] = [watching(northwind.owner, id), watching(carol, id)];
    expect([await owner.next(), await reader.next()]).toEqual([[], []]);
    await says(bob, other.id);
    await says(northwind.owner, id);
    await says(bob, id);
    await says(bob, id);
    expect(await owner.next()).toEqual(['Bob']);
    expect([await reader.next(), await reader.next()]).toEqual([['Northwind owner'], ['Northwind owner', 'Bob']]);
    await says(northwind.owner, id, false);
    expect(await reader.next()).toEqual(['Bob']);
    // Bob closed his laptop: he never says that he has stopped.
    expect([await owner.next(), await reader.next()]).toEqual([[], []]);
    await Promise.all([owner.leave(), reader.leave()]);
  });

  test("is the team's business alone, of this business", async () => {
    const { id } = await opens(acme.person);
    for (const [person, code] of [[acme.person, 'FORBIDDEN'], [contoso.owner, 'NOT_FOUND']] as const) {
      expect((await person.watchRefusal(PRESENCE, { ticketId: id }))[0]?.extensions.code).toBe(code);
      expect(await person.refusal('mutation ($id: ID!) { announcePresence(ticketId: $id, isReplying: true) }', { id })).toBe(code);
    }
    const reader = await aColleague(portal, northwind, 'Another reader', 'READ_ONLY');
    expect(await reader.refusal('mutation ($id: ID!) { announcePresence(ticketId: $id, isReplying: true) }', { id })).toBe('FORBIDDEN');
  });
});

describe('the badge', () => {
  test('is right on every open dashboard, whatever moves it, and at once after a lost connection', async () => {
    const firm = await aBusiness(portal, 'Badges');
    const [here, there] = [firm.owner, await aColleague(portal, firm, 'There', 'READ_ONLY')];
    const customer = await aClient(portal, firm, 'Of Badges');
    const watch = (person: Person) => {
      const badges = person.watch<{ ticketBadge: { awaitingTeam: number } }>('subscription { ticketBadge { awaitingTeam } }');
      return async () => ((await badges.next()).value as { ticketBadge: { awaitingTeam: number } }).ticketBadge.awaitingTeam;
    };
    /** Until each shows it: that a mail was delivered is told as well, and changes nothing. */
    const show = (wanted: number) => Promise.all(dashboards.map(async (next) => {
      for (let shown = await next(); shown !== wanted; ) shown = await next();
    }));
    let dashboards = [watch(here), watch(there)];
    const first = () => Promise.all(dashboards.map((next) => next()));
    expect(await first()).toEqual([0, 0]);

    const { id } = await opens(customer.person);
    await show(1);
    const second = await opens(customer.person);
    await show(2);
    await notes(here, id, 'A note.');
    expect(await first()).toEqual([2, 2]);
    await replies(here, id, 'Answered.');
    await show(1);
    const mail = await portal.postmark.waitFor(({ To, TextBody }) => To.includes(customer.contact.email) && TextBody.startsWith('Answered.'));
    await jobsDone(portal);

    // Both lose their connection; a mail comes in meanwhile.
    await Promise.all([here.leave(), there.leave()]);
    await portal.postmark.replyAs(mail, { text: 'By mail.' });
    await jobsDone(portal);
    dashboards = [watch(here), watch(there)];
    expect(await first()).toEqual([2, 2]);

    await replies(here, id, 'Answered again.');
    await show(1);
    await portal.postmark.replyAs(mail, { text: 'Once more.' });
    await show(2);

    await snoozes(here, id, later(3_600_000));
    await show(1);
    await does(here, 'wakeTicket', id);
    await show(2);
    await does(customer.person, 'closeTicket', id);
    await show(1);
    await does(customer.person, 'reopenTicket', id);
    await show(2);
    await merges(here, id, second.id);
    await show(1);
    expect(await badgeOf(contoso.owner)).toBe(0);
    await Promise.all([here.leave(), there.leave()]);
  });
});

describe('a message that is sent more than once', () => {
  const key = () => `key-${Math.random()}`;

  test('is said once, though it is sent ten times at once', async () => {
    const input = { subject: 'Pressed twice', message: 'Hello?', idempotencyKey: key() };
    const opened = await Promise.all(Array.from({ length: 10 }, () => opens(acme.person, input)));
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect(await idsIn(acme.person, { text: 'Pressed twice' })).toHaveLength(1);

    const { id } = opened[0]!;
    for (const person of [acme.person, northwind.owner]) {
      const again = { idempotencyKey: key(), lastSeenMessageId: (await threadFor(northwind.owner, id)).lastMessage!.id };
      const words = `On a slow network, ${person.side}.`;
      const replied = await Promise.all(Array.from({ length: 10 }, () => replies(person, id, words, again)));
      expect(replied.every(({ lastMessage }) => lastMessage!.body === words)).toBe(true);
      expect((await wordsFor(acme.person, id)).filter((body) => body === words)).toHaveLength(1);
    }
    await jobsDone(portal);
    expect(portal.postmark.messages().filter(({ TextBody }) => TextBody.startsWith('On a slow network, admin.'))).toHaveLength(1);
  });

  test('is answered with where it is now, also after its files are taken, its ticket merged or closed', async () => {
    const upload = await acme.person.fetch('/files?purpose=message&name=a.txt', { method: 'POST', body: 'a' });
    const [from, into] = [await opens(acme.person), await opens(acme.person)];
    const more = { idempotencyKey: key(), fileIds: [((await upload.json()) as { id: string }).id] };
    await replies(acme.person, from.id, 'With a file.', more);
    await merges(northwind.owner, from.id, into.id);
    await does(northwind.owner, 'closeTicket', into.id);
    expect(await replies(acme.person, from.id, 'With a file.', more)).toMatchObject({ id: into.id, status: 'CLOSED' });
    expect((await wordsFor(acme.person, into.id)).filter((body) => body === 'With a file.')).toHaveLength(1);
  });

  test('is another under another key, by another person, or in another ticket', async () => {
    const { id } = await opens(acme.person);
    const shared = key();
    const elsewhere = await opens(acme.person, { idempotencyKey: shared });
    expect(await replies(acme.person, elsewhere.id, 'Yes.', { idempotencyKey: shared })).toMatchObject({ id: elsewhere.id, lastMessage: { body: 'Yes.' } });
    for (const [person, idempotencyKey] of [[acme.person, shared], [northwind.owner, shared], [bob, shared], [acme.person, key()], [acme.person, null]] as const) await replies(person, id, 'Yes.', { idempotencyKey });
    expect((await wordsFor(acme.person, id)).slice(1)).toEqual(Array.from({ length: 5 }, () => 'Yes.'));
    expect(await acme.person.refusal(OPEN, { input: { subject: 'x', message: 'x', idempotencyKey: 'x'.repeat(101) } })).toBe('BAD_USER_INPUT');
  });

  test('that was refused can be sent again under its key', async () => {
    const idempotencyKey = key();
    expect(await acme.person.refusal(OPEN, { input: { subject: ' ', message: 'x', idempotencyKey } })).toBe('BAD_USER_INPUT');
    expect((await opens(acme.person, { subject: 'Now with one', idempotencyKey })).subject).toBe('Now with one');
  });
});

describe("a client's answer while its ticket is merged", () => {
  test('lands where the conversation goes on', async () => {
    const [from, into] = [await opens(acme.person), await opens(acme.person)];
    await whileLocked(portal, from.id, () => replies(acme.person, from.id, 'Am I too late?'), (db) => mergeRows(db, from.id, into.id));
    expect((await threadFor(northwind.owner, into.id)).lastMessage).toMatchObject({ body: 'Am I too late?' });
  });
});
