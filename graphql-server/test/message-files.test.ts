import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanUploads } from '../src/files/clean-uploads.job.ts';
import { PNG } from './support/files.ts';
import { aBusiness, aClient, aColleague, Person, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

interface Uploaded { id: string; name: string; contentType: string; size: number; error?: { code: string; message: string } }

const base = ({ side }: Person) => (side === 'admin' ? '/admin' : '');
const post = (person: Person, content: RequestInit['body'], name = 'plan.txt', headers: Record<string, string> = {}, purpose = 'message'): Promise<Response> =>
  person.fetch(`${base(person)}/files?purpose=${purpose}&name=${encodeURIComponent(name)}`, { method: 'POST', body: content, headers });
const upload = async (...args: Parameters<typeof post>): Promise<Uploaded> => (await (await post(...args)).json()) as Uploaded;
const refusalOf = async (response: Response) => [response.status, ((await response.json()) as Uploaded).error?.code];

interface Attached { id: string; name: string; contentType: string | null; size: number | null; url: string | null }
const OPEN = `mutation ($input: OpenTicketInput!) { openTicket(input: $input) { id messages { id attachments { id name contentType size url } } } }`;
const REPLY = `mutation ($input: ReplyToTicketInput!) { replyToTicket(input: $input) { id messages { id attachments { id name contentType size url } } } }`;
interface Thread { id: string; messages: { id: string; attachments: Attached[] }[] }

const open = async (person: Person, fileIds: string[]): Promise<Thread> =>
  (await person.get<{ openTicket: Thread }>(OPEN, { input: { subject: 'A plan', message: 'Here it is.', fileIds } })).openTicket;
const reply = async (person: Person, ticketId: string, fileIds: string[], more: Record<string, unknown> = {}): Promise<Thread> =>
  (await person.get<{ replyToTicket: Thread }>(REPLY, { input: { ticketId, message: 'And this.', fileIds, ...more } })).replyToTicket;
const statusFor = async (person: Person, { id }: Attached) => (await person.fetch(`${base(person)}/files/attachments/${id}`)).status;

describe('a file of a message', () => {
  test('is what its bytes say, under a safe name, and comes back whole to both sides', async () => {
    const file = await upload(acme.person, new Uint8Array(PNG), '../../Größe\u202Egnp.html', { 'content-type': 'text/html' });
    expect(file).toMatchObject({ id: expect.any(String), contentType: 'image/png', size: PNG.length });
    expect(file.name).not.toMatch(/[/\\\u202E]/);

    const ticket = await open(acme.person, [file.id]);
    const [attached] = ticket.messages[0]!.attachments;
    expect(attached).toEqual({ id: expect.any(String), name: file.name, contentType: 'image/png', size: PNG.length, url: `/files/attachments/${attached!.id}` });
    const response = await acme.person.fetch(attached!.url!);
    expect(Buffer.from(await response.arrayBuffer()).equals(PNG)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png', 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': expect.stringMatching(/^attachment; /),
    });
    expect(await statusFor(northwind.owner, attached!)).toBe(200);
    const again = await acme.person.fetch(attached!.url!, { headers: { 'if-none-match': response.headers.get('etag')! } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('is for its own client alone', async () => {
    const [beta, contoso] = [await aClient(portal, northwind, 'Beta'), await aBusiness(portal, 'Contoso')];
    const [attached] = (await open(acme.person, [(await upload(acme.person, 'secret')).id])).messages[0]!.attachments;
    expect(await statusFor(acme.person, attached!)).toBe(200);
    expect([await statusFor(beta.person, attached!), await statusFor(contoso.owner, attached!), await statusFor(new Person(portal, 'portal'), attached!)]).toEqual([404, 404, 401]);
  });

  test('of an internal note, or of an answer that is held back, is not there for the client', async () => {
    const careful = await aBusiness(portal, 'Careful', { undoSendSeconds: 60 });
    const hers = await aClient(portal, careful, 'Hers');
    const { id } = await open(hers.person, []);
    const inNote = (await reply(careful.owner, id, [(await upload(careful.owner, 'for us alone')).id], { isNote: true })).messages.at(-1)!.attachments[0]!;
    const inAnswer = (await reply(careful.owner, id, [(await upload(careful.owner, 'for them')).id])).messages.at(-1)!.attachments[0]!;
    expect([await statusFor(careful.owner, inNote), await statusFor(careful.owner, inAnswer)]).toEqual([200, 200]);
    expect([await statusFor(hers.person, inNote), await statusFor(hers.person, inAnswer)]).toEqual([404, 404]);

    await rows(portal, 'update ticket_message set held_until = null where ticket_id = $1', [id]);
    expect([await statusFor(hers.person, inNote), await statusFor(hers.person, inAnswer)]).toEqual([404, 200]);
  });

  test("is taken once, and by nobody but who it was uploaded for", async () => {
    const gamma = await aClient(portal, northwind, 'Gamma');
    const [own, theirs, teams] = [await upload(acme.person, 'mine'), await upload(gamma.person, 'theirs'), await upload(northwind.owner, "the team's")];
    const opening = (id: string) => acme.person.refusal(OPEN, { input: { subject: 'x', message: 'x', fileIds: [id] } });
    expect([await opening(own.id), await opening(own.id), await opening(theirs.id), await opening(teams.id), await opening('x')])
      .toEqual(['no error', 'BAD_USER_INPUT', 'BAD_USER_INPUT', 'BAD_USER_INPUT', 'BAD_USER_INPUT']);
  });
});

describe('an upload for a message is refused', () => {
  test('to who is not signed in or may not support, and from another site', async () => {
    const [billing, support] = [await aColleague(portal, northwind, 'Billing', 'BILLING'), await aColleague(portal, northwind, 'Support', 'SUPPORT')];
    expect(await refusalOf(await post(new Person(portal, 'portal'), 'x'))).toEqual([401, 'UNAUTHENTICATED']);
    expect(await refusalOf(await post(new Person(portal, 'admin'), 'x'))).toEqual([401, 'UNAUTHENTICATED']);
    expect(await refusalOf(await post(billing, 'x'))).toEqual([403, 'FORBIDDEN']);
    expect((await post(support, 'x')).status).toBe(201);
    expect(await refusalOf(await post(acme.person, 'x', 'a.txt', { origin: 'https://evil.example' }))).toEqual([403, 'FORBIDDEN']);
    expect(await refusalOf(await post(acme.person, 'x', 'a.txt', { 'sec-fetch-site': 'cross-site' }))).toEqual([403, 'FORBIDDEN']);
  });

  test('to a contact for anything else', async () => {
    for (const purpose of ['attachment', 'logo']) expect(await refusalOf(await post(acme.person, 'x', 'a.txt', {}, purpose))).toEqual([403, 'FORBIDDEN']);
    expect(await refusalOf(await post(acme.person, 'x', 'a.txt', {}, 'constructor'))).toEqual([400, 'BAD_USER_INPUT']);
  });

  test('that is empty, too large, or a program by its name or its bytes, and says why', async () => {
    expect(await refusalOf(await post(acme.person, ''))).toEqual([400, 'BAD_USER_INPUT']);
    expect(await refusalOf(await post(acme.person, new Uint8Array(20_000_001)))).toEqual([413, 'TOO_LARGE']);
    expect(await refusalOf(await post(acme.person, 'x', 'invoice.pdf.exe'))).toEqual([400, 'BAD_USER_INPUT']);
    const { error } = await upload(acme.person, Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 'holiday.png');
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringMatching(/\w+ \w+/) });
  });

  test('when one session has too many that were never sent, also when they come at once', async () => {
    const hoarder = await aClient(portal, northwind, 'Hoarder');
    const statuses = await Promise.all(Array.from({ length: 55 }, async () => (await post(hoarder.person, 'x')).status));
    expect([statuses.filter((status) => status === 201).length, statuses.filter((status) => status === 429).length]).toEqual([50, 5]);
    expect((await post(acme.person, 'x')).status).toBe(201);
    const { id } = await open(hoarder.person, await unsentOf(hoarder));
    expect(id).toBeTruthy();
    expect((await post(hoarder.person, 'x')).status).toBe(201);
  });

  test("when a business's contacts have too many, which keeps no team from uploading", async () => {
    const fabrikam = await aBusiness(portal, 'Fabrikam');
    const someone = await aClient(portal, fabrikam, 'Someone');
    expect((await post(someone.person, 'x')).status).toBe(201);
    await rows(
      portal,
      `insert into stored_file (id, business_id, created_at, client_id, purpose, key, content_type, size, sha256, session_id)
       select gen_random_uuid(), business_id, created_at, client_id, purpose, key, content_type, size, sha256, gen_random_uuid()
       from stored_file, generate_series(1, 999) where business_id = $1`,
      [fabrikam.business.id],
    );
    expect(await refusalOf(await post(someone.person, 'x'))).toEqual([429, 'RATE_LIMITED']);
    expect((await post(fabrikam.owner, 'x')).status).toBe(201);
  });

  const unsentOf = async ({ client }: Customer) =>
    (await rows<{ id: string }>(portal, 'select id from stored_file where client_id = $1 limit 10', [client.id])).map(({ id }) => id);
});

test('what was refused is not in the store, and what was never sent leaves it after a week', async () => {
  const [left, sent] = [await upload(acme.person, 'left'), await upload(acme.person, 'sent')];
  await open(acme.person, [sent.id]);
  const keyOf = async (id: string) => (await rows<{ key: string }>(portal, 'select key from stored_file where id = $1', [id]))[0]!.key;
  const [leftKey, sentKey] = [await keyOf(left.id), await keyOf(sent.id)];
  await rows(portal, `update stored_file set created_at = now() - interval '8 days' where id = any($1)`, [[left.id, sent.id]]);
  await cleanUploads(portal.app.services);
  expect(() => readFileSync(`${portal.config.filesDir}/${leftKey}`)).toThrow('ENOENT');
  expect(readFileSync(`${portal.config.filesDir}/${sentKey}`, 'utf8')).toBe('sent');
});
