import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../src/cli.ts';
import { aSentInvoice } from './support/invoices.ts';
import { jobsDone } from './support/jobs.ts';
import { aBusiness, aClient, aLink, aTeamLink, Person, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { everythingStored, rowCounts, rows } from './support/rows.ts';
import { TeamMember } from '../src/businesses/team-member.entity.ts';
import { emFor } from '../src/tenancy.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

const press = (link: string, form?: Record<string, string>) =>
  fetch(link, { method: 'POST', redirect: 'manual', ...(form && { body: new URLSearchParams(form) }) });

const NOBODYS = 'A'.repeat(43);
const WHAT_A_VISIT_LEAVES = ['session', 'client_event', 'magic_link', 'team_sign_in_link', 'dispatch'];

describe('a link that is only looked at', () => {
  test('creates nothing, however often', async () => {
    const links = [await aLink(portal, acme.contact), await aTeamLink(portal, await ownerOf(northwind))];
    const before = await rowCounts(portal, WHAT_A_VISIT_LEAVES);
    for (const link of links) {
      for (let visit = 0; visit < 20; visit += 1) {
        const response = await fetch(link, { method: visit % 2 ? 'HEAD' : 'GET' });
        expect(response.status).toBe(200);
        expect(response.headers.get('set-cookie')).toBeNull();
      }
    }
    expect(await rowCounts(portal, WHAT_A_VISIT_LEAVES)).toEqual(before);
    for (const link of links) expect((await press(link)).status).toBe(303);
  });

  test('looks the same whatever it is worth', async () => {
    const bodies = await Promise.all(
      [await aLink(portal, acme.contact), `${portal.url}/l/${NOBODYS}`, `${portal.url}/l/short`].map(async (link) => {
        const response = await fetch(link);
        return `${response.status} ${withoutNonce(await response.text())}`;
      }),
    );
    expect(new Set(bodies).size).toBe(1);
  });

  test('tells neither a cache nor the next site, and runs only our script', async () => {
    const { headers } = await fetch(await aLink(portal, acme.contact));
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; .*script-src 'nonce-[^']+'.*frame-ancestors 'none'/);
  });
});

const withoutNonce = (page: string) => page.replaceAll(/nonce="[^"]*"/g, '');

