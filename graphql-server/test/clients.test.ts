import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSentInvoice } from './support/invoices.ts';
import { aBusiness, aClient, aLink, type Customer, type Firm, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
});
afterAll(() => portal.close());

const FACTS = 'id name externalId phone address country taxId currency locale internalNotes isArchived contacts { id name email }';
const CREATE = `mutation ($input: ClientInput!, $contact: ContactInput) { createClient(input: $input, contact: $contact) { ${FACTS} } }`;
const UPDATE = `mutation ($id: ID!, $input: ClientInput!) { updateClient(id: $id, input: $input) { ${FACTS} } }`;
const ARCHIVE = 'mutation ($id: ID!) { archiveClient(id: $id) { isArchived } }';
const RESTORE = 'mutation ($id: ID!) { restoreClient(id: $id) { isArchived } }';
const ADD_CONTACT = 'mutation ($id: ID!, $input: ContactInput!) { addContact(clientId: $id, input: $input) { id name email } }';
const UPDATE_CONTACT = 'mutation ($id: ID!, $input: ContactInput!) { updateContact(id: $id, input: $input) { name email } }';
const ARCHIVE_CONTACT = 'mutation ($id: ID!) { archiveContact(id: $id) }';

const acme = {
  name: 'Acme', externalId: 'A-1', phone: '+49 40 1234', address: ['Hafenstraße 1', '20457 Hamburg'], country: 'DE', taxId: 'DE999', currency: 'USD',
  locale: 'de-DE', internalNotes: 'Pays late.',
};

interface Facts { id: string; contacts: { id: string; name: string; email: string }[] }
const create = async (input: object, contact?: object) => (await northwind.owner.get<{ createClient: Facts }>(CREATE, { input, contact })).createClient;

interface Timeline { totalCount: number; pageInfo: { endCursor: string; hasNextPage: boolean }; edges: { node: { kind: string; summary: string; teamMemberName: string | null } }[] }
async function timelineOf(id: string, page: { first?: number; after?: string; text?: string } = {}): Promise<Timeline> {
  const { client } = await northwind.owner.get<{ client: { timeline: Timeline } }>(
    `query ($id: ID!, $first: Int! = 50, $after: String, $text: String) { client(id: $id) { timeline(first: $first, after: $after, text: $text) {
      totalCount pageInfo { endCursor hasNextPage } edges { node { kind summary teamMemberName } } } } }`, { id, ...page },
  );
  return client.timeline;
}
const kindsOf = async (id: string) => (await timelineOf(id)).edges.map(({ node }) => node.kind);

describe('a client', () => {
  test('is added with its first contact, and changed', async () => {
    const { id, ...facts } = await create(acme, { name: 'Ada', email: 'Ada@Acme.Example' });
    expect(facts).toEqual({ ...acme, isArchived: false, contacts: [{ id: expect.any(String), name: 'Ada', email: 'ada@acme.example' }] });

    const { updateClient } = await northwind.owner.get<{ updateClient: Facts }>(UPDATE, { id, input: { name: 'Acme & Sons', phone: '', country: null } });
    expect(updateClient).toEqual({ ...facts, id, name: 'Acme & Sons', phone: null, country: null });
    expect((await timelineOf(id)).edges.map(({ node }) => node)).toEqual([
      { kind: 'client.changed', summary: 'Changed: name, country, telephone', teamMemberName: 'Northwind owner' },
      { kind: 'contact.added', summary: 'Ada (ada@acme.example) was added as a contact', teamMemberName: 'Northwind owner' },
      { kind: 'client.created', summary: 'Acme was added', teamMemberName: 'Northwind owner' },
    ]);
  });

  test('that is saved as it was leaves no trace', async () => {
    const { id } = await create({ ...acme, externalId: 'A-2' });
    await northwind.owner.get(UPDATE, { id, input: { ...acme, externalId: 'A-2' } });
    expect(await kindsOf(id)).toEqual(['client.created']);
  });

  test.each<[string, object]>([
    ['name', { name: ' ' }],
    ['externalId', { externalId: 'taken' }],
    ['externalId', { externalId: 'x'.repeat(101) }],
    ['address', { address: Array.from({ length: 11 }, () => 'x') }],
    ['country', { country: 'Atlantis' }],
    ['currency', { currency: 'EURO' }],
    ['locale', { locale: '!' }],
    ['internalNotes', { internalNotes: 'x'.repeat(10_001) }],
  ])('is refused for its %s', async (field, wrong) => {
    await northwind.owner.ask(CREATE, { input: { name: 'First', externalId: 'taken' } });
    const { errors } = await northwind.owner.ask(CREATE, { input: { name: 'Wrong', ...wrong } });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field });
  });

  test('shows its contacts nothing that is for the team', async () => {
    const customer = await aClient(portal, northwind, 'Curious');
    await northwind.owner.get(UPDATE, { id: customer.client.id, input: { name: 'Curious', internalNotes: 'Not for them.' } });
    expect(await customer.person.get('{ viewer { client { name internalNotes } } }')).toEqual({ viewer: { client: { name: 'Curious', internalNotes: null } } });
    expect(await customer.person.refusal('{ viewer { client { timeline { totalCount } } } }')).toBe('FORBIDDEN');
  });
});

