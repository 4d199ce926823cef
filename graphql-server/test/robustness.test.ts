import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { announce, openLiveBus } from '../src/live-bus.ts';
import { emFor } from '../src/tenancy.ts';
import { aBusiness, aClient, Person, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

describe('no request ends the process', () => {
  const upgrade = (path: string, origin: string) =>
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: ${origin}\r\n` +
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n';

  async function sending(text: string): Promise<Socket> {
    const socket = connect(portal.config.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  }

  test('an upgrade to a path that is none', async () => {
    const socket = await sending(upgrade('//', portal.url));
    await once(socket, 'close');
    expect((await fetch(`${portal.url}/healthz`)).status).toBe(200);
  });

  test('a path that is none', async () => {
    const socket = await sending('GET // HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 400/);
    expect((await fetch(`${portal.url}/healthz`)).status).toBe(200);
  });

  test('an upgrade from elsewhere that is reset before its answer', async () => {
    for (let again = 0; again < 20; again += 1) {
      const socket = await sending(upgrade('/graphql', 'https://evil.example'));
      socket.resetAndDestroy();
    }
    expect((await fetch(`${portal.url}/healthz`)).status).toBe(200);
  });
});

describe('what is too large is refused before it costs anything', () => {
  const visitor = () => new Person(portal, 'portal');

  test('a document of many tokens', async () => {
    const { errors } = await visitor().ask(`{ ${'viewer { name } '.repeat(1_000)} }`);
    expect(errors?.[0]?.message).toContain('2000 tokens');
  });

  test('many root fields under aliases, over HTTP and over a socket', async () => {
    const query = `{ ${Array.from({ length: 21 }, (_, index) => `a${index}: viewer { name }`).join(' ')} }`;
    expect((await visitor().ask(query)).errors?.[0]?.message).toContain('more than 20 things');
    expect(JSON.stringify(await acme.person.watchRefusal(query))).toContain('more than 20 things');
  });

  test('a body that nobody but the team may send', async () => {
    const body = JSON.stringify({ query: '{ viewer { name } }', variables: { csv: 'x'.repeat(300_000) } });
    const post = (person: Person) =>
      fetch(person.endpoint, { method: 'POST', headers: { 'content-type': 'application/json', cookie: person.cookie }, body }).then(({ status }) => status);
    expect(await post(visitor())).toBe(413);
    expect(await post(acme.person)).toBe(413);
    expect(await post(northwind.owner)).toBe(200);
  });

  test('a search for a book', async () => {
    const query = 'query ($text: String) { invoices(filter: { text: $text }) { totalCount } }';
    expect(await acme.person.refusal(query, { text: 'x'.repeat(201) })).toBe('BAD_USER_INPUT');
  });

  test('a search for what no text contains, also among downloads', async () => {
    expect((await acme.person.fetch('/files/invoices.zip?text=%00')).status).toBe(400);
  });
});

test('text with half a character is refused wherever it is, over HTTP and over a socket', async () => {
  const half = 'a\ud800b';
  const answered = async ({ owner }: Firm, query: string, variables: object) => {
    const response = await owner.fetch('/admin/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
    return { status: response.status, ...((await response.json()) as object) };
  };
  const refused = { message: 'The text has half a character, which cannot be kept.', extensions: { code: 'BAD_USER_INPUT' } };
  const draft = 'mutation ($input: CreateInvoiceInput!) { createInvoice(input: $input) { id } }';
  const input = { clientId: acme.client.id, currency: 'EUR', lines: [{ description: 'Design', unitPrice: 1 }] };
  const settings = 'mutation ($input: UpdateBusinessInput!) { updateBusiness(input: $input) { name } }';
  const search = 'query ($text: String) { invoices(filter: { text: $text }) { totalCount } }';
  for (const [query, variables] of [
    [draft, { input: { ...input, lines: [{ ...input.lines[0], description: half }] } }],
    [settings, { input: { address: [half] } }],
    [search, { text: half }],
  ] as const) {
    expect(await answered(northwind, query, variables)).toEqual({ status: 400, errors: [refused] });
    expect(await northwind.owner.watchRefusal(query, variables)).toEqual([refused]);
  }
  const whole = { input: { ...input, lines: [{ ...input.lines[0], description: 'Design \u{1f389}' }] } };
  expect(await northwind.owner.get(draft, whole)).toEqual({ createInvoice: { id: expect.any(String) } });
  expect(await northwind.owner.watch(draft, whole).next()).toMatchObject({ value: { createInvoice: { id: expect.any(String) } } });
});

test('the live bus comes back after the database was away, with one connection', async () => {
  const { port, hostname } = new URL(portal.config.databaseUrl);
  const through = new Set<Socket>();
  let tries = 0;
  let isAway = false;
  const proxy = createServer((from) => {
    tries += 1;
    from.on('error', () => undefined);
    if (isAway) return from.destroy();
    const to = connect(Number(port), hostname);
    to.on('error', () => from.destroy());
    through.add(from);
    from.once('close', () => through.delete(from));
    return from.pipe(to).pipe(from);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const viaProxy = new URL(portal.config.databaseUrl);
  viaProxy.port = String((proxy.address() as AddressInfo).port);

  const bus = await openLiveBus(viaProxy.href, () => undefined);
  const before = bus.subscribe(() => true);
  isAway = true;
  for (const socket of through) socket.destroy();
  expect((await before.next()).done).toBe(true);
  await expect.poll(() => tries, { timeout: 10_000 }).toBeGreaterThanOrEqual(4);
  isAway = false;
  await expect.poll(() => through.size, { timeout: 15_000 }).toBe(1);
  expect(tries).toBeLessThan(8);

  const after = bus.subscribe(() => true);
  const event = { topic: 'invoice', businessId: northwind.business.id, clientId: acme.client.id, id: acme.client.id } as const;
  // The connection listens a moment after it stands.
  const heard = after.next();
  const telling = setInterval(() => void announce(emFor(portal.app.services.orm, { kind: 'system' }), event), 100);
  expect((await heard).value).toEqual(event);
  clearInterval(telling);
  await bus.close();
  proxy.close();
});

test('a job whose worker was killed is given to another', async () => {
  const em = portal.app.services.orm.em.fork();
  await em.execute(`select graphile_worker.add_job('send-sign-in-link', '{"side":"portal","email":"${acme.contact.email}"}'::json, run_at => now() + interval '1 hour', job_key => 'stuck')`);
  await em.execute(`update graphile_worker._private_jobs set locked_at = now() - interval '4 minutes', locked_by = 'killed', run_at = now() where key = 'stuck'`);
  await em.execute(`select graphile_worker.add_job('release-stuck-jobs', '{}'::json)`);
  const mail = await portal.postmark.waitFor((message) => message.To.includes(acme.contact.email));
  expect(mail.Subject).toContain('Northwind');
});
