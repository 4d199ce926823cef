import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBusiness, aClient, aColleague, type Customer, type Firm, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';
import { assigns, does, idsIn, listed, merges, opens, replies, snoozes, viewerId } from './support/tickets.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;
let beta: Customer;
let bob: Person;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  [acme, beta] = [await aClient(portal, northwind, 'Acme'), await aClient(portal, northwind, 'Beta')];
  bob = await aColleague(portal, northwind, 'Bob', 'SUPPORT');
});
afterAll(() => portal.close());

const tags = (id: string, words: string[]) => northwind.owner.get('mutation ($id: ID!, $tags: [String!]!) { tagTicket(id: $id, tags: $tags) { id } }', { id, tags: words });
const inAnHour = () => new Date(Date.now() + 3_600_000);

describe('each box', () => {
  const names = ['AWAITING_TEAM', 'AWAITING_CLIENT', 'MINE', 'UNASSIGNED', 'SNOOZED', 'CLOSED', 'ALL'] as const;
  let firm: Firm;
  let carol: Person;
  let id: Record<'waiting' | 'answered' | 'mine' | 'hers' | 'snoozed' | 'minePutOff' | 'closed' | 'awake' | 'merged', string>;

  beforeAll(async () => {
    firm = await aBusiness(portal, 'Boxes');
    carol = await aColleague(portal, firm, 'Carol', 'SUPPORT');
    const { person } = await aClient(portal, firm, 'Of Boxes');
    const aTicket = async () => (await opens(person)).id;
    id = { waiting: await aTicket(), answered: await aTicket(), mine: await aTicket(), hers: await aTicket(), snoozed: await aTicket(), minePutOff: await aTicket(), closed: await aTicket(), awake: await aTicket(), merged: await aTicket() };
    const { owner } = firm;
    await replies(owner, id.answered, 'So it is.');
    for (const each of [id.mine, id.minePutOff]) await assigns(owner, each, await viewerId(owner));
    await assigns(owner, id.hers, await viewerId(carol));
    for (const each of [id.snoozed, id.minePutOff, id.awake]) await snoozes(owner, each, inAnHour());
    await rows(portal, `update ticket set snoozed_until = now() - interval '1 second' where id = $1`, [id.awake]);
    await does(owner, 'closeTicket', id.closed);
    await merges(owner, id.merged, id.closed);
    await does(owner, 'closeTicket', id.closed);
  });

  test('holds what it says', async () => {
    const wanted: Record<(typeof names)[number], (keyof typeof id)[]> = {
      AWAITING_TEAM: ['waiting', 'mine', 'hers', 'awake'], AWAITING_CLIENT: ['answered'], MINE: ['mine'], UNASSIGNED: ['waiting', 'answered', 'awake'],
      SNOOZED: ['snoozed', 'minePutOff'], CLOSED: ['closed'], ALL: ['waiting', 'answered', 'mine', 'hers', 'snoozed', 'minePutOff', 'closed', 'awake'],
    };
    const nameOf = Object.fromEntries(Object.entries(id).map(([name, each]) => [each, name]));
    for (const box of names) expect({ box, holds: (await idsIn(firm.owner, { box })).map((each) => nameOf[each]).toSorted() }).toEqual({ box, holds: wanted[box].toSorted() });
    expect((await idsIn(carol, { box: 'MINE' })).map((each) => nameOf[each])).toEqual(['hers']);
  });

  test('is counted as it is listed', async () => {
    for (const person of [firm.owner, carol]) {
      const { ticketCounts } = await person.get<{ ticketCounts: Record<string, number> }>('{ ticketCounts { awaitingTeam awaitingClient mine unassigned snoozed closed } }');
      const sizes = await Promise.all((['AWAITING_TEAM', 'AWAITING_CLIENT', 'MINE', 'UNASSIGNED', 'SNOOZED', 'CLOSED'] as const).map(async (box) => listed(person, { box })));
      expect(sizes.map(({ totalCount }) => totalCount)).toEqual(sizes.map(({ edges }) => edges.length));
      expect(Object.values(ticketCounts)).toEqual(sizes.map(({ totalCount }) => totalCount));
      expect((await person.get<{ ticketBadge: { awaitingTeam: number } }>('{ ticketBadge { awaitingTeam } }')).ticketBadge.awaitingTeam).toBe(ticketCounts['awaitingTeam']);
    }
  });

  test('tells a contact nothing of who looks after its tickets, or puts them off', async () => {
    const { person } = await aClient(portal, northwind, 'Curious');
    const [{ id: put }, { id: given }] = [await opens(person), await opens(person)];
    await snoozes(northwind.owner, put, inAnHour());
    await assigns(northwind.owner, given, await viewerId(bob));
    await tags(given, ['slow payer']);
    for (const filter of [...names.map((box) => ({ box })), { tag: 'slow payer' }, { tag: 'none' }]) expect(await idsIn(person, filter)).toEqual([given, put]);
    const { tickets } = await person.get<{ tickets: { edges: { node: object }[] } }>('{ tickets { edges { node { status snoozedUntil tags assignee { name } participants { id } availableActions } } } }');
    for (const { node } of tickets.edges) expect(node).toEqual({ status: 'AWAITING_TEAM', snoozedUntil: null, tags: [], assignee: null, participants: [], availableActions: ['REPLY', 'CLOSE'] });
  });
});

