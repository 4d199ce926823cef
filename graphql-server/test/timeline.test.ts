import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSentEstimate } from './support/estimates.ts';
import { aSentInvoice } from './support/invoices.ts';
import { setTimeout } from 'node:timers/promises';
import { jobsDone } from './support/jobs.ts';
import { aClientAt, becomes, events, tell } from './support/mail.ts';
import { aBusiness, aClient, aColleague, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
});
afterAll(() => portal.close());

interface Entry {
  id: string; kind: string; summary: string; text: string | null; subject: string | null; teamMemberName: string | null;
  recipient: string | null; deliveryState: string | null; error: string | null; openedAt: string | null; invoiceId: string | null; ticketId: string | null;
}
interface Timeline { totalCount: number; pageInfo: { endCursor: string; hasNextPage: boolean }; edges: { node: Entry }[] }
interface Asked { first?: number; after?: string; text?: string; topics?: string[] }

async function timelineOf({ client }: Pick<Customer, 'client'>, asked: Asked = {}): Promise<Timeline> {
  const answer = await northwind.owner.get<{ client: { timeline: Timeline } }>(
    `query ($id: ID!, $first: Int! = 50, $after: String, $text: String, $topics: [TimelineTopic!]) {
      client(id: $id) { timeline(first: $first, after: $after, text: $text, topics: $topics) { totalCount pageInfo { endCursor hasNextPage }
        edges { node { id kind summary text subject teamMemberName recipient deliveryState error openedAt invoiceId ticketId } } } } }`,
    { id: client.id, ...asked },
  );
  return answer.client.timeline;
}
const entriesOf = async (of: Pick<Customer, 'client'>, asked?: Asked) => (await timelineOf(of, asked)).edges.map(({ node }) => node);
const summariesOf = async (of: Pick<Customer, 'client'>, asked?: Asked) => (await entriesOf(of, asked)).map(({ summary }) => summary);

const openTicket = async ({ person }: Customer, subject: string, message: string) =>
  (await person.get<{ openTicket: { id: string; number: number } }>(
    'mutation ($subject: String!, $message: String!) { openTicket(input: { subject: $subject, message: $message }) { id number } }', { subject, message })).openTicket;
const reply = async (id: string, message: string, isNote = false) =>
  northwind.owner.get('mutation ($id: ID!, $message: String!, $isNote: Boolean) { replyToTicket(input: { ticketId: $id, message: $message, isNote: $isNote }) { id } }', { id, message, isNote });

const none = async (sql: string) => {
  while ((await rows(portal, sql)).length > 0) await setTimeout(25);
};
/** `jobsDone`, before the first test. */
const nothingWaits = () => none('select from graphile_worker.jobs where locked_at is not null or (run_at <= now() and attempts < max_attempts)');
const allDelivered = () => none(`select from dispatch where state in ('QUEUED', 'SENT')`);

