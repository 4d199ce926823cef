import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MailHeader } from '../dev/postmark/sent-message.ts';
import { runCli } from '../src/cli.ts';
import { PNG } from './support/files.ts';
import { jobsDone } from './support/jobs.ts';
import { aClientAt, anotherContact } from './support/mail.ts';
import { aBusiness, aClient, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rowCounts, rows } from './support/rows.ts';
import * as mails from './support/ticket-mail.ts';
import { aLetter, answer, asPayload, bodiesOf, inboundAddressOf, openedBy, threadOf, type Payload } from './support/ticket-mail.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

const anAnsweredTicket = (customer = acme) => mails.anAnsweredTicket(portal, northwind, customer);
const delivered = (payload: Payload) => mails.delivered(portal, payload);
const decided = (payload: Payload) => mails.decided(portal, payload);
const bodies = (id: string) => bodiesOf(northwind.owner, id);
const close = (id: string) => northwind.owner.get('mutation ($id: ID!) { closeTicket(id: $id) { id } }', { id });
const daysPass = (id: string, days: number) => rows(portal, `update ticket set closed_at = closed_at - make_interval(days => $2) where id = $1`, [id, days]);
const accept = async (email: { id: string }, clientId: string | null = null) => {
  await northwind.owner.get('mutation ($id: ID!, $clientId: ID) { acceptInboundEmail(id: $id, clientId: $clientId) { id } }', { id: email.id, clientId });
  await jobsDone(portal);
};
const headers = (payload: Payload, named: Record<string, string>): Payload => ({
  ...payload, Headers: [...(payload['Headers'] as MailHeader[]).filter(({ Name }) => !(Name in named)), ...Object.entries(named).map(([Name, Value]) => ({ Name, Value }))].filter(({ Value }) => Value !== ''),
});
/** Neither token nor references. */
const untraced = (payload: Payload) => headers({ ...payload, To: 'x@y.example', ToFull: [], OriginalRecipient: '', MailboxHash: '' }, { References: '', 'In-Reply-To': '' });

const messageIdOf = (payload: Payload) => (payload['Headers'] as MailHeader[]).find(({ Name }) => Name === 'Message-ID')!.Value.slice(1, -1);

const TABLES = ['ticket', 'ticket_message', 'ticket_participant', 'dispatch', 'inbound_email'];

