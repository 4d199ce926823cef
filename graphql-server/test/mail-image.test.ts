import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Router } from '../src/http/router.ts';
import { cleanHtml } from '../src/mail/clean-html.ts';
import { routeMailImages } from '../src/mail/mail-image.download.ts';
import { PNG } from './support/files.ts';
import { aBusiness, aClient, Person, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;
let pictures: Server;
let door: Server;
const asked: string[] = [];

const listening = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
  pictures = createServer((req, res) => {
    asked.push(`${req.headers.host}${req.url} ${req.headers.cookie ?? ''}${req.headers.referer ?? ''}`);
    res.end(PNG);
  });
  const port = await listening(pictures);
  // The same door as the portal's, on an internet of its own.
  const router = new Router();
  routeMailImages(router, portal.app.services, { resolve: async () => ['93.184.216.34'], dial: () => connect(port, '127.0.0.1') });
  door = createServer((req, res) => void router.handle(req, res));
  await listening(door);
});
afterAll(async () => {
  door.close();
  pictures.close();
  await portal.close();
});

async function aMessage(markup: string, changes = ''): Promise<string> {
  const { openTicket } = await acme.person.get<{ openTicket: { id: string } }>('mutation { openTicket(input: { subject: "Pictures", message: "See the mail" }) { id } }');
  const [message] = await rows<{ id: string }>(
    portal, `update ticket_message set html = $2 ${changes} where ticket_id = $1 returning id`, [openTicket.id, cleanHtml(markup).html],
  );
  return message!.id;
}

const atDoor = ({ cookie }: Person, path: string) => fetch(`http://127.0.0.1:${(door.address() as AddressInfo).port}${path}`, { headers: { cookie, referer: 'https://portal.example/support' } });

test('a picture is shown to whoever may read the mail, and its server learns nothing of them', async () => {
  const id = await aMessage('<img src="http://one.example/1.png"><img src="http://two.example/2.png?x=1&amp;y=2">');
  for (const [person, base] of [[acme.person, ''], [northwind.owner, '/admin']] as const) {
    const response = await atDoor(person, `${base}/files/mail-image?message=${id}&n=1`);
    expect([response.status, asked.at(-1)]).toEqual([200, 'two.example/2.png?x=1&y=2 ']);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png', 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'private, max-age=86400',
    });
  }
});

test('nobody else has it, nor any other address', async () => {
  const id = await aMessage('<img src="http://one.example/1.png">');
  const [beta, contoso] = [await aClient(portal, northwind, 'Beta'), await aBusiness(portal, 'Contoso')];
  const before = asked.length;
  const status = async (person: Person, path: string) => (await atDoor(person, path)).status;
  expect(await status(beta.person, `/files/mail-image?message=${id}&n=0`)).toBe(404);
  expect(await status(contoso.owner, `/admin/files/mail-image?message=${id}&n=0`)).toBe(404);
  expect(await status(new Person(portal, 'portal'), `/files/mail-image?message=${id}&n=0`)).toBe(401);
  expect(await status(acme.person, `/admin/files/mail-image?message=${id}&n=0`)).toBe(401);
  for (const query of [`message=${id}&n=1`, `message=${id}&n=-1`, `message=${id}&n=x`, `message=${id}`, `message=${randomUUID()}&n=0`, `message='&n=0`, '']) {
    expect(await status(acme.person, `/files/mail-image?${query}`)).toBe(404);
  }
  expect(asked).toHaveLength(before);
});

test('a note and a message that is still held are for the team', async () => {
  for (const changes of [", kind = 'INTERNAL_NOTE'", ", held_until = now() + interval '1 minute'"]) {
    const id = await aMessage('<img src="http://one.example/1.png">', changes);
    expect((await atDoor(acme.person, `/files/mail-image?message=${id}&n=0`)).status).toBe(404);
    expect((await atDoor(northwind.owner, `/admin/files/mail-image?message=${id}&n=0`)).status).toBe(200);
  }
});

test('a picture within our own network is refused by the portal itself', async () => {
  const id = await aMessage(`<img src="http://127.0.0.1/1.png"><img src="http://169.254.169.254/latest">`);
  for (const n of [0, 1]) {
    const response = await acme.person.fetch(`/files/mail-image?message=${id}&n=${n}`);
    expect([response.status, await response.json()]).toEqual([502, { error: { code: 'NO_PICTURE', message: 'Its server is not on the public internet.' } }]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  }
});