describe("a client's link", () => {
  test('works again and again, each time in a session of its own', async () => {
    const link = await aLink(portal, acme.contact, '/invoices');
    const sessions = new Set<string>();
    for (let visit = 0; visit < 3; visit += 1) {
      const response = await press(link);
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toBe('/invoices');
      sessions.add(response.headers.get('set-cookie')!);
    }
    expect(sessions.size).toBe(3);
  });

  test('is not ended by a newer mail', async () => {
    const older = await aLink(portal, acme.contact);
    await press(await aLink(portal, acme.contact));
    expect((await press(older)).status).toBe(303);
  });

  test('sets a cookie that no script reads and no other site sends', async () => {
    const cookie = (await press(await aLink(portal, acme.contact))).headers.get('set-cookie')!;
    expect(cookie).toMatch(/^portal_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
  });

  test('notes the sign-in on the timeline', async () => {
    const { client, contact } = await aClient(portal, northwind, 'Noted');
    await press(await aLink(portal, contact));
    const { client: record } = await northwind.owner.get<{ client: { timeline: { edges: { node: { kind: string } }[] } } }>('query ($id: ID!) { client(id: $id) { timeline { edges { node { kind } } } } }', { id: client.id });
    expect(record.timeline.edges.map(({ node }) => node.kind)).toEqual(['contact.signed-in', 'contact.signed-in']);
  });

  test.each(['//evil.example', 'https://evil.example/', '/\\evil.example', '\\\\evil.example', 'javascript:alert(1)', '/a\r\nset-cookie: x=y'])(
    'leads to no other origin, even with the target %j', async (target) => {
      const link = await aLink(portal, acme.contact, target);
      const response = await press(link);
      expect(response.status).toBe(303);
      const location = new URL(response.headers.get('location')!, link);
      expect(location.origin).toBe(new URL(portal.url).origin);
    },
  );
});

describe('a link that does not work', () => {
  test('answers alike, whether it is expired, revoked, unknown, changed, or of somebody who was archived', async () => {
    const gone = await aClient(portal, northwind, 'Gone');
    const [expired, revoked, changed, archived] = await Promise.all([acme.contact, acme.contact, acme.contact, gone.contact].map((contact) => aLink(portal, contact)));
    await rows(portal, `update magic_link set expires_at = now() - interval '1 second' where token_hash = $1`, [hashOf(expired!)]);
    await rows(portal, 'update magic_link set revoked_at = now() where token_hash = $1', [hashOf(revoked!)]);
    await rows(portal, 'update contact set archived_at = now() where id = $1', [gone.contact.id]);
    const before = await rowCounts(portal, WHAT_A_VISIT_LEAVES);

    const dead = [expired!, revoked!, archived!, `${portal.url}/l/${NOBODYS}`, changed!.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), `${changed!}A`, `${portal.url}/l/x`];
    const answers = await Promise.all(
      dead.map(async (link) => {
        const response = await press(link);
        expect(response.headers.get('set-cookie')).toBeNull();
        return `${response.status} ${withoutNonce(await response.text())}`;
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^410 .*E-mail me a fresh link/s);
    expect(await rowCounts(portal, WHAT_A_VISIT_LEAVES)).toEqual(before);
  });

  test('cannot be found by a part of the token or by its hash', async () => {
    const link = await aLink(portal, acme.contact);
    const token = tokenIn(link);
    for (const guess of [token.toLowerCase(), token.slice(0, 42), hashOf(link).toString('hex'), hashOf(link).toString('base64url')]) {
      expect((await press(`${portal.url}/l/${guess}`)).status).toBe(410);
    }
  });

  test("opens no dashboard with a client's token, and no portal with a team member's", async () => {
    const [client, team] = [await aLink(portal, acme.contact), await aTeamLink(portal, await ownerOf(northwind))];
    expect((await press(client.replace('/l/', '/admin/l/'))).status).toBe(410);
    expect((await press(team.replace('/admin/l/', '/l/'))).status).toBe(410);
  });
});

describe('a fresh link', () => {
  const mailsTo = (address: string) => portal.postmark.messages().filter(({ To }) => To.includes(address));

  test('goes to the address on file, with the same page for a link that never was', async () => {
    const { contact } = await aClient(portal, northwind, 'Forgetful');
    const link = await aLink(portal, contact);
    await rows(portal, `update magic_link set expires_at = now() - interval '1 day' where token_hash = $1`, [hashOf(link)]);
    const mails = portal.postmark.messages().length;
    const answers = await Promise.all([link, `${portal.url}/l/${NOBODYS}`].map(async (address) => {
      const response = await press(address, { fresh: '1', email: 'evil@evil.example' });
      return `${response.status} ${withoutNonce(await response.text())}`;
    }));
    expect(answers[0]).toBe(answers[1]);
    expect(answers[0]).toMatch(/^200 .*Check your mail/s);

    const mail = await portal.postmark.waitFor(({ To }) => To.includes(contact.email));
    await jobsDone(portal);
    expect(portal.postmark.messages().length).toBe(mails + 1);
    const visitor = new Person(portal, 'portal');
    expect((await visitor.open(linkIn(mail))).status).toBe(303);
    expect(await visitor.get('{ viewer { email } }')).toEqual({ viewer: { email: contact.email } });
  });

  test('is mailed at most three times an hour, also when ten ask at once', async () => {
    const { contact } = await aClient(portal, northwind, 'Impatient');
    const link = await aLink(portal, contact);
    const answers = await Promise.all(Array.from({ length: 10 }, () => press(link, { fresh: '1' })));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    await jobsDone(portal);
    expect(mailsTo(contact.email)).toHaveLength(3);
    await rows(portal, `update dispatch set created_at = created_at - interval '1 hour' where contact_id = $1`, [contact.id]);
    await press(link, { fresh: '1' });
    await jobsDone(portal);
    expect(mailsTo(contact.email)).toHaveLength(4);
  });

  test('never reaches somebody who was archived', async () => {
    const { contact } = await aClient(portal, northwind, 'Former');
    const link = await aLink(portal, contact);
    await rows(portal, 'update contact set archived_at = now() where id = $1', [contact.id]);
    expect((await press(link, { fresh: '1' })).status).toBe(200);
    await jobsDone(portal);
    expect(mailsTo(contact.email)).toEqual([]);
  });

  const REQUEST = 'mutation ($email: String!) { requestSignInLink(email: $email) }';

  test('asked for by address is promised to everybody and mailed to who is known', async () => {
    const { contact } = await aClient(portal, northwind, 'Asking');
    const visitor = new Person(portal, 'portal');
    const known = await visitor.ask(REQUEST, { email: contact.email.toUpperCase() });
    expect(await visitor.ask(REQUEST, { email: 'nobody@nowhere.example' })).toEqual(known);
    expect(known).toEqual({ data: { requestSignInLink: true } });
    await jobsDone(portal);
    expect(mailsTo(contact.email)).toHaveLength(1);
    expect(mailsTo('nobody@nowhere.example')).toEqual([]);
    expect(await visitor.refusal(REQUEST, { email: 'not an address' })).toBe('BAD_USER_INPUT');
  });

  test('is for the side that asks: a client gets none into the dashboard', async () => {
    const { contact } = await aClient(portal, northwind, 'Curious');
    await new Person(portal, 'admin').get(REQUEST, { email: contact.email });
    await new Person(portal, 'portal').get(REQUEST, { email: 'owner@northwind.example' });
    await jobsDone(portal);
    expect(mailsTo(contact.email)).toEqual([]);
    expect(mailsTo('owner@northwind.example')).toEqual([]);
  });

  test('into the dashboard is mailed at most three times an hour, also when ten ask at once', async () => {
    const { business } = await aBusiness(portal, 'Contoso');
    await rows(portal, 'delete from team_sign_in_link where business_id = $1', [business.id]);
    await Promise.all(Array.from({ length: 10 }, () => new Person(portal, 'admin').get(REQUEST, { email: 'owner@contoso.example' })));
    await jobsDone(portal);
    const mails = mailsTo('owner@contoso.example');
    expect(mails).toHaveLength(3);
    const owner = new Person(portal, 'admin');
    expect((await owner.open(linkIn(mails[0]!))).headers.get('location')).toBe('/admin');
    expect(await owner.get('{ viewer { role business { name } } }')).toEqual({ viewer: { role: 'OWNER', business: { name: 'Contoso' } } });
  });

  test('can be asked for by a crowd', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => new Person(portal, 'portal').ask(REQUEST, { email: `crowd-${index}@nowhere.example` })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"data":{"requestSignInLink":true}}']));
  });
});

