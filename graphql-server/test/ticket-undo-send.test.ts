import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emFor } from '../src/tenancy.ts';
import { releaseMessage } from '../src/tickets/release-message.job.ts';
import { jobsDone } from './support/jobs.ts';
import { mailsTo, timelineOf } from './support/mail.ts';
import { aBusiness, aClient, aColleague, type Customer, type Firm, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';
import { badgeOf, does, idsIn, mergeRows, merges, opens, replies, REPLY, threadFor, UNDO, whileLocked, wordsFor, type Thread } from './support/tickets.ts';

let portal: Portal;
/** Has a minute to think again. */
let slow: Firm;
/** Has one second. */
let quick: Firm;
let acme: Customer;
let beta: Customer;

beforeAll(async () => {
  portal = await startPortal();
  slow = await aBusiness(portal, 'Slow', { undoSendSeconds: 60 });
  quick = await aBusiness(portal, 'Quick', { undoSendSeconds: 1 });
  acme = await aClient(portal, slow, 'Acme');
  beta = await aClient(portal, quick, 'Beta');
});
afterAll(() => portal.close());

const heldIn = ({ messages }: Thread) => messages.find(({ heldUntil }) => heldUntil)!;
const release = ({ business }: Firm, { id }: { id: string }) => releaseMessage(portal.app.services, { businessId: business.id, messageId: id });
const mailsWith = (words: string) => portal.postmark.messages().filter(({ TextBody }) => TextBody.startsWith(words));
const upload = async (person: Person) => {
  const response = await person.fetch('/admin/files?purpose=message&name=plan.txt', { method: 'POST', body: 'the plan', headers: { 'content-type': 'text/plain' } });
  return ((await response.json()) as { id: string }).id;
};

describe('an answer that may still be taken back', () => {
  test('is there for the team alone, through every door', async () => {
    const { id } = await opens(acme.person);
    await does(acme.person, 'markTicketRead', id);
    await jobsDone(portal);
    const before = { thread: await threadFor(acme.person, id), timeline: await timelineOf(portal, acme), mails: portal.postmark.messages().length, badge: await badgeOf(slow.owner), order: await idsIn(slow.owner) };

    const updates = acme.person.watch<{ ticketUpdated: { id: string } }>('subscription { ticketUpdated { id } }');
    const first = updates.next();
    await acme.person.watch('{ viewer { name } }').next();

    const shown = await replies(slow.owner, id, 'A zeppelin.', { close: true, fileIds: [await upload(slow.owner)] });
    expect(shown).toMatchObject({ status: 'AWAITING_TEAM', lastMessage: { body: 'A zeppelin.', attachments: [{ name: 'plan.txt' }] } });
    expect(new Date(heldIn(shown).heldUntil!).valueOf() - Date.now()).toBeGreaterThan(50_000);
    expect(await idsIn(slow.owner, { text: 'zeppelin' })).toEqual([id]);

    await jobsDone(portal);
    expect({ thread: await threadFor(acme.person, id), timeline: await timelineOf(portal, acme), mails: portal.postmark.messages().length, badge: await badgeOf(slow.owner), order: await idsIn(slow.owner) }).toEqual(before);
    expect(await idsIn(acme.person, { text: 'zeppelin' })).toEqual([]);
    expect((await acme.person.fetch(`/files/attachments/${shown.lastMessage!.attachments[0]!.id}`)).status).toBe(404);
    const em = emFor(portal.app.services.orm, { kind: 'client', businessId: slow.business.id, clientId: acme.client.id });
    expect(await em.execute('select from ticket_message where id = ?', [shown.lastMessage!.id])).toEqual([]);
    expect(await em.execute('select from attachment where ticket_message_id = ?', [shown.lastMessage!.id])).toEqual([]);

    // Taken back, and the client has heard of neither.
    await slow.owner.get(UNDO, { messageId: shown.lastMessage!.id });
    const other = await opens(acme.person);
    expect((await first).value).toEqual({ ticketUpdated: { id: other.id } });
  });

  test('is as if it had never been when it is taken back, and its files can be sent again', async () => {
    const { id } = await opens(acme.person);
    const file = await upload(slow.owner);
    const before = await threadFor(slow.owner, id);
    const held = heldIn(await replies(slow.owner, id, 'Too early.', { fileIds: [file] }));
    expect(await slow.owner.refusal(REPLY, { input: { ticketId: id, message: 'x', fileIds: [file] } })).toBe('BAD_USER_INPUT');

    await slow.owner.get(UNDO, { messageId: held.id });
    expect(await threadFor(slow.owner, id)).toEqual({ ...before, isUnread: false });
    expect(await slow.owner.refusal(UNDO, { messageId: held.id })).toBe('NOT_FOUND');
    await release(slow, held);
    expect(await threadFor(slow.owner, id)).toEqual({ ...before, isUnread: false });

    const again = await replies(slow.owner, id, 'Better words.', { fileIds: [file] });
    expect(heldIn(again).attachments).toMatchObject([{ name: 'plan.txt' }]);
  });

  test('is taken back by who may support, of this business', async () => {
    const { id } = await opens(acme.person);
    const held = heldIn(await replies(slow.owner, id, 'Hold on.'));
    const [reader, colleague] = [await aColleague(portal, slow, 'Reader', 'READ_ONLY'), await aColleague(portal, slow, 'Support', 'SUPPORT')];
    const attempts = [reader, acme.person, quick.owner, colleague].map((person) => person.refusal(UNDO, { messageId: held.id }));
    expect(await Promise.all(attempts)).toEqual(['FORBIDDEN', 'FORBIDDEN', 'NOT_FOUND', 'no error']);
  });

  test('is either mailed or taken back, never both, when both happen at once', async () => {
    const { id } = await opens(acme.person);
    for (let turn = 0; turn < 8; turn += 1) {
      const words = `Now or never ${turn}.`;
      const held = heldIn(await replies(slow.owner, id, words));
      const [undone] = await Promise.all([slow.owner.refusal(UNDO, { messageId: held.id }), release(slow, held).catch(() => undefined)]);
      await release(slow, held);
      await jobsDone(portal);
      const isThere = (await wordsFor(acme.person, id)).includes(words);
      expect([undone, isThere, mailsWith(words).length]).toEqual(isThere ? ['CONFLICT', true, 1] : ['no error', false, 0]);
    }
  });

  test('of a ticket that is merged meanwhile goes out of the one that its words are in', async () => {
    const [from, into] = [await opens(acme.person, { subject: 'The first' }), await opens(acme.person, { subject: 'The second' })];
    const held = heldIn(await replies(slow.owner, from.id, 'For both.', { close: true }));
    await merges(slow.owner, from.id, into.id);
    await release(slow, held);
    const mail = await portal.postmark.waitFor(({ TextBody }) => TextBody.startsWith('For both.'));
    const [{ reply_token }] = (await rows<{ reply_token: string }>(portal, 'select reply_token from ticket where id = $1', [into.id])) as [{ reply_token: string }];
    expect(mail).toMatchObject({ ReplyTo: expect.stringContaining(reply_token), Subject: expect.stringContaining('The second') });
    // It was written to close the first, by who knew nothing of the second.
    expect(await threadFor(slow.owner, into.id)).toMatchObject({ status: 'AWAITING_CLIENT', lastMessage: { body: 'For both.' } });
    expect((await wordsFor(acme.person, into.id)).at(-1)).toBe('For both.');
  });

  test('goes out of the right ticket also when that one is merged at the very moment', async () => {
    const [from, into] = [await opens(acme.person), await opens(acme.person)];
    const held = heldIn(await replies(slow.owner, from.id, 'At the last moment.'));
    await whileLocked(portal, from.id, () => release(slow, held), (db) => mergeRows(db, from.id, into.id));
    expect(await threadFor(slow.owner, from.id)).toMatchObject({ status: 'CLOSED', messages: [], mergedInto: { id: into.id } });
    expect(await threadFor(slow.owner, into.id)).toMatchObject({ status: 'AWAITING_CLIENT', lastMessage: { body: 'At the last moment.', heldUntil: null } });
  });

  test('is taken back also when its ticket is merged at the very moment', async () => {
    const [from, into] = [await opens(acme.person), await opens(acme.person)];
    const held = heldIn(await replies(slow.owner, from.id, 'Never mind.'));
    await whileLocked(portal, from.id, async () => {
      expect(await slow.owner.get(UNDO, { messageId: held.id })).toEqual({ undoSend: { id: into.id } });
    }, (db) => mergeRows(db, from.id, into.id));
    expect(await wordsFor(slow.owner, into.id)).not.toContain('Never mind.');
  });
});

describe('an answer whose time is over', () => {
  test('goes out by itself, once, and the client hears of it at that moment', async () => {
    const { id, lastMessageAt } = await opens(beta.person);
    const updates = beta.person.watch<{ ticketUpdated: Thread }>('subscription ($id: ID) { ticketUpdated(id: $id) { status isUnread lastMessageAt lastMessage { body } } }', { id });
    expect((await updates.next()).value).toMatchObject({ ticketUpdated: { status: 'AWAITING_TEAM', isUnread: false } });
    const held = heldIn(await replies(quick.owner, id, 'It is a boat.'));
    const told = (await updates.next()).value as { ticketUpdated: Thread };
    expect(told.ticketUpdated).toMatchObject({ status: 'AWAITING_CLIENT', isUnread: true, lastMessage: { body: 'It is a boat.' } });
    expect(Date.parse(told.ticketUpdated.lastMessageAt)).toBeGreaterThan(Date.parse(lastMessageAt) + 900);

    await Promise.all([release(quick, held), release(quick, held), release(quick, held)]);
    await jobsDone(portal);
    expect(mailsWith('It is a boat.').map(({ To }) => To)).toEqual([expect.stringContaining(beta.contact.email)]);
    expect((await timelineOf(portal, beta)).filter(({ kind }) => kind === 'ticket.replied')).toHaveLength(1);
    const { errors } = await quick.owner.ask(UNDO, { messageId: held.id });
    expect(errors?.[0]).toMatchObject({ message: 'This message has gone out already.', extensions: { code: 'CONFLICT' } });
  });

  test('closes the ticket when it was written to', async () => {
    const { id } = await opens(beta.person);
    const held = heldIn(await replies(quick.owner, id, 'Done, and closed.', { close: true }));
    expect((await threadFor(beta.person, id)).status).toBe('AWAITING_TEAM');
    await release(quick, held);
    expect(await threadFor(beta.person, id)).toMatchObject({ status: 'CLOSED', lastMessage: { body: 'Done, and closed.' } });
    expect((await timelineOf(portal, beta)).slice(-2).map(({ kind }) => kind)).toEqual(['ticket.replied', 'ticket.closed']);
  });

  test('stands after what the client wrote meanwhile, which still awaits the team and is not closed over', async () => {
    for (const close of [false, true]) {
      const { id } = await opens(acme.person);
      const held = heldIn(await replies(slow.owner, id, 'An answer.', { close }));
      await replies(acme.person, id, 'One more thing.');
      const badge = await badgeOf(slow.owner);
      expect(await wordsFor(acme.person, id)).toEqual(['What is this?', 'One more thing.']);
      await release(slow, held);
      for (const person of [acme.person, slow.owner]) expect(await wordsFor(person, id)).toEqual(['What is this?', 'One more thing.', 'An answer.']);
      expect((await threadFor(slow.owner, id)).status).toBe('AWAITING_TEAM');
      expect(await badgeOf(slow.owner)).toBe(badge);
      expect((await idsIn(slow.owner))[0]).toBe(id);
    }
  });

  test('leaves closed what was closed meanwhile, by whomever', async () => {
    for (const [who, close] of [['team', false], ['team', true], ['client', false]] as const) {
      const { id } = await opens(acme.person);
      const held = heldIn(await replies(slow.owner, id, `Closed by the ${who}.`, { close }));
      await does(who === 'team' ? slow.owner : acme.person, 'closeTicket', id);
      await release(slow, held);
      expect(await threadFor(acme.person, id)).toMatchObject({ status: 'CLOSED', lastMessage: { body: `Closed by the ${who}.` } });
    }
    await jobsDone(portal);
    expect(mailsTo(portal, acme.contact.email).filter(({ TextBody }) => TextBody.startsWith('Closed by'))).toHaveLength(3);
  });

  test('goes after what was written before it, whichever job comes first', async () => {
    const { id } = await opens(acme.person);
    const words = ['First this.', 'Then that.', 'At last.'];
    const held = [];
    for (const each of words) held.push((await replies(slow.owner, id, each)).lastMessage!);
    await Promise.all(held.slice(1).toReversed().map((each) => release(slow, each)));
    await release(slow, held[0]!);
    expect(await wordsFor(acme.person, id)).toEqual(['What is this?', ...words]);
    await jobsDone(portal);
    expect(words.map((each) => mailsWith(each).length)).toEqual([1, 1, 1]);
    const second = mailsWith(words[1]!)[0]!;
    expect(second.Headers.find(({ Name }) => Name === 'References')!.Value.split(' ')).toHaveLength(2);
  });

  test('reopens a ticket that was closed before it was written', async () => {
    const { id } = await opens(acme.person);
    await does(acme.person, 'closeTicket', id);
    await release(slow, heldIn(await replies(slow.owner, id, 'And yet.')));
    expect((await threadFor(acme.person, id)).status).toBe('AWAITING_CLIENT');
  });
});
