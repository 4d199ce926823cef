import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jobsDone } from './support/jobs.ts';
import { anotherContact, mailsTo, timelineOf } from './support/mail.ts';
import { aBusiness, aClient, aLink, Person, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';
import { aSentInvoice } from './support/invoices.ts';
import { assigns, badgeOf, does, idsIn, MERGE, merges, notes, opens, replies, snoozes, threadFor, viewerId, wordsFor } from './support/tickets.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

const two = async () => [await opens(acme.person, { subject: 'The first', message: 'One.' }), await opens(acme.person, { subject: 'The second', message: 'Two.' })] as const;

/** Another person of the same client, signed in. */
async function another(name: string): Promise<{ person: Person; email: string }> {
  const email = `${name}@acme.example`;
  const id = await anotherContact(portal, acme, email);
  const person = new Person(portal, 'portal');
  await person.open(await aLink(portal, { ...acme.contact, id, email } as Customer['contact']));
  return { person, email };
}

describe('merging', () => {
  test('brings messages, notes, files and people together, for both sides', async () => {
    const [from, into] = await two();
    const upload = await acme.person.fetch('/files?purpose=message&name=plan.txt', { method: 'POST', body: 'the plan' });
    await replies(acme.person, from.id, 'Three.', { fileIds: [((await upload.json()) as { id: string }).id] });
    await notes(northwind.owner, from.id, 'A note.');
    for (const [ticketId, address] of [[from.id, 'both@x.example'], [into.id, 'BOTH@x.example'], [from.id, 'one@x.example']]) {
      await northwind.owner.get('mutation ($ticketId: ID!, $address: String!) { addParticipant(ticketId: $ticketId, address: $address) { id } }', { ticketId, address });
    }
    const merged = await merges(northwind.owner, from.id, into.id);
    expect(merged.messages.map(({ body }) => body)).toEqual(['One.', 'Two.', 'Three.', 'A note.']);
    expect(merged.participants.map(({ address }) => address).toSorted()).toEqual(['both@x.example', 'one@x.example']);

    for (const { id } of [from, into]) {
      const seen = await threadFor(acme.person, id);
      expect(seen).toMatchObject({ id: into.id, subject: 'The second', messages: [{ body: 'One.' }, { body: 'Two.' }, { body: 'Three.' }] });
      expect((await acme.person.fetch(seen.messages[2]!.attachments[0]!.url!)).status).toBe(200);
    }
    for (const person of [acme.person, northwind.owner]) {
      const ids = await idsIn(person, { clientId: acme.client.id });
      expect([ids.includes(into.id), ids.includes(from.id)]).toEqual([true, false]);
    }
    expect(await threadFor(northwind.owner, from.id)).toMatchObject({ id: from.id, mergedInto: { id: into.id }, availableActions: [], messages: [] });
    expect((await timelineOf(portal, acme)).at(-1)).toEqual({ kind: 'ticket.merged', summary: `Northwind owner merged ticket #${from.number} into #${into.number}` });
  });

  test('keeps every way by which mail finds the first', async () => {
    const [from, into] = await two();
    await replies(northwind.owner, from.id, 'An answer to the first.');
    const mail = await portal.postmark.waitFor(({ TextBody }) => TextBody.startsWith('An answer to the first.'));
    await jobsDone(portal);
    await merges(northwind.owner, from.id, into.id);
    await portal.postmark.replyAs(mail, { text: 'By the token.', quote: false });
    await jobsDone(portal);
    // Without the token, by what it refers to.
    const { inboundPayload } = await import('../dev/postmark/client-reply.ts');
    const byReference = JSON.stringify({ ...inboundPayload(mail, { text: 'By reference.', quote: false }, new Date()), MailboxHash: '' }).replaceAll(/\+[0-9a-f]{32}@/g, '@');
    await portal.postmark.postInbound(JSON.parse(byReference) as { MessageID: string });
    await jobsDone(portal);
    expect((await wordsFor(northwind.owner, into.id)).slice(-2)).toEqual(['By the token.', 'By reference.']);

    await replies(northwind.owner, into.id, 'And from now on here.');
    const next = await portal.postmark.waitFor(({ TextBody }) => TextBody.startsWith('And from now on here.'));
    const [{ token }] = (await rows<{ token: string }>(portal, 'select reply_token as token from ticket where id = $1', [into.id])) as [{ token: string }];
    expect(next.ReplyTo).toContain(token);
    const delivered = 'query ($id: ID!) { ticket(id: $id) { messages { body deliveries { recipient } } } }';
    const { ticket } = await northwind.owner.get<{ ticket: { messages: { body: string; deliveries: { recipient: string }[] }[] } }>(delivered, { id: into.id });
    expect(ticket.messages.find(({ body }) => body === 'An answer to the first.')!.deliveries).toEqual([{ recipient: acme.contact.email }]);
  });

  test('goes on mailing everybody who asked', async () => {
    const { person, email } = await another('eve');
    const [from, into] = [await opens(person), await opens(acme.person)];
    await merges(northwind.owner, from.id, into.id);
    expect((await threadFor(northwind.owner, into.id)).participants.map(({ address }) => address)).toEqual([email]);
    await replies(northwind.owner, into.id, 'To you both.');
    await jobsDone(portal);
    for (const address of [email, acme.contact.email]) expect(mailsTo(portal, address).filter(({ TextBody }) => TextBody.startsWith('To you both.'))).toHaveLength(1);
  });

  test('awaits whom either awaited, and keeps who looks after it, its invoice and its tags', async () => {
    const merged = async (prepare: (from: string, into: string) => Promise<unknown>) => {
      const [from, into] = await two();
      await prepare(from.id, into.id);
      return merges(northwind.owner, from.id, into.id);
    };
    const { owner } = northwind;
    expect(await merged((_, into) => replies(owner, into, 'x'))).toMatchObject({ status: 'AWAITING_TEAM' });
    expect(await merged((from) => replies(owner, from, 'x'))).toMatchObject({ status: 'AWAITING_TEAM' });
    expect(await merged((_, into) => does(owner, 'closeTicket', into))).toMatchObject({ status: 'AWAITING_TEAM' });
    expect(await merged((from) => does(owner, 'closeTicket', from))).toMatchObject({ status: 'AWAITING_TEAM' });
    expect(await merged(async (from, into) => [await does(owner, 'closeTicket', from), await does(owner, 'closeTicket', into)])).toMatchObject({ status: 'CLOSED' });
    expect(await merged((_, into) => snoozes(owner, into, new Date(Date.now() + 3_600_000)))).toMatchObject({ snoozedUntil: null });
    expect(await merged(async (from) => assigns(owner, from, await viewerId(owner)))).toMatchObject({ assignee: { name: 'Northwind owner' } });
    expect(await merged((from) => owner.get('mutation ($id: ID!) { tagTicket(id: $id, tags: ["boat"]) { id } }', { id: from }))).toMatchObject({ tags: ['boat'] });

    const invoice = await aSentInvoice(northwind, acme);
    const [about, into] = [await opens(acme.person, { invoiceId: invoice.id }), await opens(acme.person)];
    expect(await merges(owner, about.id, into.id)).toMatchObject({ invoice: { id: invoice.id } });
    expect(await idsIn(owner, { invoiceId: invoice.id })).toEqual([into.id]);
  });

  test('leaves unread what a person had not read of either', async () => {
    const unread = async (readFrom: boolean, readInto: boolean) => {
      const [from, into] = await two();
      for (const [{ id }, isRead] of [[from, readFrom], [into, readInto]] as const) {
        await replies(northwind.owner, id, 'An answer.');
        if (isRead) for (const person of [acme.person, northwind.owner]) await does(person, 'markTicketRead', id);
        else await replies(acme.person, id, 'And this?');
      }
      // Later than all that is unread.
      await merges(northwind.owner, from.id, into.id);
      return [(await threadFor(acme.person, into.id)).isUnread, (await threadFor(northwind.owner, into.id)).isUnread];
    };
    expect(await unread(true, true)).toEqual([false, false]);
    expect(await unread(false, true)).toEqual([false, true]);
    expect(await unread(true, false)).toEqual([false, true]);

    // Read the one after the other was answered: the answer is still new.
    const [from, into] = await two();
    await replies(northwind.owner, from.id, 'Unseen.');
    await replies(northwind.owner, into.id, 'Seen.');
    await does(acme.person, 'markTicketRead', into.id);
    await merges(northwind.owner, from.id, into.id);
    expect((await threadFor(acme.person, into.id)).isUnread).toBe(true);
    expect((await does(acme.person, 'markTicketRead', from.id)).isUnread).toBe(false);
  });

  test('counts once in the badge, and tells who looks at either', async () => {
    const [from, into] = await two();
    const before = await badgeOf(northwind.owner);
    const updates = acme.person.watch<{ ticketUpdated: { id: string; messages: { body: string }[] } }>('subscription ($id: ID) { ticketUpdated(id: $id) { id messages { body } } }', { id: from.id });
    await updates.next();
    await merges(northwind.owner, from.id, into.id);
    expect((await updates.next()).value).toEqual({ ticketUpdated: { id: into.id, messages: [{ body: 'One.' }, { body: 'Two.' }] } });
    expect(await badgeOf(northwind.owner)).toBe(before - 1);
    await updates.return!();
  });

  test('can go on: three become one, by every number', async () => {
    const [[first, second], [third]] = [await two(), await two()];
    await merges(northwind.owner, first.id, second.id);
    await merges(northwind.owner, second.id, third.id);
    for (const { id } of [first, second, third]) expect((await threadFor(acme.person, id)).id).toBe(third.id);
    expect((await threadFor(northwind.owner, first.id)).mergedInto).toEqual({ id: third.id });
    expect(await wordsFor(acme.person, third.id)).toEqual(['One.', 'Two.', 'One.']);
  });

  test('happens once: not again, not into itself, not both ways at once', async () => {
    const [from, into] = await two();
    expect(await northwind.owner.refusal(MERGE, { fromId: from.id, intoId: from.id })).toBe('BAD_USER_INPUT');
    const refusals = await Promise.all([[from, into], [into, from], [from, into], [into, from]].map(([one, other]) => northwind.owner.refusal(MERGE, { fromId: one!.id, intoId: other!.id })));
    expect(refusals.toSorted()).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'no error']);
    const [state] = await rows<{ merged: number; messages: number }>(
      portal, 'select count(merged_into_id)::int as merged, (select count(*)::int from ticket_message where ticket_id in ($1, $2)) as messages from ticket where id in ($1, $2)', [from.id, into.id],
    );
    expect(state).toEqual({ merged: 1, messages: 2 });
    const left = await threadFor(acme.person, from.id);
    expect(left.messages.map(({ body }) => body)).toEqual(['One.', 'Two.']);
    const addressing = 'mutation ($id: ID!) { addParticipant(ticketId: $id, address: "late@x.example") { id } }';
    expect(await northwind.owner.refusal(addressing, { id: left.id === from.id ? into.id : from.id })).toBe('CONFLICT');
  });

  test('is for tickets of one client, by who supports', async () => {
    const beta = await aClient(portal, northwind, 'Beta');
    const contoso = await aBusiness(portal, 'Contoso');
    const [from, into] = await two();
    const theirs = await opens(beta.person);
    expect(await northwind.owner.refusal(MERGE, { fromId: from.id, intoId: theirs.id })).toBe('BAD_USER_INPUT');
    expect(await contoso.owner.refusal(MERGE, { fromId: from.id, intoId: into.id })).toBe('NOT_FOUND');
    expect(await acme.person.refusal(MERGE, { fromId: from.id, intoId: into.id })).toBe('FORBIDDEN');
    expect(await wordsFor(beta.person, theirs.id)).toEqual(['What is this?']);
  });
});