describe("a team member's link", () => {
  test('works once', async () => {
    const link = await aTeamLink(portal, await ownerOf(northwind));
    const answers = await Promise.all(Array.from({ length: 5 }, () => press(link)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 410, 410, 410, 410]);
    expect((await press(link)).status).toBe(410);
  });

  test('works for 15 minutes', async () => {
    const link = await aTeamLink(portal, await ownerOf(northwind));
    const [{ minutes } = {}] = await rows<{ minutes?: number }>(
      portal, 'select extract(epoch from expires_at - created_at)::int / 60 as minutes from team_sign_in_link where token_hash = $1', [hashOf(link)],
    );
    expect(minutes).toBe(15);
    await rows(portal, `update team_sign_in_link set expires_at = now() - interval '1 second' where token_hash = $1`, [hashOf(link)]);
    expect((await press(link)).status).toBe(410);
  });

  test('is printed by the command line, for members alone', async () => {
    const printed: string[] = [];
    const env = { DATABASE_URL: portal.config.databaseUrl, PORTAL_URL: portal.url, ADMIN_URL: portal.config.adminUrl };
    expect(await runCli(['sign-in-link', 'Owner@Northwind.example'], env, (line) => printed.push(line))).toBe(0);
    expect((await press(/http\S+/.exec(printed.join())![0])).status).toBe(303);
    expect(await runCli(['sign-in-link', 'nobody@nowhere.example'], env, () => {})).toBe(1);
    expect(await runCli(['client-link', acme.contact.email], env, (line) => printed.push(line))).toBe(0);
    expect((await press(/http\S+/.exec(printed.at(-1)!)![0])).status).toBe(303);
  });
});