describe('archived', () => {
  test('is a client whose people are out at once: links, sessions and open sockets', async () => {
    const customer = await aClient(portal, northwind, 'Leaver');
    const link = await aLink(portal, customer.contact);
    const { cut } = await watching(customer.person);
    expect(await northwind.owner.get(ARCHIVE, { id: customer.client.id })).toEqual({ archiveClient: { isArchived: true } });

    expect(await cut).toBe(4403);
    await expectIsOut(customer, link);
    expect(await listed({ text: 'Leaver' })).toEqual([]);
    expect(await listed({ text: 'Leaver', isArchived: true })).toEqual(['Leaver']);
  });

  test('and restored: old links stay dead, a fresh one works', async () => {
    const customer = await aClient(portal, northwind, 'Returner');
    const link = await aLink(portal, customer.contact);
    await northwind.owner.get(ARCHIVE, { id: customer.client.id });
    expect(await northwind.owner.get(RESTORE, { id: customer.client.id })).toEqual({ restoreClient: { isArchived: false } });
    await expectIsOut(customer, link);
    await customer.person.open(await aLink(portal, customer.contact));
    expect(await customer.person.refusal('{ invoices { totalCount } }')).toBe('no error');
    expect(await kindsOf(customer.client.id)).toEqual(['contact.signed-in', 'client.restored', 'client.archived', 'contact.signed-in']);
  });

  test('is one contact, and the others stay', async () => {
    const customer = await aClient(portal, northwind, 'Partly');
    const { addContact } = await northwind.owner.get<{ addContact: { id: string } }>(ADD_CONTACT, { id: customer.client.id, input: { name: 'Second', email: 'second@partly.example' } });
    const link = await aLink(portal, customer.contact);
    const { cut } = await watching(customer.person);
    await northwind.owner.get(ARCHIVE_CONTACT, { id: customer.contact.id });
    expect(await cut).toBe(4403);
    await expectIsOut(customer, link);
    const { client } = await northwind.owner.get<{ client: Facts }>(`query ($id: ID!) { client(id: $id) { ${FACTS} } }`, { id: customer.client.id });
    expect(client.contacts.map(({ id }) => id)).toEqual([addContact.id]);
  });

  /** `cut` is the code with which the socket closes. */
  async function watching(person: Person): Promise<{ cut: Promise<unknown> }> {
    const cut = person.watch('subscription { invoiceUpdated { id } }').next().then(() => 'went on', (error: { code?: number }) => error.code);
    // Answered on the same socket, so the subscription is in place.
    await person.watch('{ viewer { name } }').next();
    return { cut };
  }

  async function expectIsOut({ person }: Customer, link: string): Promise<void> {
    expect(await person.refusal('{ invoices { totalCount } }')).toBe('UNAUTHENTICATED');
    const entered = await fetch(link, { method: 'POST', redirect: 'manual' });
    expect(entered.headers.get('set-cookie')).toBeNull();
  }
});