describe('the timeline', () => {
  let acme: Customer;
  let ticket: { id: string; number: number };
  let invoice: { id: string; number: string };

  beforeAll(async () => {
    acme = await aClient(portal, northwind, 'Acme');
    invoice = await aSentInvoice(northwind, acme);
    await allDelivered();
    ticket = await openTicket(acme, 'The heating', 'It hums in the boiler room.');
    await reply(ticket.id, 'Ask the plumber Quillfeather first.', true);
    await reply(ticket.id, 'We come on Tuesday.');
    const mail = await portal.postmark.waitFor(({ TextBody }) => TextBody.includes('We come on Tuesday.'));
    await portal.postmark.replyAs(mail, { text: 'Tuesday suits us.' });
    await nothingWaits();
    await northwind.owner.get('mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 2500, method: CASH, sendReceipt: true }) { id } }', { id: invoice.id });
    await allDelivered();
  });

  test('has each message, note, mail, payment and sign-in, once', async () => {
    const summaries = await summariesOf(acme);
    const to = acme.contact.email;
    expect(summaries.toSorted()).toEqual([
      'Acme contact signed in by a link',
      `Invoice ${invoice.number} was sent to ${to}`,
      `Invoice ${invoice.number} was mailed to ${to}`,
      `Acme contact opened ticket #${ticket.number}: The heating`,
      `Acme contact wrote in ticket #${ticket.number}`,
      `Northwind owner left a note on ticket #${ticket.number}`,
      `Northwind owner wrote in ticket #${ticket.number}`,
      `A reply in ticket #${ticket.number} was mailed to ${to}`,
      `Acme contact wrote by mail in ticket #${ticket.number}`,
      `A receipt was mailed to ${to}`,
      `A payment of €25.00 on invoice ${invoice.number} was recorded`,
    ].toSorted());
  });

  test('says of a mail whom it went to, what it was called, and what became of it', async () => {
    const [receipt, mail] = await entriesOf(acme, { topics: ['MAILS'], text: invoice.number });
    expect(receipt).toMatchObject({ subject: expect.stringMatching(/^Receipt from Northwind: /), deliveryState: 'DELIVERED', recipient: acme.contact.email });
    expect(mail).toMatchObject({ kind: 'mail', recipient: acme.contact.email, deliveryState: 'DELIVERED', text: null, subject: expect.stringContaining(`Invoice ${invoice.number} from Northwind`), invoiceId: invoice.id });
  });

  test('marks a note as one, and shows how a message begins', async () => {
    const [note] = await entriesOf(acme, { text: 'Quillfeather' });
    expect(note).toMatchObject({ kind: 'note', text: 'Ask the plumber Quillfeather first.', teamMemberName: 'Northwind owner', ticketId: ticket.id });
    const [answer] = await entriesOf(acme, { text: 'suits' });
    expect(answer).toMatchObject({ kind: 'message', text: 'Tuesday suits us.', teamMemberName: null, ticketId: ticket.id });
  });

  test.each([
    ['a word of a message', 'boiler', ['message']],
    ['the beginning of a word', 'boil', ['message']],
    ['words in any order and in capitals', 'ROOM boiler', ['message']],
    ['the subject of a ticket', 'heating', ['mail', 'ticket.opened']],
    ['a part of an address', 'pay acme example', ['invoice.sent', 'mail', 'mail', 'mail']],
    ['the number of an invoice', '2026-0001', ['invoice.sent', 'mail', 'mail', 'payment.recorded']],
    ['what nobody said', 'zeppelin', []],
    ['no word at all', '%&!', []],
    ['a query of the database', `' | 'boiler`, ['message']],
  ])('is searched for %s', async (_, text, kinds) => {
    expect((await entriesOf(acme, { text })).map(({ kind }) => kind).toSorted()).toEqual(kinds);
    expect((await timelineOf(acme, { text })).totalCount).toBe(kinds.length);
  });

  test('finds no text that was folded away', async () => {
    const [quoted] = await rows<{ folded_text: string }>(portal, `select folded_text from ticket_message where client_id = $1 and channel = 'EMAIL'`, [acme.client.id]);
    expect(quoted!.folded_text).toContain('We come on Tuesday');
    expect((await entriesOf(acme, { text: 'we come on', topics: ['MESSAGES'] })).map(({ summary }) => summary)).toEqual([`Northwind owner wrote in ticket #${ticket.number}`]);
  });

  test('has each entry under one topic', async () => {
    const topics = ['MESSAGES', 'MAILS', 'DOCUMENTS', 'PAYMENTS', 'SIGN_INS', 'CHANGES'];
    const parts = await Promise.all(topics.map(async (topic) => (await entriesOf(acme, { topics: [topic] })).map(({ id }) => id)));
    expect(parts.map((part) => part.length)).toEqual([5, 3, 1, 1, 1, 0]);
    expect(parts.flat().toSorted()).toEqual((await entriesOf(acme)).map(({ id }) => id).toSorted());
    expect(await summariesOf(acme, { topics: ['SIGN_INS', 'PAYMENTS'] })).toHaveLength(2);
  });

  test('is refused to a contact, and tells another business nothing', async () => {
    expect(await acme.person.refusal('{ viewer { client { timeline { totalCount } } } }')).toBe('FORBIDDEN');
    const fabrikam = await aBusiness(portal, 'Fabrikam');
    const ask = 'query ($id: ID!) { client(id: $id) { timeline { totalCount } } }';
    const answer = await fabrikam.owner.ask(ask, { id: acme.client.id });
    expect(answer).toEqual(await fabrikam.owner.ask(ask, { id: randomUUID() }));
    const reader = await aColleague(portal, northwind, 'Reader', 'READ_ONLY');
    expect((await reader.get<{ client: { timeline: { totalCount: number } } }>(ask, { id: acme.client.id })).client.timeline.totalCount).toBe(11);
  });

  test('has nothing of other clients', async () => {
    const other = await aClient(portal, northwind, 'Other');
    await openTicket(other, 'The heating', 'Ours hums too.');
    expect(await summariesOf(other, { text: 'boiler' })).toEqual([]);
    expect(await summariesOf(acme, { text: 'ours hums' })).toEqual([]);
    expect(await summariesOf(other)).toHaveLength(3);
  });

  test('refuses a search for what is too long to be one', async () => {
    expect(await northwind.owner.refusal('query ($id: ID!, $text: String) { client(id: $id) { timeline(text: $text) { totalCount } } }', { id: acme.client.id, text: 'a'.repeat(201) })).toBe('BAD_USER_INPUT');
  });
});