describe('a session', () => {
  const asksIn = ({ cookie }: Person) => {
    const person = new Person(portal, 'portal');
    person.cookie = cookie;
    return person.refusal('{ invoices { totalCount } }');
  };
  const sessionOf = ({ contact }: Customer, change: string) => rows(portal, `update session set ${change} where contact_id = $1`, [contact.id]);

  test('ends after 14 days without a visit, and slides with each', async () => {
    const idle = await aClient(portal, northwind, 'Idle');
    await sessionOf(idle, `last_seen_at = now() - interval '13 days 23 hours'`);
    expect(await asksIn(idle.person)).toBe('no error');
    const [{ fresh } = {}] = await rows<{ fresh?: boolean }>(portal, `select last_seen_at > now() - interval '1 minute' as fresh from session where contact_id = $1`, [idle.contact.id]);
    expect(fresh).toBe(true);
    await sessionOf(idle, `last_seen_at = now() - interval '14 days 1 second'`);
    expect(await asksIn(idle.person)).toBe('UNAUTHENTICATED');
  });

  test('ends after 90 days, however busy', async () => {
    const busy = await aClient(portal, northwind, 'Busy');
    const [{ days } = {}] = await rows<{ days?: number }>(portal, 'select extract(epoch from expires_at - created_at)::int / 86400 as days from session where contact_id = $1', [busy.contact.id]);
    expect(days).toBeGreaterThanOrEqual(89);
    await sessionOf(busy, `expires_at = now() - interval '1 second'`);
    expect(await asksIn(busy.person)).toBe('UNAUTHENTICATED');
  });

  test.each(['contact', 'client'] as const)('ends at once when its %s is archived', async (what) => {
    const customer = await aClient(portal, northwind, `Archived ${what}`);
    expect(await asksIn(customer.person)).toBe('no error');
    await rows(portal, `update ${what} set archived_at = now() where id = $1`, [customer[what].id]);
    expect(await asksIn(customer.person)).toBe('UNAUTHENTICATED');
    expect((await customer.person.fetch('/files/invoices.zip')).status).toBe(401);
  });

  test('of a changed cookie is nobody', async () => {
    const forged = new Person(portal, 'portal');
    forged.cookie = acme.person.cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect(await asksIn(forged)).toBe('UNAUTHENTICATED');
  });
});

test('no token is stored, queued or logged; their hashes are', async () => {
  const secretive = await aClient(portal, northwind, 'Secretive');
  const { contact, person } = secretive;
  await aSentInvoice(northwind, secretive);
  const mail = await portal.postmark.waitFor(({ To }) => To.includes(contact.email));
  await press(linkIn(mail), { fresh: '1' });
  await jobsDone(portal);
  const fresh = portal.postmark.messages().filter(({ To }) => To.includes(contact.email)).at(-1)!;
  await press(linkIn(fresh));
  const teamLink = await aTeamLink(portal, await ownerOf(northwind));
  const entered = await press(teamLink);

  const stored = await everythingStored(portal);
  const log = portal.logged.join('\n');
  const tokens = [linkIn(mail), linkIn(fresh), teamLink].map(tokenIn);
  tokens.push(person.cookie.split('=')[1]!, /session=([^;]+)/.exec(entered.headers.get('set-cookie')!)![1]!);
  for (const token of tokens) {
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(Buffer.from(token).toString('hex'));
    expect(log).not.toContain(token);
    expect(stored).toContain(createHash('sha256').update(token).digest('hex'));
  }
});

const tokenIn = (link: string) => link.split('/').at(-1)!;
const hashOf = (link: string) => createHash('sha256').update(tokenIn(link)).digest();
const linkIn = (mail: { links: { href: string }[] }) => mail.links.map(({ href }) => href).find((href) => href.includes('/l/'))!;

const ownerOf = ({ business }: Firm) =>
  emFor(portal.app.services.orm, { kind: 'system' }).findOneOrFail(TeamMember, { businessId: business.id, role: 'OWNER' });
