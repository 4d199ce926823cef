import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emFor } from '../src/tenancy.ts';
import { jobsDone } from './support/jobs.ts';
import { timelineOf } from './support/mail.ts';
import { aBusiness, aClient, aColleague, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { everythingStored, rows } from './support/rows.ts';
import { badgeOf, does, idsIn, merges, notes, opens, replies, REPLY, threadFor, wordsFor } from './support/tickets.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

/** Nothing else says it. */
const SECRET = 'Quetzalcoatl pays late';
const secretFile = async () => {
  const response = await northwind.owner.fetch('/admin/files?purpose=message&name=quetzal.txt', { method: 'POST', body: SECRET, headers: { 'content-type': 'text/plain' } });
  return ((await response.json()) as { id: string }).id;
};

describe('an internal note', () => {
  test('is seen by the whole team', async () => {
    const { id } = await opens(acme.person);
    await notes(northwind.owner, id, SECRET, { fileIds: [await secretFile()] });
    const reader = await aColleague(portal, northwind, 'Reader', 'READ_ONLY');
    for (const person of [northwind.owner, reader]) {
      expect((await threadFor(person, id)).lastMessage).toMatchObject({ body: SECRET, kind: 'INTERNAL_NOTE', heldUntil: null, attachments: [{ name: 'quetzal.txt' }] });
      expect(await idsIn(person, { text: 'quetzal' })).toContain(id);
    }
  });

  test('is not there for the client, nor does anything move for it', async () => {
    const [id, newer] = [(await opens(acme.person)).id, (await opens(acme.person)).id];
    await replies(northwind.owner, id, 'An answer.');
    await does(acme.person, 'markTicketRead', id);
    await replies(northwind.owner, newer, 'Another.');
    await jobsDone(portal);
    const seen = async () => ({
      thread: await threadFor(acme.person, id), list: await idsIn(acme.person), teams: await idsIn(northwind.owner), badge: await badgeOf(northwind.owner),
      timeline: await timelineOf(portal, acme), mails: portal.postmark.messages().length,
    });
    const before = await seen();
    const { lastMessage } = await notes(northwind.owner, id, SECRET, { fileIds: [await secretFile()], close: true });
    await jobsDone(portal);
    expect(await seen()).toEqual(before);
    expect(before.thread).toMatchObject({ isUnread: false, availableActions: ['REPLY', 'CLOSE'], status: 'AWAITING_CLIENT' });
    expect(await idsIn(acme.person, { text: 'quetzal' })).toEqual([]);
    expect((await acme.person.fetch(`/files/attachments/${lastMessage!.attachments[0]!.id}`)).status).toBe(404);
  });

  test('is behind the wall of the database too', async () => {
    const { id } = await opens(acme.person);
    await notes(northwind.owner, id, SECRET, { fileIds: [await secretFile()] });
    const em = emFor(portal.app.services.orm, { kind: 'client', businessId: northwind.business.id, clientId: acme.client.id });
    expect(await em.execute('select body from ticket_message where ticket_id = ?', [id])).toEqual([{ body: 'What is this?' }]);
    expect(await em.execute('select a.name from attachment a where a.name like ?', ['quetzal%'])).toEqual([]);
    expect(await em.execute(`select id from tickets_with('quetzalcoatl'::tsquery) as id`)).toEqual([]);
  });

  test('sends the client no event', async () => {
    for (const watched of ['all', 'one'] as const) {
      const { person } = await aClient(portal, northwind, `Watching ${watched}`);
      const { id } = await opens(person);
      const which = watched === 'one' ? id : undefined;
      const updates = person.watch<{ ticketUpdated: { id: string; lastMessage: { body: string } } }>('subscription ($id: ID) { ticketUpdated(id: $id) { id lastMessage { body } } }', { id: which });
      if (which) await updates.next();
      const first = updates.next();
      await person.watch('{ viewer { name } }').next();
      await notes(northwind.owner, id, SECRET);
      await northwind.owner.get('mutation ($id: ID!) { tagTicket(id: $id, tags: ["slow payer"]) { id } }', { id });
      await northwind.owner.get('mutation ($id: ID!) { assignTicket(id: $id) { id } }', { id });
      await replies(northwind.owner, id, 'For everybody.');
      expect((await first).value).toEqual({ ticketUpdated: { id, lastMessage: { body: 'For everybody.' } } });
      expect((await updates.return!()).done).toBe(true);
    }
  });

  test('is quoted in no mail, named in no reference and said on no timeline', async () => {
    const { id } = await opens(acme.person);
    await notes(northwind.owner, id, SECRET);
    await replies(northwind.owner, id, 'Words for the client.');
    const mail = await portal.postmark.waitFor(({ TextBody }) => TextBody.startsWith('Words for the client.'));
    await jobsDone(portal);
    const [note] = await rows<{ message_id: string }>(portal, `select message_id from ticket_message where ticket_id = $1 and kind = 'INTERNAL_NOTE'`, [id]);
    expect(JSON.stringify(mail)).not.toContain('Quetzalcoatl');
    expect(JSON.stringify(portal.postmark.messages())).not.toContain(note!.message_id);
    expect(JSON.stringify(await timelineOf(portal, acme))).not.toContain('Quetzalcoatl');
    // It is in its own table and nowhere else.
    const elsewhere = (await everythingStored(portal)).split('\n').filter((line) => line.includes('Quetzalcoatl') && !line.includes('INTERNAL_NOTE'));
    expect(elsewhere).toEqual([]);
  });

  test('stays one when its ticket is merged into another', async () => {
    const [from, into] = [await opens(acme.person), await opens(acme.person)];
    await notes(northwind.owner, from.id, SECRET);
    await merges(northwind.owner, from.id, into.id);
    expect(await wordsFor(northwind.owner, into.id)).toContain(SECRET);
    for (const { id } of [from, into]) expect(await wordsFor(acme.person, id)).toEqual(['What is this?', 'What is this?']);
  });

  test('is made by the team alone: what a contact writes is always said', async () => {
    const { id } = await opens(acme.person);
    expect((await notes(acme.person, id, 'Psst.')).lastMessage).toMatchObject({ body: 'Psst.', kind: 'MESSAGE' });
    const reader = await aColleague(portal, northwind, 'Another reader', 'READ_ONLY');
    expect(await reader.refusal(REPLY, { input: { ticketId: id, message: 'x', isNote: true } })).toBe('FORBIDDEN');
  });

  test('can be written on a closed ticket, which stays closed', async () => {
    const { id } = await opens(acme.person);
    await does(northwind.owner, 'closeTicket', id);
    expect((await notes(northwind.owner, id, SECRET)).status).toBe('CLOSED');
  });
});