describe("Postmark's webhook for mail", () => {
  const post = (body: string | Uint8Array<ArrayBuffer>, authorization?: string | null) => {
    const { webhookUser, webhookPassword } = portal.config.mail;
    const basic = authorization === undefined ? `Basic ${Buffer.from(`${webhookUser}:${webhookPassword}`).toString('base64')}` : authorization;
    return fetch(`${portal.url}/webhooks/postmark/inbound`, { method: 'POST', headers: { 'content-type': 'application/json', ...(basic && { authorization: basic }) }, body });
  };

  test('is answered with 401 whatever else than the password is sent', async () => {
    const before = await rowCounts(portal, TABLES);
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const { webhookUser, webhookPassword } = portal.config.mail;
    for (const authorization of [null, '', 'Basic', 'Basic ', 'Basic \u00ff', basic(webhookUser), basic(`${webhookUser}:`), basic(`${webhookUser}:${webhookPassword}x`), basic(`${webhookUser.toUpperCase()}:${webhookPassword}`), basic('x'.repeat(6_000)), `Bearer ${webhookPassword}`, `Digest username="${webhookUser}"`]) {
      expect({ authorization, status: (await post('{"MessageID":"x"}', authorization)).status }).toEqual({ authorization, status: 401 });
    }
    expect(await rowCounts(portal, TABLES)).toEqual(before);
  });

  test.each<[string, string]>([
    ['a MessageID without end', JSON.stringify({ MessageID: 'x'.repeat(1_000_000), From: acme?.contact.email, TextBody: 'x' })],
    ['NUL and half a surrogate pair in names and values', '{"MessageID":"nul\\u0000\\ud800","a\\u0000b":"\\u0000","\\udfff":"C:\\\\u0000dir \\ud83d\\ude00","TextBody":"\\u0000a\\ud800b"}'],
    ['numbers that are none', '{"MessageID":1e400,"Attachments":[{"ContentLength":1e999999}]}'],
    ['null everywhere', '{"MessageID":"nulls","FromFull":null,"From":null,"To":null,"ToFull":null,"CcFull":[null],"Headers":[null,{"Name":null,"Value":null}],"Attachments":[null],"Subject":null,"TextBody":null,"HtmlBody":null,"Date":null}'],
    ['other types everywhere', '{"MessageID":"types","FromFull":"x","From":{},"To":[],"ToFull":{"Email":1},"CcFull":"x","Headers":{"a":1},"Attachments":{"0":{}},"Subject":[1],"TextBody":{"a":1},"HtmlBody":false,"Date":{},"MailboxHash":7}'],
    ['a header of a megabyte', JSON.stringify({ MessageID: 'headers', Headers: [{ Name: 'References', Value: `<a@b> `.repeat(200_000) }, { Name: 'X'.repeat(1_000_000), Value: 'x' }] })],
    ['10,000 headers and recipients', JSON.stringify({ MessageID: 'many', Headers: Array.from({ length: 10_000 }, (_, index) => ({ Name: `X-${index}`, Value: 'x' })), ToFull: Array.from({ length: 10_000 }, (_, index) => ({ Email: `a${index}@x.example` })) })],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from('{"MessageID":"latin","TextBody":"'), Buffer.from([0xe4, 0xf6, 0xff]), Buffer.from('"}')]).toString('latin1')],
  ])('takes %s, and decides', async (_what, body) => {
    const before = await rowCounts(portal, ['inbound_email']);
    expect((await post(Buffer.from(body, body.includes('latin') ? 'latin1' : 'utf8'))).status).toBe(200);
    await jobsDone(portal);
    expect((await rowCounts(portal, ['inbound_email']))['inbound_email']).toBe(before['inbound_email']! + 1);
    expect(await rows(portal, `select provider_message_id from inbound_email where outcome = 'RECEIVED' or reason is null and outcome <> 'ACCEPTED'`)).toEqual([]);
  });

  test('refuses what is nested without end, and what is too large, and goes on', async () => {
    expect((await post(`{"MessageID":"deep","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).status).toBe(400);
    expect((await post(`{"a":"${'x'.repeat(60_000_001)}"}`).catch(() => ({ status: 413 }))).status).toBe(413);
    expect((await post('{"MessageID":"after"}')).status).toBe(200);
  });

  test('keeps the payload as it came', async () => {
    const payload = { ...aLetter('somebody@else.example', 'x@y.example'), Extra: { kept: [1, 'ü', null] } };
    const { id } = await delivered(payload);
    expect(await rows(portal, 'select payload from inbound_email where id = $1', [id])).toEqual([{ payload }]);
  });
});

describe('a mail', () => {
  test('of 35 MB is taken whole', async () => {
    const { id, mail } = await anAnsweredTicket();
    const files = [17_000_000, 18_000_000].map((size, index) => ({ Name: `plan ${index}.bin`, ContentType: 'application/octet-stream', Content: Buffer.alloc(size, index + 1).toString('base64') }));
    const before = process.memoryUsage().rss;
    const payload = { ...asPayload(mail, { text: 'The plans.' }), Attachments: files };
    const email = await delivered(payload);
    expect(email).toMatchObject({ outcome: 'ACCEPTED', ticket_id: id });
    expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(800);
    const stored = await rows(portal, `select a.name, f.size::int as size from attachment a join stored_file f on f.id = a.file_id where a.ticket_message_id = $1 order by a.name`, [email.ticket_message_id]);
    expect(stored).toEqual([{ name: 'plan 0.bin', size: 17_000_000 }, { name: 'plan 1.bin', size: 18_000_000 }]);
  }, 60_000);

  test('names each file that was not kept, and why', async () => {
    const { mail } = await anAnsweredTicket();
    const Attachments = [
      { Name: 'ok.png', ContentType: 'image/png', Content: PNG.toString('base64') },
      { Name: 'virus.exe', ContentType: 'image/png', Content: Buffer.from('MZ\x90\0').toString('base64') },
      { Name: 'broken.pdf', ContentType: 'application/pdf', Content: '§§ no base64 §§' },
      { Name: 'huge.bin', ContentType: 'application/octet-stream', Content: Buffer.alloc(20_000_001).toString('base64') },
      { Name: '=?utf-8?B?U3RyYcOfZQ==?=.txt', ContentType: 'text/plain', Content: 'eA==' },
      { Name: '../../etc/passwd', ContentType: 'text/plain', Content: 'eA==' },
      { ContentType: 'message/rfc822', Content: 'U3ViamVjdDogeA0KDQp5' },
      null, 7, {},
    ];
    const email = await delivered({ ...asPayload(mail), Attachments });
    expect(email.outcome).toBe('ACCEPTED');
    const kept = await rows<{ name: string; why: string | null }>(portal, 'select name, omitted_because as why from attachment where ticket_message_id = $1 order by id', [email.ticket_message_id]);
    expect(kept.map(({ name, why }) => [name, why !== null])).toEqual([
      ['ok.png', false], ['virus.exe', true], ['broken.pdf', true], ['huge.bin', true], ['Straße.txt', false], [expect.not.stringMatching(/[/\\]/), false], ['message.eml', false], ['attachment', true],
    ]);
  });

  test('of 1,000 files names them all', async () => {
    const { mail } = await anAnsweredTicket();
    const Attachments = Array.from({ length: 1_000 }, (_, index) => ({ Name: `${index}.txt`, ContentType: 'text/plain', Content: 'eA==' }));
    const email = await delivered({ ...asPayload(mail), Attachments });
    expect(await rows(portal, `select count(*)::int as count, count(file_id)::int as kept from attachment where ticket_message_id = $1`, [email.ticket_message_id])).toEqual([{ count: 1_000, kept: 50 }]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a subject with a hidden NUL', { Subject: '=?utf-8?q?a=00b?=' }],
    ['a calendar entry with NUL', { TextBody: '', Attachments: [{ Name: 'x.ics', ContentType: 'text/calendar', Content: Buffer.from('BEGIN:VEVENT\nSUMMARY:a\0b\nEND:VEVENT').toString('base64') }] }],
    ['a name in a charset that nobody knows', { FromFull: { Email: 'PAY@ACME.EXAMPLE', Name: '=?x-klingon?B?QUJD?=' } }],
    ['a sender in nested encoded words', { FromFull: null, From: '=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?= <pay@acme.example>' }],
    ['HTML alone, with numbers that are no characters', { TextBody: '', HtmlBody: '<p>a&#0;b&#xD800;c&#x110000;d</p>' }],
    ['text of half characters', { TextBody: '\ud800'.repeat(60_000) }],
    ['a subject of a million characters', { Subject: '🎉'.repeat(500_000) }],
    ['nothing to read', { TextBody: '', HtmlBody: '', Subject: '' }],
    ['a name in copy that would be cut within a character', { CcFull: [{ Email: 'pal@x.example', Name: `${'a'.repeat(199)}😀` }] }],
    ['a Message-ID of any length', { Headers: [{ Name: 'Message-ID', Value: `<${'ü'.repeat(490)}@x>` }] }],
  ])('with %s is in its thread', async (_what, oddity) => {
    const { id, mail } = await anAnsweredTicket();
    expect(await delivered({ ...asPayload(mail), ...oddity })).toMatchObject({ outcome: 'ACCEPTED', ticket_id: id });
    expect(await bodies(id)).toHaveLength(3);
    // And the next mail out names it, or leaves it out.
    await answer(northwind.owner, id, `Next ${id}`);
    await portal.postmark.waitFor(({ TextBody }) => TextBody.includes(`Next ${id}`));
  });

  test('is one message though it is delivered 20 times at once', async () => {
    const { id, mail } = await anAnsweredTicket();
    const payload = asPayload(mail, { text: 'Only once.' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => portal.postmark.postInbound(payload)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await decided(payload);
    await delivered(payload);
    expect(await bodies(id)).toEqual(['What is this?', expect.stringContaining('It is that'), 'Only once.']);
  });

  test.each<[string, Record<string, unknown>]>([
    ['other words', { TextBody: 'Other words.' }],
    ['another file', { Attachments: [{ Name: 'a.txt', ContentType: 'text/plain', Content: 'eA==' }] }],
  ])('under a MessageID that was used before, with %s, is another', async (_what, change) => {
    const { id, mail } = await anAnsweredTicket();
    const payload = asPayload(mail);
    await delivered(payload);
    await delivered({ ...payload, ...change });
    expect(await bodies(id)).toHaveLength(4);
  });

  test('that came to two addresses of ours is one message; the same words written again are two', async () => {
    const { id, mail } = await anAnsweredTicket();
    const payload = asPayload(mail, { text: 'To both.' });
    await delivered(payload);
    expect(await delivered({ ...payload, MessageID: randomUUID(), MailboxHash: northwind.business.inboundToken })).toMatchObject({ outcome: 'IGNORED', reason: expect.stringContaining('already'), ticket_id: id });
    expect(await delivered(asPayload(mail, { text: 'To both.' }))).toMatchObject({ outcome: 'ACCEPTED' });
    expect((await bodies(id)).filter((body) => body === 'To both.')).toHaveLength(2);
  });
});

describe('its ticket', () => {
  const places: [string, (reply: string) => Record<string, unknown>][] = [
    ['To', (reply) => ({ To: `Support <${reply}>` })],
    ['Cc', (reply) => ({ Cc: `"A, B" <b@x.example>, ${reply}` })],
    ['Bcc', (reply) => ({ BccFull: [{ Email: reply, Name: '' }] })],
    ['the original recipient', (reply) => ({ OriginalRecipient: reply })],
    ['the mailbox hash', (reply) => ({ MailboxHash: /\+(\w+)@/.exec(reply)![1] })],
    ['capitals', (reply) => ({ ToFull: [{ Email: reply.toUpperCase(), Name: '' }] })],
    ['a header alone', (reply) => ({ Headers: [{ Name: 'X-Forwarded-To', Value: reply }] })],
    ['an address that was rewritten on the way', (reply) => ({ OriginalRecipient: `SRS0=x1=TT=x.example=${reply.replace('@', '@')}` })],
  ];
  test.each(places)('is known by the token in %s', async (_place, where) => {
    const { id, mail } = await anAnsweredTicket();
    expect(await delivered({ ...untraced(asPayload(mail)), ...where(mail.ReplyTo) })).toMatchObject({ outcome: 'ACCEPTED', ticket_id: id });
  });

  test.each<[string, (id: string) => Record<string, string>]>([
    ['In-Reply-To', (id) => ({ 'In-Reply-To': `<${id}>` })],
    ['References', (id) => ({ References: `<first@x.example> <${id}> <last@x.example>` })],
    ['a reference broken over two lines', (id) => ({ References: `<first@x.example>\r\n <${id.slice(0, 20)}\r\n\t${id.slice(20)}>` })],
    ['a reference in capitals', (id) => ({ References: `<${id.toUpperCase()}>` })],
    ['a reference without brackets', (id) => ({ 'In-Reply-To': id })],
  ])('is known by %s', async (_what, named) => {
    const { id, mail } = await anAnsweredTicket();
    expect(await delivered(headers(untraced(asPayload(mail)), named(mail.internetMessageId.slice(1, -1))))).toMatchObject({ outcome: 'ACCEPTED', ticket_id: id });
  });

  test('is never known by its subject, nor by an id that somebody else made', async () => {
    // Without a second business there is but one whose mail it can be.
    await aBusiness(portal, 'Tailspin');
    const { id, mail } = await anAnsweredTicket();
    await delivered(headers(asPayload(mail), { 'Message-ID': '<theirs@mail.example.com>' }));
    const before = await bodies(id);
    expect(await delivered(untraced(asPayload(mail)))).toMatchObject({ outcome: 'QUARANTINED', ticket_id: null });
    expect(await delivered(headers(untraced(asPayload(mail)), { 'In-Reply-To': '<theirs@mail.example.com>' }))).toMatchObject({ outcome: 'QUARANTINED', ticket_id: null });
    expect(await bodies(id)).toEqual(before);
  });

  test('is the one whose address it was delivered to, where it names two', async () => {
    const [one, other] = [await anAnsweredTicket(), await anAnsweredTicket()];
    const to = { ...untraced(asPayload(one.mail)), To: `${one.mail.ReplyTo}, ${other.mail.ReplyTo}` };
    for (const { id, mail } of [one, other]) expect(await delivered({ ...to, MessageID: randomUUID(), OriginalRecipient: mail.ReplyTo })).toMatchObject({ outcome: 'ACCEPTED', ticket_id: id });
  });

  test('is of the business whose address it was delivered to, where it names two, and opens one ticket however often it comes', async () => {
    const southwind = await aBusiness(portal, 'Southwind');
    const theirs = await aClientAt(portal, southwind, acme.contact.email);
    const [north, south] = [inboundAddressOf(portal, northwind), inboundAddressOf(portal, southwind)];
    const letter = aLetter(acme.contact.email, `${north}, ${south}`);
    const copies = await Promise.all(
      [north, south, north, south, north].map((OriginalRecipient) => portal.postmark.postInbound({ ...letter, MessageID: randomUUID(), OriginalRecipient })),
    );
    expect(copies).toEqual(copies.map(() => ({ status: 200 })));
    await jobsDone(portal);
    const found = await rows<{ business_id: string; client_id: string }>(portal, `select m.business_id, m.client_id from ticket_message m where m.message_id = $1 order by m.business_id`, [messageIdOf(letter)]);
    expect(found.toSorted((a, b) => a.business_id.localeCompare(b.business_id))).toEqual(
      [{ business_id: northwind.business.id, client_id: acme.client.id }, { business_id: southwind.business.id, client_id: theirs.client.id }].toSorted((a, b) => a.business_id.localeCompare(b.business_id)),
    );
  });

  test('keeps of a very long quote and a very long page what a thread can show', async () => {
    const { id, mail } = await anAnsweredTicket();
    const quote = Array.from({ length: 60_000 }, (_, line) => `> line ${line}`).join('\n');
    await delivered({ ...asPayload(mail), TextBody: `Short.\n\n${quote}`, HtmlBody: `<p>${'word '.repeat(300_000)}</p>` });
    const { messages } = await threadOf(northwind.owner, id);
    expect(messages.at(-1)!.body).toBe('Short.');
    expect(messages.at(-1)!.foldedText).toHaveLength(200_000);
    expect(await rows(portal, 'select html from ticket_message where id = $1', [messages.at(-1)!.id])).toEqual([{ html: null }]);
  });

  test('is the one that it was merged into, and that one into', async () => {
    const [one, two, three] = [await anAnsweredTicket(), await anAnsweredTicket(), await anAnsweredTicket()];
    const merge = (from: string, into: string) => northwind.owner.get('mutation ($from: ID!, $into: ID!) { mergeTickets(fromId: $from, intoId: $into) { id } }', { from, into });
    await merge(one!.id, two!.id);
    await merge(two!.id, three!.id);
    expect(await delivered(asPayload(one!.mail))).toMatchObject({ outcome: 'ACCEPTED', ticket_id: three!.id });
  });
});

describe('a sender', () => {
  test('who was let in and then ignored at once is ignored: the later word counts', async () => {
    const { id, mail } = await anAnsweredTicket();
    const email = await delivered(asPayload(mail, { from: 'sudden@evil.example', text: 'Let me in.' }));
    const before = await bodies(id);
    // No worker may be quicker than the second word.
    await rows(portal, `create function tomorrow() returns trigger language plpgsql as $$ begin new.run_at = now() + interval '1 day'; return new; end $$`);
    await rows(portal, 'create trigger held before insert on graphile_worker._private_jobs for each row execute function tomorrow()');
    await northwind.owner.get('mutation ($id: ID!) { acceptInboundEmail(id: $id) { id } ignoreInboundEmail(id: $id) { outcome } }', { id: email.id });
    await rows(portal, 'drop trigger held on graphile_worker._private_jobs');
    await rows(portal, 'update graphile_worker._private_jobs set run_at = now()');
    await jobsDone(portal);
    expect(await rows(portal, 'select outcome from inbound_email where id = $1', [email.id])).toEqual([{ outcome: 'IGNORED' }]);
    expect(await bodies(id)).toEqual(before);
  });

  test('whom nobody knows is set aside, let in by one click, and known from then on; the ticket stays with its client', async () => {
    const beta = await aClient(portal, northwind, `Beta ${randomUUID()}`);
    for (const from of ['stranger@evil.example', beta.contact.email]) {
      const { id, mail } = await anAnsweredTicket();
      const before = await bodies(id);
      const email = await delivered(asPayload(mail, { from, text: 'Let me in.' }));
      expect(email).toMatchObject({ outcome: 'QUARANTINED', reason: `${from} is not a contact of this client.`, ticket_id: id, client_id: acme.client.id });
      expect(await bodies(id)).toEqual(before);
      await accept(email);
      expect(await bodies(id)).toEqual([...before, 'Let me in.']);
      expect(await delivered(asPayload(mail, { from, text: 'Again.' }))).toMatchObject({ outcome: 'ACCEPTED', ticket_id: id });
      expect(await rows(portal, 'select client_id from ticket where id = $1', [id])).toEqual([{ client_id: acme.client.id }]);
      expect((await rows(portal, 'select distinct client_id from ticket_message where ticket_id = $1', [id]))).toEqual([{ client_id: acme.client.id }]);
    }
  });

  test('who was taken out of copy and is let in again is known again', async () => {
    const { id, mail } = await anAnsweredTicket();
    const from = 'twice@x.example';
    await accept(await delivered(asPayload(mail, { from })));
    await rows(portal, 'update ticket_participant set removed_at = now() where ticket_id = $1', [id]);
    const email = await delivered(asPayload(mail, { from }));
    expect(email.outcome).toBe('QUARANTINED');
    await accept(email);
    expect((await delivered(asPayload(mail, { from }))).outcome).toBe('ACCEPTED');
  });

  test('accepted twice at once is in the thread once', async () => {
    const { id, mail } = await anAnsweredTicket();
    const email = await delivered(asPayload(mail, { from: 'eager@x.example', text: 'Once.' }));
    // Whichever comes second may find it there already, and is told so.
    const accepted = await Promise.allSettled([accept(email), accept(email)]);
    expect(accepted.map(({ status }) => status)).toContain('fulfilled');
    expect((await bodies(id)).filter((body) => body === 'Once.')).toHaveLength(1);
  });

  test('who claims to be of the team is a stranger', async () => {
    const { mail } = await anAnsweredTicket();
    for (const from of ['owner@northwind.example', 'someone@northwind.example']) {
      expect(await delivered(asPayload(mail, { from: `Northwind owner <${from}>` }))).toMatchObject({ outcome: 'QUARANTINED' });
    }
  });

  test('who is archived, or whose client is, is a stranger', async () => {
    for (const [table, of] of [['contact', 'contact'], ['client', 'client']] as const) {
      const gone = await aClient(portal, northwind, `Gone ${table}`);
      const { id, mail } = await anAnsweredTicket(gone);
      await rows(portal, `update ${table} set archived_at = now() where id = $1`, [gone[of].id]);
      expect(await delivered(asPayload(mail))).toMatchObject({ outcome: 'QUARANTINED', ticket_id: id });
      expect(await delivered(aLetter(gone.contact.email, inboundAddressOf(portal, northwind)))).toMatchObject({ outcome: 'QUARANTINED', ticket_id: null });
    }
  });

  test('of an international domain is known in either spelling', async () => {
    const customer = await aClientAt(portal, northwind, 'ada@xn--bcher-kva.example');
    const { id, mail } = await anAnsweredTicket(customer);
    expect(await delivered(asPayload(mail, { from: 'Ada@Bücher.example' }))).toMatchObject({ outcome: 'ACCEPTED', ticket_id: id });
  });
});

describe("mail to the business's own address", () => {
  const letter = (from: string, more: Record<string, unknown> = {}, firm = northwind) => aLetter(from, inboundAddressOf(portal, firm), more);

  test('opens a ticket of the contact who wrote', async () => {
    const email = await delivered(letter(acme.contact.email, { Subject: 'Fwd: Re: [#12] The roof', TextBody: 'It leaks.\n\n-- \nAda' }));
    expect(email).toMatchObject({ outcome: 'ACCEPTED', client_id: acme.client.id });
    expect(await northwind.owner.get('query ($id: ID!) { ticket(id: $id) { subject status messages { body foldedText } } }', { id: email.ticket_id })).toEqual({
      ticket: { subject: 'The roof', status: 'AWAITING_TEAM', messages: [{ body: 'It leaks.', foldedText: expect.stringContaining('Ada') }] },
    });
  });

  test('from a stranger, or a contact of two clients, waits until somebody says whose it is', async () => {
    const stranger = await delivered(letter('nobody@x.example'));
    expect(stranger).toMatchObject({ outcome: 'QUARANTINED', reason: "nobody@x.example is nobody's contact.", client_id: null, business_id: northwind.business.id });
    expect(await northwind.owner.refusal('mutation ($id: ID!) { acceptInboundEmail(id: $id) { id } }', { id: stranger.id })).toBe('BAD_USER_INPUT');
    await accept(stranger, acme.client.id);
    expect(await decided({ MessageID: (await rows<{ provider_message_id: string }>(portal, 'select provider_message_id from inbound_email where id = $1', [stranger.id]))[0]!.provider_message_id })).toMatchObject({ outcome: 'ACCEPTED', client_id: acme.client.id });

    const other = await aClient(portal, northwind, 'Of both');
    await anotherContact(portal, other, 'both@x.example');
    await anotherContact(portal, acme, 'both@x.example');
    const both = await delivered(letter('both@x.example'));
    expect(both).toMatchObject({ outcome: 'QUARANTINED', reason: 'both@x.example is a contact of several clients.' });
    await accept(both, other.client.id);
    expect(await rows(portal, 'select t.client_id, t.contact_id is not null as known from inbound_email e join ticket t on t.id = e.ticket_id where e.id = $1', [both.id])).toEqual([{ client_id: other.client.id, known: true }]);
  });

  test('is of that business alone, and what names none is of nobody', async () => {
    const contoso = await aBusiness(portal, 'Contoso');
    const email = await delivered(letter(acme.contact.email, {}, contoso));
    expect(email).toMatchObject({ outcome: 'QUARANTINED', business_id: contoso.business.id, client_id: null });
    expect(await northwind.owner.refusal('mutation ($id: ID!) { acceptInboundEmail(id: $id) { id } }', { id: email.id })).toBe('NOT_FOUND');
    expect(await delivered(aLetter(acme.contact.email, 'x@y.example'))).toMatchObject({ outcome: 'QUARANTINED', business_id: null });
    const { id, mail } = await anAnsweredTicket();
    // The token decides, not who asks whom: the ticket stays in its own business.
    expect(await delivered({ ...asPayload(mail), Cc: inboundAddressOf(portal, contoso) })).toMatchObject({ ticket_id: id, business_id: northwind.business.id });
  });
});

describe('mail to a closed ticket', () => {
  test('reopens it within the set time', async () => {
    const { id, mail } = await anAnsweredTicket();
    await close(id);
    await daysPass(id, 29);
    expect(await delivered(asPayload(mail))).toMatchObject({ outcome: 'ACCEPTED', ticket_id: id });
    expect((await threadOf(northwind.owner, id)).status).toBe('AWAITING_TEAM');
  });

  test('opens a new one after it, linked to the old, and the next mail goes there', async () => {
    const { id, mail } = await anAnsweredTicket();
    await close(id);
    await daysPass(id, 31);
    const first = await delivered(asPayload(mail, { text: 'Once more.' }));
    expect(first).toMatchObject({ outcome: 'ACCEPTED', ticket_id: expect.not.stringMatching(id) });
    expect(await rows(portal, 'select continues_id, client_id from ticket where id = $1', [first.ticket_id])).toEqual([{ continues_id: id, client_id: acme.client.id }]);
    expect((await threadOf(northwind.owner, id)).status).toBe('CLOSED');
    expect(await delivered(asPayload(mail, { text: 'And more.' }))).toMatchObject({ outcome: 'ACCEPTED', ticket_id: first.ticket_id });
    expect(await bodies(first.ticket_id!)).toEqual(['Once more.', 'And more.']);
  });

  test('opens one new ticket for mails that come at once, and knows there who was let into the old', async () => {
    const { id, mail } = await anAnsweredTicket();
    const from = 'lawyer@x.example';
    await accept(await delivered(asPayload(mail, { from })));
    await close(id);
    await daysPass(id, 31);
    const letters = Array.from({ length: 4 }, (_, index) => asPayload(mail, { from, text: `Letter ${index}` }));
    await Promise.all(letters.map((letter) => portal.postmark.postInbound(letter)));
    const places = new Set<string | null>();
    for (const letter of letters) {
      const email = await decided(letter);
      expect(email.outcome).toBe('ACCEPTED');
      places.add(email.ticket_id);
    }
    expect(await rows(portal, 'select id from ticket where continues_id = $1', [id])).toEqual([...places].map((place) => ({ id: place })));
  });
});

describe('mail that no person wrote', () => {
  test.each<[string, Record<string, string>, Record<string, unknown>]>([
    ['Auto-Submitted', { 'Auto-Submitted': 'auto-replied (vacation); x=y' }, {}],
    ['a calendar', { 'Auto-Submitted': 'auto-generated' }, {}],
    ['Precedence', { Precedence: 'Bulk' }, {}],
    ['X-Auto-Response-Suppress', { 'X-Auto-Response-Suppress': 'All' }, {}],
    ['an old vacation program', { 'X-Autorespond': 'on holiday' }, {}],
    ['a list', { 'List-Id': 'Friends <f.lists.example>' }, {}],
    ['a newsletter', { 'List-Unsubscribe': '<https://x.example>' }, {}],
    ['a bounce', { 'Return-Path': '<>' }, {}],
    ['a report', { 'Content-Type': 'multipart/report; report-type=delivery-status' }, {}],
    ['MAILER-DAEMON', {}, { FromFull: { Email: 'MAILER-DAEMON@x.example' } }],
    ['our own sender', {}, { FromFull: 'OURS' }],
    ['itself', { 'Message-ID': '<0198b0c0-0000-7000-8000-000000000000@tickets.portal>' }, {}],
    ...[
      'Automatic reply: x', 'Out of Office AutoReply: x', 'Automatische Antwort: x', 'Abwesenheitsnotiz: x', 'Réponse automatique : x', 'Respuesta automática: x', 'Risposta automatica: x', 'Resposta automática: x',
      'Automatisch antwoord: x', 'Autosvar: x', 'Automatisk svar: x', 'Automatiskt svar: x', 'Automaattinen vastaus: x', 'Automatyczna odpowiedź: x', 'Automatická odpověď: x', 'Automatikus válasz: x', 'Răspuns automat: x', 'Automatski odgovor: x',
      'Αυτόματη απάντηση: x', 'Автоматический ответ: x', 'Автоответ: x', 'Автоматична відповідь: x', 'Otomatik yanıt: x', 'תשובה אוטומטית: x', 'رد تلقائي: x', '自動応答: x', '自动答复: x', '自動回覆：x', '자동 회신: x', 'Trả lời tự động: x', 'Balasan otomatis: x',
    ].map((Subject): [string, Record<string, string>, Record<string, unknown>] => [Subject, {}, { Subject }]),
  ])('is ignored, causes no mail and reopens nothing: %s', async (_what, named, more) => {
    const { id, mail } = await anAnsweredTicket();
    await close(id);
    const before = { bodies: await bodies(id), mails: portal.postmark.messages().length };
    expect(await delivered({ ...headers(asPayload(mail, { text: 'I am away.' }), named), ...more, ...(more['FromFull'] === 'OURS' && { FromFull: { Email: portal.config.mail.from } }) })).toMatchObject({ outcome: 'IGNORED', reason: expect.stringMatching(/./), ticket_id: id });
    expect({ bodies: await bodies(id), mails: portal.postmark.messages().length }).toEqual(before);
    expect((await threadOf(northwind.owner, id)).status).toBe('CLOSED');
  });

  test.each([{ 'Auto-Submitted': 'no' }, { 'Auto-Submitted': '' }, { Precedence: 'first-class' }, { 'Return-Path': '<ada@x.example>' }, { 'X-Auto-Response-Suppress': 'DR, RN' }] as Record<string, string>[])('is not what a person wrote with %j', async (named) => {
    const { mail } = await anAnsweredTicket();
    expect(await delivered(headers(asPayload(mail), named))).toMatchObject({ outcome: 'ACCEPTED' });
  });
});

describe('two machines that answer each other', () => {
  /** Answers each mail of ours at once, whatever it says. */
  function machine(address: string, named: MailHeader[]): { stop: () => void; answered: () => number } {
    const answered = new Set<string>();
    const look = async () => {
      for (const mail of portal.postmark.messages()) {
        if (!mail.To.includes(address) || answered.has(mail.MessageID)) continue;
        answered.add(mail.MessageID);
        await portal.postmark.replyAs(mail, { text: `I am not here (${answered.size}).`, headers: named });
      }
    };
    const timer = setInterval(() => void look(), 20);
    return { stop: () => clearInterval(timer), answered: () => answered.size };
  }

  test.each<[string, MailHeader[], number]>([['that say so', [{ Name: 'Auto-Submitted', Value: 'auto-replied' }], 0], ['that do not', [], 1]])('%s come to rest after one answer', async (what, named, messages) => {
    const customer = await aClientAt(portal, northwind, `machine${messages}@x.example`);
    const other = machine(customer.contact.email, named);
    const { id } = await anAnsweredTicket(customer);
    await expect.poll(other.answered, { timeout: 5_000 }).toBe(1);
    // Long enough for some more rounds.
    for (let round = 0; round < 5; round += 1) {
      await jobsDone(portal);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    other.stop();
    expect({ what, answered: other.answered(), mails: portal.postmark.messages().filter(({ To }) => To.includes(customer.contact.email)).length }).toEqual({ what, answered: 1, mails: 1 });
    expect(await bodies(id)).toHaveLength(2 + messages);
  });

  test('are cut off by the cap, which does not stop what people write on the web', async () => {
    const customer = await aClient(portal, northwind, 'Chatty');
    const { id, mail } = await anAnsweredTicket(customer);
    const outcomes: string[] = [];
    for (let index = 0; index < 25; index += 1) outcomes.push((await delivered(asPayload(mail, { text: `Beep ${index}` }))).outcome);
    expect(outcomes).toEqual([...Array<string>(20).fill('ACCEPTED'), ...Array<string>(5).fill('QUARANTINED')]);
    // Nor may it go on by opening new tickets, without end.
    await rows(portal, `insert into inbound_email (id, created_at, provider_message_id, body_sha256, payload, outcome, business_id, from_address)
      select gen_random_uuid(), now(), 'many' || n, '', '{}', 'ACCEPTED', $1, $2 from generate_series(1, 80) n`, [northwind.business.id, customer.contact.email]);
    expect(await delivered(aLetter(customer.contact.email, inboundAddressOf(portal, northwind)))).toMatchObject({ outcome: 'QUARANTINED', reason: expect.stringContaining('Too many') });
    await answer(customer.person, id, 'I write this myself.');
    await answer(northwind.owner, id, 'So do I.');
    expect((await bodies(id)).slice(-2)).toEqual(['I write this myself.', 'So do I.']);
    const busy = await aClient(portal, northwind, 'Busy');
    const ticket = await anAnsweredTicket(busy);
    for (let index = 0; index < 21; index += 1) await answer(busy.person, ticket.id, `On the web ${index}`);
    expect(await delivered(asPayload(ticket.mail))).toMatchObject({ outcome: 'ACCEPTED' });
  }, 30_000);
});

test('mail that is set aside moves the count of every dashboard that is open', async () => {
  const counts = northwind.owner.watch('subscription { ticketBadge { awaitingTeam } }');
  await counts.next();
  const quarantined = async () => (await northwind.owner.get<{ ticketCounts: { quarantined: number } }>('{ ticketCounts { quarantined } }')).ticketCounts.quarantined;
  const before = await quarantined();
  await portal.postmark.postInbound(aLetter('unknown@x.example', inboundAddressOf(portal, northwind)));
  await counts.next();
  expect(await quarantined()).toBe(before + 1);
});

describe('the commands for mail', () => {
  const command = async (...args: string[]) => {
    const lines: string[] = [];
    const code = await runCli(['mail', ...args], { DATABASE_URL: portal.config.databaseUrl }, (line) => lines.push(line));
    return { code, lines };
  };

  test('list what came, also of no business', async () => {
    const email = await delivered(aLetter('lost@x.example', 'x@y.example', { Subject: 'Lost and\nfound' }));
    const { code, lines } = await command('list', '--outcome', 'quarantined');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(new RegExp(`^${email.id}  \\S+Z  QUARANTINED  lost@x.example  Lost and found  It answers none`));
    expect((await command('list')).lines[0]).toBe(lines[0]);
    expect(lines.every((line) => line.includes('  QUARANTINED  '))).toBe(true);
    expect(await command('list', '--outcome', 'received')).toEqual({ code: 0, lines: ['There is none.'] });
  });

  test('replay has it decided by the contacts of now, once', async () => {
    const customer = await aClient(portal, northwind, 'Newcomer');
    const from = 'newcomer@x.example';
    const email = await delivered(aLetter(from, inboundAddressOf(portal, northwind)));
    expect(await command('replay', email.id)).toEqual({ code: 0, lines: [`QUARANTINED: ${from} is nobody's contact.`] });
    await anotherContact(portal, customer, from);
    expect(await command('replay', email.id)).toEqual({ code: 0, lines: ['ACCEPTED'] });
    expect(await command('replay', email.id)).toEqual({ code: 1, lines: ['This mail is in its thread already.'] });
    expect(await rows(portal, 'select count(*)::int as count from ticket_message where inbound_email_id = $1', [email.id])).toEqual([{ count: 1 }]);
  });

  test.each([[], ['list', 'all'], ['list', '--outcome'], ['list', '--outcome', 'LOST'], ['replay'], ['replay', 'x'], ['forget']])('say how they are used: %j', async (...args) => {
    expect(await command(...args.flat())).toEqual({ code: 1, lines: [expect.stringMatching(/^Usage: mail list/)] });
  });

  test('know no mail by another id', async () => {
    expect((await command('replay', randomUUID())).code).toBe(1);
  });
});

test('a ticket that the client opened on the web has the same address for good', async () => {
  const id = await openedBy(acme);
  const [ticket] = await rows<{ reply_token: string }>(portal, 'select reply_token from ticket where id = $1', [id]);
  expect(ticket!.reply_token).toMatch(/^[0-9a-f]{32}$/);
});