describe('a search', () => {
  let boat: { id: string; number: number };
  let train: { id: string; number: number };
  beforeAll(async () => {
    boat = await opens(acme.person, { subject: 'The Größe of the boat', message: 'About INV-2026-0042, as ada@harbour.example wrote.' });
    train = await opens(beta.person, { subject: 'The train', message: 'Не работает. 鉄道' });
    await replies(northwind.owner, train.id, 'The locomotive is repaired.');
  });

  test.each([
    ['a word of the subject', 'boat', 'boat'], ['the beginning of a word', 'locomot', 'train'], ['capitals', 'GRÖSSE BOAT', 'none'], ['other capitals', 'GRÖßE Boat', 'boat'],
    ['a word of an answer', 'locomotive', 'train'], ['Cyrillic', 'работ', 'train'], ['Japanese', '鉄道', 'train'], ['words of one message in any order', 'wrote about', 'boat'],
    ['a word that is not there', 'locomotive boat', 'none'], ['an invoice number', 'INV-2026-0042', 'boat'], ['a part of one', '0042', 'boat'], ['an address', 'ada@harbour.example', 'boat'],
    ['a part of an address', 'harbour', 'boat'], ['signs of a query language', "boat & !train | ' :* (", 'none'], ['a quoted word', '"boat"', 'boat'], ['signs alone', "':*&|!()\\", 'none'],
  ])('finds by %s', async (_, text, found) => {
    expect(await idsIn(northwind.owner, { text })).toEqual(found === 'none' ? [] : [found === 'boat' ? boat.id : train.id]);
  });

  test('finds a ticket by its number, with its sign or without', async () => {
    for (const text of [`#${boat.number}`, `${boat.number}`, ` ${boat.number} `]) expect(await idsIn(northwind.owner, { text })).toContain(boat.id);
    expect(await idsIn(northwind.owner, { text: '#999999999' })).toEqual([]);
  });

  test('of nothing is none, and one of anything is no error', async () => {
    expect((await idsIn(northwind.owner, { text: '   ' })).length).toBeGreaterThan(1);
    for (const text of ['\\', '%', '_', '\u202E', 'x'.repeat(5_000), '#'.repeat(300), '1'.repeat(40), '😀']) expect(await northwind.owner.refusal('query ($text: String) { tickets(filter: { text: $text }) { totalCount } }', { text })).toBe('no error');
  });

  test("never reaches another client's or business's words", async () => {
    expect(await idsIn(acme.person, { text: 'locomotive' })).toEqual([]);
    expect(await idsIn(beta.person, { text: 'locomotive' })).toEqual([train.id]);
    expect(await idsIn((await aBusiness(portal, 'Contoso')).owner, { text: 'locomotive' })).toEqual([]);
  });

  test('goes with the box, the client, the state and the tag', async () => {
    await tags(boat.id, ['Urgent', 'urgent', ' at  sea ']);
    const { ticketTags } = await northwind.owner.get<{ ticketTags: string[] }>('{ ticketTags }');
    expect(ticketTags).toEqual(expect.arrayContaining(['urgent', 'at sea']));
    expect(ticketTags).not.toContain('Urgent');
    expect(await idsIn(northwind.owner, { tag: 'at sea', text: 'boat', box: 'AWAITING_TEAM', clientId: acme.client.id, status: ['AWAITING_TEAM'] })).toEqual([boat.id]);
    for (const not of [{ tag: 'sea' }, { box: 'CLOSED' }, { clientId: beta.client.id }, { status: ['CLOSED'] }, { clientId: 'x' }]) {
      expect(await idsIn(northwind.owner, { text: 'boat', ...not })).toEqual([]);
    }
    expect(await idsIn(beta.person, { clientId: acme.client.id })).toEqual([]);
  });
});

describe('pages', () => {
  test('show each ticket once, also of one moment, and while others move', async () => {
    const firm = await aBusiness(portal, 'Pages');
    const { person } = await aClient(portal, firm, 'Of Pages');
    const all: string[] = [];
    for (let count = 0; count < 9; count += 1) all.push((await opens(person)).id);
    await rows(portal, `update ticket set last_message_at = '2026-03-01T10:00:00.123Z' where business_id = $1`, [firm.business.id]);

    const pages: string[][] = [];
    let after: string | null = null;
    do {
      const page = await listed(firm.owner, {}, { first: 4, after });
      pages.push(page.edges.map(({ node }) => node.id));
      expect(page.totalCount).toBe(pages.length === 1 ? 9 : 10);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      if (pages.length > 1) continue;
      // Seen already, and at the top from now on; and a new one above it.
      await replies(person, pages[0]![1]!, 'Are you there?');
      await opens(person);
    } while (after);
    expect(pages.map(({ length }) => length)).toEqual([4, 4, 1]);
    expect(pages.flat().toSorted()).toEqual(all.toSorted());
    expect(await idsIn(firm.owner).then((ids) => ids[1])).toBe(pages[0]![1]);
  });

  test('are refused after a cursor that nobody gave, and of no size', async () => {
    const page = (args: string) => northwind.owner.refusal(`{ tickets(${args}) { totalCount } }`);
    for (const args of ['after: "x"', 'first: 0', 'first: -1', 'first: 100000']) expect({ args, refusal: await page(args) }).toEqual({ args, refusal: 'BAD_USER_INPUT' });
  });
});