test('what may still be taken back is not on the timeline until it goes', async () => {
  const firm = await aBusiness(portal, 'Careful', { undoSendSeconds: 60 });
  const client = await aClient(portal, firm, 'Waiting');
  const { id } = await openTicket(client, 'Hello', 'Is anybody there?');
  await firm.owner.get('mutation ($id: ID!) { replyToTicket(input: { ticketId: $id, message: "Thoughtless words" }) { id } }', { id });
  const texts = async (): Promise<string[]> => {
    const answer = await firm.owner.get<{ client: { timeline: Timeline } }>('query ($id: ID!) { client(id: $id) { timeline(topics: [MESSAGES], text: "thoughtless") { totalCount edges { node { text } } } } }', { id: client.client.id });
    expect(answer.client.timeline.totalCount).toBe(answer.client.timeline.edges.length);
    return answer.client.timeline.edges.map(({ node }) => node.text!);
  };
  expect(await texts()).toEqual([]);
  await rows(portal, `update graphile_worker._private_jobs set run_at = now() where key like 'release-%'`);
  await rows(portal, `select graphile_worker.add_job('release-message', json_build_object('businessId', business_id, 'messageId', id)) from ticket_message where held_until is not null`);
  await jobsDone(portal);
  expect(await texts()).toEqual(['Thoughtless words']);
});

test('what a contact looks at is noted once for each day and revision, and what the team looks at is not', async () => {
  const reader = await aClient(portal, northwind, 'Curious');
  const { id, number } = await aSentInvoice(northwind, reader);
  const estimate = await aSentEstimate(northwind, reader);
  const look = 'mutation ($id: ID!) { markInvoiceViewed(id: $id) }';
  expect(await Promise.all([1, 2, 3].map(() => reader.person.get(look, { id })))).toEqual(Array.from({ length: 3 }, () => ({ markInvoiceViewed: true })));
  await reader.person.get('mutation ($id: ID!) { markEstimateViewed(id: $id) }', { id: estimate });
  expect(await northwind.owner.refusal(look, { id })).toBe('FORBIDDEN');
  const views = async () => (await entriesOf(reader, { topics: ['DOCUMENTS'] })).filter(({ kind }) => kind.endsWith('.viewed')).map(({ summary }) => summary);
  expect((await views()).toSorted()).toEqual([expect.stringMatching(/^Curious contact looked at estimate EST-/), `Curious contact looked at invoice ${number}`]);
  await northwind.owner.get('mutation ($id: ID!) { pullBackInvoice(id: $id) { id } }', { id });
  await northwind.owner.get('mutation ($id: ID!) { sendInvoice(input: { id: $id }) { id } }', { id });
  await reader.person.get(look, { id });
  expect(await views()).toHaveLength(3);
});

test('a mail that comes back says so, and why', async () => {
  const away = await aClientAt(portal, northwind, 'softbounce-later@away.example');
  const invoice = await aSentInvoice(northwind, away);
  const { id } = await becomes(northwind.owner, invoice.id, {});
  await jobsDone(portal);
  await tell(portal, id, events.hardBounce);
  await jobsDone(portal);
  const mails = await entriesOf(away, { topics: ['MAILS'] });
  expect(mails).toContainEqual(expect.objectContaining({ kind: 'mail', summary: `Invoice ${invoice.number} came back from ${away.contact.email}`, deliveryState: 'BOUNCED', error: expect.any(String) }));
  expect(mails.map(({ kind }) => kind)).toContain('mail.bounced');
});

