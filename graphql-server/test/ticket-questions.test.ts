import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDraft, aSentInvoice } from './support/invoices.ts';
import { aBusiness, aClient, aColleague, type Customer, type Firm, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';
import { idsIn, OPEN, opens, threadFor, whileWaiting } from './support/tickets.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

describe('a question about an invoice', () => {
  test('names it, and is found from it, on both sides', async () => {
    const invoice = await aSentInvoice(northwind, acme);
    const { id } = await opens(acme.person, { invoiceId: invoice.id });
    await opens(acme.person);
    for (const person of [acme.person, northwind.owner]) {
      expect((await threadFor(person, id)).invoice).toEqual({ id: invoice.id });
      expect(await idsIn(person, { invoiceId: invoice.id })).toEqual([id]);
    }
    expect(await idsIn(northwind.owner, { invoiceId: 'x' })).toEqual([]);
  });

  test("is never about a draft, somebody else's, or one that is not there", async () => {
    const beta = await aClient(portal, northwind, 'Beta');
    for (const invoiceId of [await aDraft(northwind, acme), (await aSentInvoice(northwind, beta)).id, 'x', '01a206d5-cd45-762b-8427-eecc5e106033']) {
      expect(await acme.person.refusal(OPEN, { input: { subject: 'x', message: 'x', invoiceId } })).toBe('NOT_FOUND');
    }
  });

  test('by the team about a draft shows the draft to nobody before it is sent', async () => {
    const draft = await aDraft(northwind, acme);
    const { id } = await opens(northwind.owner, { invoiceId: draft });
    expect((await threadFor(northwind.owner, id)).invoice).toEqual({ id: draft });
    expect((await threadFor(acme.person, id)).invoice).toBeNull();
    await northwind.owner.get('mutation ($id: ID!) { sendInvoice(input: { id: $id }) { id } }', { id: draft });
    expect((await threadFor(acme.person, id)).invoice).toEqual({ id: draft });
  });

  test('is of the client whose invoice it is', async () => {
    const beta = await aClient(portal, northwind, 'Gamma');
    const { id: invoiceId } = await aSentInvoice(northwind, acme);
    const asking = (more: object) => northwind.owner.refusal(OPEN, { input: { subject: 'x', message: 'x', invoiceId, ...more } });
    expect([await asking({ clientId: beta.client.id }), await asking({ contactId: beta.contact.id }), await asking({ clientId: acme.client.id, contactId: acme.contact.id })]).toEqual(['NOT_FOUND', 'NOT_FOUND', 'no error']);
  });
});

describe('a canned reply', () => {
  const SAVE = 'mutation ($name: String!, $body: String!, $id: ID) { saveCannedReply(name: $name, body: $body, id: $id) { id name body } }';
  const saves = async (body: string, name = `A reply ${Math.random()}`) => (await northwind.owner.get<{ saveCannedReply: { id: string } }>(SAVE, { name, body })).saveCannedReply.id;
  const FILLED = 'query ($id: ID!, $ticketId: ID!) { filledReply(id: $id, ticketId: $ticketId) }';
  const filled = async (person: Person, id: string, ticketId: string) => (await person.get<{ filledReply: string }>(FILLED, { id, ticketId })).filledReply;
  const ALL = '{client}|{contact}|{me}|{business}|{ticket}|{owed}';

  test('is filled in with what is known of the ticket, its client and who writes', async () => {
    const { client, person } = await aClient(portal, northwind, 'Delta & <b>Sons</b>');
    const bob = await aColleague(portal, northwind, 'Bob', 'SUPPORT');
    const { id, number } = await opens(person);
    const reply = await saves(ALL);
    const rest = `Northwind|#${number}`;
    expect(await filled(bob, reply, id)).toBe(`Delta & <b>Sons</b>|Delta & <b>Sons</b> contact|Bob|${rest}|€0.00`);
    await aSentInvoice(northwind, { client });
    expect(await filled(northwind.owner, reply, id)).toBe(`Delta & <b>Sons</b>|Delta & <b>Sons</b> contact|Northwind owner|${rest}|€100.00`);
    await aSentInvoice(northwind, { client }, { currency: 'JPY', lines: [{ description: 'Print', unitPrice: 700 }] });
    await aDraft(northwind, { client }, { currency: 'USD' });
    expect((await filled(northwind.owner, reply, id)).split('|').at(-1)!.split(', ').toSorted()).toEqual(['¥700', '€100.00']);
  });

  test('names the client where the ticket is with nobody in particular', async () => {
    const { id } = await opens(northwind.owner, { clientId: acme.client.id });
    expect(await filled(northwind.owner, await saves('Dear {contact},'), id)).toBe('Dear Acme,');
  });

  test('leaves what it does not know as it was written, and fills in once', async () => {
    const { client, person } = await aClient(portal, northwind, 'Epsilon');
    await rows(portal, `update client set name = '{me} $& {owed}' where id = $1`, [client.id]);
    const { id } = await opens(person);
    const strange = '{unknown} {Client} { client } {{client} {constructor} {toString} {__proto__} {}';
    expect(await filled(northwind.owner, await saves(strange), id)).toBe(strange.replace('{client}', () => '{me} $& {owed}'));
  });

  test('has a name of its own, whatever its capitals, also when two are saved at once', async () => {
    const first = await saves('x', 'Thanks');
    expect(await northwind.owner.refusal(SAVE, { name: ' THANKS ', body: 'y' })).toBe('BAD_USER_INPUT');
    expect(await northwind.owner.refusal(SAVE, { name: 'Thank you', body: 'y', id: first })).toBe('no error');
    const same = `insert into canned_reply (id, business_id, created_at, name, body) values (gen_random_uuid(), $1, now(), 'at once', 'x')`;
    await whileWaiting(portal, (db) => db.query(same, [northwind.business.id]), async () => {
      expect(await northwind.owner.refusal(SAVE, { name: 'At once', body: 'x' })).toBe('BAD_USER_INPUT');
    });
    for (const wrong of [{ name: ' ', body: 'x' }, { name: 'x'.repeat(81), body: 'x' }, { name: 'x', body: '\n' }, { name: 'x', body: 'x'.repeat(10_001) }]) expect(await northwind.owner.refusal(SAVE, wrong)).toBe('BAD_USER_INPUT');
  });

  test("is this business's, changed by who supports, and removed once", async () => {
    const contoso = await aBusiness(portal, 'Contoso');
    const reader = await aColleague(portal, northwind, 'Reader', 'READ_ONLY');
    const { id: ticketId } = await opens(acme.person);
    const id = await saves('Hello', 'To be removed');
    const REMOVE = 'mutation ($id: ID!) { removeCannedReply(id: $id) }';
    for (const [person, code] of [[contoso.owner, 'NOT_FOUND'], [reader, 'FORBIDDEN'], [acme.person, 'FORBIDDEN']] as const) {
      expect([await person.refusal(REMOVE, { id }), await person.refusal(SAVE, { id, name: 'Mine', body: 'x' })]).toEqual([code, code]);
    }
    expect([await contoso.owner.refusal(FILLED, { id, ticketId }), await acme.person.refusal(FILLED, { id, ticketId }), await reader.refusal(FILLED, { id, ticketId })]).toEqual(['NOT_FOUND', 'FORBIDDEN', 'no error']);
    expect((await contoso.owner.get<{ cannedReplies: object[] }>('{ cannedReplies { id } }')).cannedReplies).toEqual([]);
    expect([await northwind.owner.refusal(REMOVE, { id }), await northwind.owner.refusal(REMOVE, { id })]).toEqual(['no error', 'NOT_FOUND']);
  });
});

describe('a ticket that the team opens', () => {
  test('is mailed to its contact, and new to them', async () => {
    const { id } = await opens(northwind.owner, { contactId: acme.contact.id, message: 'We have a question of our own.' });
    const mail = await portal.postmark.waitFor(({ TextBody }) => TextBody.startsWith('We have a question of our own.'));
    expect(mail.To).toContain(acme.contact.email);
    expect(await threadFor(acme.person, id)).toMatchObject({ status: 'AWAITING_CLIENT', isUnread: true });
  });

  test('is of a client that is named', async () => {
    expect(await northwind.owner.refusal(OPEN, { input: { subject: 'x', message: 'x' } })).toBe('BAD_USER_INPUT');
  });
});