describe('a contact', () => {
  test('is at a client once, in whatever case, and may be at another too', async () => {
    const [one, other] = [await create({ name: 'One' }), await create({ name: 'Other' })];
    const add = (id: string, email: string) => northwind.owner.ask(ADD_CONTACT, { id, input: { name: 'Ada', email } });
    expect((await add(one.id, 'ada@both.example')).errors).toBeUndefined();
    expect((await add(one.id, 'ADA@both.example')).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'email' });
    expect((await add(one.id, 'ada@')).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'email' });
    expect((await add(other.id, 'ada@both.example')).errors).toBeUndefined();
    const both = await Promise.all([add(one.id, 'eve@both.example'), add(one.id, 'eve@both.example')]);
    expect(both.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual(expect.arrayContaining([undefined, 'BAD_USER_INPUT']));
  });

  test('comes back when it is added again after it was archived', async () => {
    const { id, contacts } = await create({ name: 'Fickle' }, { name: 'Ada', email: 'ada@fickle.example' });
    await northwind.owner.get(ARCHIVE_CONTACT, { id: contacts[0]?.id });
    const { addContact } = await northwind.owner.get<{ addContact: unknown }>(ADD_CONTACT, { id, input: { name: 'Ada L.', email: 'Ada@fickle.example' } });
    expect(addContact).toEqual({ ...contacts[0], name: 'Ada L.' });
  });

  test('with another address is somebody to sign in afresh; with another name it stays in', async () => {
    const customer = await aClient(portal, northwind, 'Mover');
    const change = (name: string, email: string) => northwind.owner.get(UPDATE_CONTACT, { id: customer.contact.id, input: { name, email } });
    await change('Renamed', customer.contact.email);
    expect(await customer.person.refusal('{ invoices { totalCount } }')).toBe('no error');
    expect(await change('Renamed', 'else@mover.example')).toEqual({ updateContact: { name: 'Renamed', email: 'else@mover.example' } });
    expect(await customer.person.refusal('{ invoices { totalCount } }')).toBe('UNAUTHENTICATED');
  });
});

describe('the timeline', () => {
  test('has pages without gap or repetition, also where many things were at one instant', async () => {
    const { id } = await create({ name: 'Busy' });
    await rows(portal, `insert into client_event (id, business_id, created_at, client_id, kind, summary)
      select gen_random_uuid(), $1, timestamptz '2026-01-01 10:00:00.123456Z' + (n / 10) * interval '7 microseconds', $2, 'invoice.sent', 'Event ' || n
      from generate_series(1, 45) n`, [northwind.business.id, id]);
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await timelineOf(id, { first: 7, after });
      expect(page.totalCount).toBe(46);
      seen.push(...page.edges.map(({ node }) => node.summary));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    }
    expect(seen[0]).toBe('Busy was added');
    expect(new Set(seen).size).toBe(46);
    expect(seen).toHaveLength(46);
  });

  test('is searched by what was done and by whom', async () => {
    const customer = await aClient(portal, northwind, 'Searched');
    const { number } = await aSentInvoice(northwind, customer);
    await northwind.owner.get(UPDATE, { id: customer.client.id, input: { name: 'Searched', phone: '1' } });
    const summaries = async (text: string) => (await timelineOf(customer.client.id, { text })).edges.map(({ node }) => node.kind);
    expect(await summaries(number)).toContain('invoice.sent');
    expect(await summaries('NORTHWIND OWNER')).toContain('client.changed');
    expect(await summaries('%')).toEqual([]);
  });
});

test('the list has pages of those that are not archived, by name', async () => {
  const firm = await aBusiness(portal, 'Lists');
  for (const name of ['Zeta', 'alpha', 'Beta']) await aClient(portal, firm, name);
  const LIST = 'query ($after: String) { clients(first: 2, after: $after) { totalCount pageInfo { endCursor } edges { node { name } } } }';
  const page = async (after?: string) => (await firm.owner.get<{ clients: { totalCount: number; pageInfo: { endCursor: string }; edges: { node: { name: string } }[] } }>(LIST, { after })).clients;
  const first = await page();
  expect(first.edges.map(({ node }) => node.name)).toEqual(['alpha', 'Beta']);
  expect((await page(first.pageInfo.endCursor)).edges.map(({ node }) => node.name)).toEqual(['Zeta']);
  expect(first.totalCount).toBe(3);
});

async function listed(filter: object): Promise<string[]> {
  const { clients } = await northwind.owner.get<{ clients: { edges: { node: { name: string } }[] } }>(
    'query ($filter: ClientFilter) { clients(filter: $filter) { edges { node { name } } } }', { filter },
  );
  return clients.edges.map(({ node }) => node.name);
}