test('a message of more words than a search can hold is kept, and found by those that it begins with', async () => {
  const writer = await aClient(portal, northwind, 'Novelist');
  const { id } = await openTicket(writer, 'A novel', 'About INV-2026-0042, see below.');
  await rows(portal, `insert into ticket_message (id, business_id, created_at, client_id, ticket_id, author_kind, author_name, channel, body, message_id)
    select gen_random_uuid(), $1, now(), $2, $3, 'CONTACT', 'Ada', 'WEB', 'Beginning ' || string_agg('word' || n, ' ' order by n) || ' end', 'novel' from generate_series(1, 200000) n`,
  [northwind.business.id, writer.client.id, id]);
  expect(await entriesOf(writer, { text: 'beginning word17' })).toMatchObject([{ kind: 'message', text: expect.stringMatching(/^Beginning word1 /) }]);
  const { tickets } = await northwind.owner.get<{ tickets: { edges: { node: { id: string } }[] } }>('{ tickets(filter: { text: "INV-2026-0042" }) { edges { node { id } } } }');
  expect(tickets.edges).toEqual([{ node: { id } }]);
});

describe('a client of 10,000 events', () => {
  let busy: Customer;
  beforeAll(async () => {
    busy = await aClient(portal, northwind, 'Busy');
    const { id: ticketId } = await openTicket(busy, 'Long', 'The first of many.');
    const params = [northwind.business.id, busy.client.id];
    // Ten at a time at one instant, told apart by the microsecond now and then.
    const when = `timestamptz '2026-01-01 10:00:00.123456Z' + (n / 10) * interval '7 microseconds'`;
    await rows(portal, `insert into client_event (id, business_id, created_at, client_id, kind, summary)
      select gen_random_uuid(), $1, ${when}, $2, case n % 100 when 0 then 'payment.recorded' else 'client.changed' end, 'Event number' || n || ' happened' from generate_series(1, 4000) n`, params);
    await rows(portal, `insert into ticket_message (id, business_id, created_at, client_id, ticket_id, author_kind, author_name, channel, body, message_id)
      select gen_random_uuid(), $1, ${when}, $2, $3, 'CONTACT', 'Ada', 'WEB', repeat('Plain words of every day, said again. ', 20) || 'word' || n || case n when 17 then ' zeppelin' else '' end, 'm' || n
      from generate_series(1, 3000) n`, [...params, ticketId]);
    await rows(portal, `insert into dispatch (id, business_id, created_at, client_id, contact_id, kind, recipient, state, subject)
      select gen_random_uuid(), $1, ${when}, $2, $3, 'SIGN_IN', 'ada@busy.example', 'SENT', 'Mail number' || n from generate_series(1, 3000) n`, [...params, busy.contact.id]);
    await rows(portal, 'vacuum analyze client_event, ticket_message, dispatch');
  });

  test('has pages without gap or repetition, newest first', async () => {
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await timelineOf(busy, { first: 200, after });
      seen.push(...page.edges.map(({ node }) => node.id));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    }
    expect(seen).toHaveLength(10_003);
    const inOrder = await rows<{ id: string }>(portal, `select id from (
      select id, created_at, client_id from client_event union all select id, created_at, client_id from ticket_message union all select id, created_at, client_id from dispatch
    ) x where client_id = $1 order by created_at desc, id desc`, [busy.client.id]);
    expect(seen).toEqual(inOrder.map(({ id }) => id));
  });

  test.each<[string, Asked]>([
    ['a page', { first: 30 }],
    ['a rare word', { text: 'zeppelin' }],
    ['a word of most messages', { text: 'every day' }],
    ['a rare kind', { topics: ['PAYMENTS'] }],
    ['what nobody said', { text: 'quokka' }],
  ])('answers %s within the blink of an eye', async (_, asked) => {
    const times: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const begun = performance.now();
      await timelineOf(busy, asked);
      times.push(performance.now() - begun);
    }
    expect(Math.min(...times)).toBeLessThan(150);
  });
});
