import { once } from 'node:events';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBusiness, aClient, type Customer, type Firm, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rowCounts, rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

const OPEN_TICKET = 'mutation { openTicket(input: { subject: "x", message: "x" }) { id } }';

/** What another site can make the client's browser send, cookie included. */
const post = (path: string, headers: Record<string, string>, body: string) =>
  fetch(`${portal.url}${path}`, { method: 'POST', redirect: 'manual', headers: { cookie: acme.person.cookie, ...headers }, body });

const asJson = JSON.stringify({ query: OPEN_TICKET });

describe("a request of another site's page changes nothing", () => {
  test.each([
    ['text/plain', asJson],
    ['application/x-www-form-urlencoded', new URLSearchParams({ query: OPEN_TICKET }).toString()],
    ['multipart/form-data; boundary=b', `--b\r\ncontent-disposition: form-data; name="operations"\r\n\r\n${asJson}\r\n--b--`],
  ])('as a form: %s', async (contentType, body) => {
    const before = await rowCounts(portal, ['ticket']);
    const response = await post('/graphql', { 'content-type': contentType }, body);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await rowCounts(portal, ['ticket'])).toEqual(before);
  });

  test.each([
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['an opaque Origin', { origin: 'null' }],
    ['cross-site metadata', { 'sec-fetch-site': 'cross-site' }],
    ['metadata of a neighbouring host', { 'sec-fetch-site': 'same-site' }],
  ])('with %s', async (_, headers) => {
    const before = await rowCounts(portal, ['ticket']);
    const response = await post('/graphql', { 'content-type': 'application/json', ...headers }, asJson);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(await rowCounts(portal, ['ticket'])).toEqual(before);
  });

  test('by GET', async () => {
    const before = await rowCounts(portal, ['ticket']);
    const url = `${portal.url}/graphql?query=${encodeURIComponent(OPEN_TICKET)}`;
    for (const headers of [{}, { 'apollo-require-preflight': 'yes' }]) {
      const response = await fetch(url, { headers: { cookie: acme.person.cookie, ...headers } });
      expect(response.status).toBeGreaterThanOrEqual(400);
    }
    expect(await rowCounts(portal, ['ticket'])).toEqual(before);
  });

  test('nor reads: no answer allows another origin', async () => {
    const response = await post('/graphql', { 'content-type': 'application/json' }, JSON.stringify({ query: '{ viewer { name } }' }));
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('nor signs the visitor in to an account of its choice', async () => {
    const before = await rowCounts(portal, ['session']);
    const response = await post(`/l/${'A'.repeat(43)}`, { origin: 'https://evil.example' }, '');
    expect(response.status).toBe(403);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(await rowCounts(portal, ['session'])).toEqual(before);
  });
});

test("the portal's own page may do the same", async () => {
  const own = { 'content-type': 'application/json', origin: new URL(portal.config.portalUrl).origin };
  const { data } = (await (await post('/graphql', own, asJson)).json()) as { data: { openTicket: { id: string } } };
  expect(data.openTicket.id).toBeTruthy();
  const response = await post('/graphql', { ...own, 'sec-fetch-site': 'same-origin' }, asJson);
  expect(response.status).toBe(200);
});

describe('a WebSocket', () => {
  const connect = (path: string, headers: Record<string, string>) =>
    new WebSocket(`${portal.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', { headers: { cookie: acme.person.cookie, ...headers } });

  test.each(['/graphql', '/admin/graphql'])('%s is refused to another origin', async (path) => {
    for (const origin of ['https://evil.example', 'null', portal.url.replace('localhost', 'localhost.evil.example')]) {
      const [error] = (await once(connect(path, { origin }), 'error')) as [Error];
      expect(error.message).toContain('403');
    }
  });

  test('is opened to our own page', async () => {
    const socket = connect('/graphql', { origin: new URL(portal.url).origin });
    await once(socket, 'open');
    socket.close();
  });

  test('elsewhere is refused', async () => {
    const [error] = (await once(connect('/elsewhere', {}), 'error')) as [Error];
    expect(error.message).toMatch(/hang up|ECONNRESET|404/);
  });

  test('ends when its person signs out, and only theirs does', async () => {
    const [leaving, staying] = await Promise.all([aClient(portal, northwind, 'Leaving'), aClient(portal, northwind, 'Staying')]);
    const [left, stayed] = await Promise.all([leaving.person, staying.person].map((person) => connected(person)));
    const closed = once(left!, 'close');
    expect(await leaving.person.get('mutation { signOut }')).toEqual({ signOut: true });
    const [code] = (await closed) as [number];
    expect(code).toBe(4403);
    expect(stayed!.readyState).toBe(WebSocket.OPEN);
    expect(await leaving.person.refusal('{ invoices { totalCount } }')).toBe('UNAUTHENTICATED');
    expect(await staying.person.refusal('{ invoices { totalCount } }')).toBe('no error');
    stayed!.close();
  });

  test('ends at sign-out also after the database connection broke, and who listened is told to begin again', async () => {
    const { person } = await aClient(portal, northwind, 'Patient');
    const socket = await connected(person);
    const watching = person.watch('subscription { ticketUpdated { id } }');
    const ended = watching.next();
    await person.watch('{ viewer { name } }').next();
    const [{ pid } = {}] = await rows<{ pid?: number }>(portal, `select pid from pg_stat_activity where application_name = 'portal live' and datname = current_database()`);
    await rows(portal, 'select pg_terminate_backend($1)', [pid]);
    expect((await ended).done).toBe(true);
    await expect
      .poll(() => rows(portal, `select 1 from pg_stat_activity where application_name = 'portal live' and query like 'listen%' and pid <> $1 and datname = current_database()`, [pid]), { timeout: 5_000 })
      .toHaveLength(1);

    const closed = once(socket, 'close');
    await person.get('mutation { signOut }');
    expect(((await closed) as [number])[0]).toBe(4403);
  });

  async function connected({ cookie }: Person): Promise<WebSocket> {
    const socket = connect('/graphql', { cookie });
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    return socket;
  }
});
