import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { header, type MailHeader, type SentMessage } from '../dev/postmark/sent-message.ts';
import { jobsDone } from './support/jobs.ts';
import { aBusiness, aClient, type Customer, type Firm } from './support/people.ts';
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

interface Shown { status: string; messages: { body: string; channel: string; authorKind: string; foldedText: string | null }[] }
const shown = async (id: string) =>
  (await northwind.owner.get<{ ticket: Shown }>('query ($id: ID!) { ticket(id: $id) { status messages { body channel authorKind foldedText } } }', { id })).ticket;

async function aTicket(subject = 'A question'): Promise<string> {
  const { openTicket } = await acme.person.get<{ openTicket: { id: string } }>('mutation ($subject: String!) { openTicket(input: { subject: $subject, message: "What is this?" }) { id } }', { subject });
  return openTicket.id;
}

/** A ticket that the team has answered, and the mail that carried the answer. */
async function anAnsweredTicket(): Promise<{ id: string; mail: SentMessage }> {
  const id = await aTicket();
  const words = `It is that (${randomUUID()}).`;
  await northwind.owner.get('mutation ($id: ID!, $message: String!) { replyToTicket(input: { ticketId: $id, message: $message }) { id } }', { id, message: words });
  return { id, mail: await portal.postmark.waitFor(({ TextBody }) => TextBody.includes(words)) };
}

const outcomeOf = async ({ MessageID }: { MessageID: string }) => {
  await jobsDone(portal);
  const [row] = await rows<{ outcome: string; reason: string | null; ticket_id: string | null }>(
    portal, 'select outcome, reason, ticket_id from inbound_email where provider_message_id = $1', [MessageID],
  );
  return row;
};

const withoutToken = (text: string) => text.replaceAll(/\+[0-9a-f]{32}@/g, '@');

describe('the mail of an answer', () => {
  test('keeps our Message-ID, names what it answers, and can be replied to at an address nobody guesses', async () => {
    const { id, mail } = await anAnsweredTicket();
    const [first, second] = await rows<{ message_id: string }>(portal, 'select message_id from ticket_message where ticket_id = $1 order by created_at', [id]);
    expect(mail.internetMessageId).toBe(`<${second!.message_id}>`);
    expect(header(mail, 'X-PM-KeepID')).toBe('true');
    expect(header(mail, 'In-Reply-To')).toBe(`<${first!.message_id}>`);
    expect(header(mail, 'References')).toBe(`<${first!.message_id}>`);
    expect(mail.ReplyTo).toMatch(/^tickets\+[0-9a-f]{32}@inbound\.portal\.example$/);
    expect(mail.Subject).toMatch(/^Re: \[#\d+\] A question$/);
  });

  test('keeps the whole thread in its references', async () => {
    const { id, mail } = await anAnsweredTicket();
    await portal.postmark.replyAs(mail, { text: 'And then?' });
    await jobsDone(portal);
    await northwind.owner.get('mutation ($id: ID!) { replyToTicket(input: { ticketId: $id, message: "Then that is all." }) { id } }', { id });
    const next = await portal.postmark.waitFor(({ TextBody, Subject }) => TextBody.includes('Then that is all.') && Subject === mail.Subject);
    const ids = await rows<{ message_id: string }>(portal, 'select message_id from ticket_message where ticket_id = $1 order by created_at', [id]);
    expect(header(next, 'References')).toBe(ids.slice(0, 3).map(({ message_id }) => `<${message_id}>`).join(' '));
    expect(header(next, 'In-Reply-To')).toBe(`<${ids[2]!.message_id}>`);
    expect(next.ReplyTo).toBe(mail.ReplyTo);
  });
});

describe("the client's answer by mail", () => {
  test('joins the thread without what it quotes, and awaits the team', async () => {
    const { id, mail } = await anAnsweredTicket();
    const { payload } = await portal.postmark.replyAs(mail, { text: 'Thank you.\n\nAda' });
    expect(await outcomeOf(payload)).toEqual({ outcome: 'ACCEPTED', reason: null, ticket_id: id });
    const ticket = await shown(id);
    expect(ticket.status).toBe('AWAITING_TEAM');
    expect(ticket.messages.at(-1)).toMatchObject({ body: expect.stringMatching(/^Thank you\./), channel: 'EMAIL', authorKind: 'CONTACT', foldedText: expect.stringContaining('It is that') });
    expect(ticket.messages.at(-1)!.body).not.toContain('It is that');
  });

  test('is one message though it is delivered 20 times at once, and once more later', async () => {
    const { id, mail } = await anAnsweredTicket();
    const { payload } = await portal.postmark.replyAs(mail, { text: 'Only once, please.' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => portal.postmark.postInbound(payload)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await jobsDone(portal);
    await portal.postmark.postInbound(payload);
    await jobsDone(portal);
    expect((await shown(id)).messages.filter(({ body }) => body.includes('Only once'))).toHaveLength(1);
  });

  test('under a Message-ID that was used before is kept when its words are others', async () => {
    const { id, mail } = await anAnsweredTicket();
    const { payload } = await portal.postmark.replyAs(mail, { text: 'The first words.' });
    await portal.postmark.postInbound({ ...payload, TextBody: 'Other words.', StrippedTextReply: 'Other words.' });
    await jobsDone(portal);
    expect((await shown(id)).messages.slice(2).map(({ body }) => body)).toEqual(['The first words.', 'Other words.']);
  });

  test.each([
    ['in Cc', (reply: string) => ({ To: 'billing@northwind.example', ToFull: [], Cc: `Support <${reply}>`, CcFull: [], OriginalRecipient: '', MailboxHash: '' })],
    ['as the original recipient alone', (reply: string) => ({ To: 'x@y.example', ToFull: [], OriginalRecipient: reply, MailboxHash: '' })],
    ['as the mailbox hash alone', (reply: string) => ({ To: 'x@y.example', ToFull: [], OriginalRecipient: '', MailboxHash: /\+(\w+)@/.exec(reply)![1] })],
    ['in capitals', (reply: string) => ({ To: reply.toUpperCase(), ToFull: [], OriginalRecipient: '', MailboxHash: '' })],
  ])('is known by the token %s', async (_, where) => {
    const { id, mail } = await anAnsweredTicket();
    const payload = { ...(await replyWithoutReferences(mail)), ...where(mail.ReplyTo) };
    await portal.postmark.postInbound(payload);
    expect(await outcomeOf(payload)).toMatchObject({ outcome: 'ACCEPTED', ticket_id: id });
  });

  test('is known by what it refers to when the token was lost', async () => {
    const { id, mail } = await anAnsweredTicket();
    const payload = JSON.parse(withoutToken(JSON.stringify({ ...(await asPayload(mail, 'By reference.')), MailboxHash: '' }))) as { MessageID: string };
    await portal.postmark.postInbound(payload);
    expect(await outcomeOf(payload)).toMatchObject({ outcome: 'ACCEPTED', ticket_id: id });
  });

  test('is never known by its subject alone', async () => {
    const { id, mail } = await anAnsweredTicket();
    const before = await shown(id);
    const payload = JSON.parse(withoutToken(JSON.stringify({ ...(await replyWithoutReferences(mail)), MailboxHash: '' }))) as { MessageID: string };
    await portal.postmark.postInbound(payload);
    expect((await outcomeOf(payload))?.ticket_id).not.toBe(id);
    expect(await shown(id)).toEqual(before);
  });

  test('with an unknown token reaches no ticket that was there', async () => {
    const { id, mail } = await anAnsweredTicket();
    const before = await shown(id);
    const payload = JSON.parse(JSON.stringify(await replyWithoutReferences(mail)).replaceAll(/\b[0-9a-f]{32}\b/g, 'f'.repeat(32))) as { MessageID: string };
    await portal.postmark.postInbound(payload);
    expect((await outcomeOf(payload))?.ticket_id).not.toBe(id);
    expect(await shown(id)).toEqual(before);
  });

  test("from a stranger is set aside; the ticket and its client stay as they are", async () => {
    const beta = await aClient(portal, northwind, 'Beta');
    for (const from of ['stranger@evil.example', beta.contact.email]) {
      const { id, mail } = await anAnsweredTicket();
      const before = await shown(id);
      const { payload } = await portal.postmark.replyAs(mail, { from, text: 'Let me in.' });
      expect(await outcomeOf(payload)).toEqual({ outcome: 'QUARANTINED', reason: `${from} is not a contact of this client.`, ticket_id: id });
      expect(await shown(id)).toEqual(before);
    }
  });

  test('reopens a closed ticket, and the badge counts it', async () => {
    const { id, mail } = await anAnsweredTicket();
    await northwind.owner.get('mutation ($id: ID!) { closeTicket(id: $id) { status } }', { id });
    const badge = async () => (await northwind.owner.get<{ ticketBadge: { awaitingTeam: number } }>('{ ticketBadge { awaitingTeam } }')).ticketBadge.awaitingTeam;
    const before = await badge();
    await portal.postmark.replyAs(mail, { text: 'One more thing.' });
    await jobsDone(portal);
    expect((await shown(id)).status).toBe('AWAITING_TEAM');
    expect(await badge()).toBe(before + 1);
  });

  test('may hold any character that JSON can carry', async () => {
    for (const text of ['NUL \u0000 within', 'half an emoji \ud83d here', 'a path C:\\u0000dir', 'שלום 你好 🎉']) {
      const { id, mail } = await anAnsweredTicket();
      const { status, payload } = await portal.postmark.replyAs(mail, { text, quote: false, subject: `Re: ${text}` });
      expect({ text, status }).toEqual({ text, status: 200 });
      expect({ text, outcome: (await outcomeOf(payload))?.outcome }).toEqual({ text, outcome: 'ACCEPTED' });
      expect((await shown(id)).messages.at(-1)!.body).toBe(text.replaceAll('\u0000', '').toWellFormed());
    }
  });

  test('without words or with files alone is still a message', async () => {
    const { id, mail } = await anAnsweredTicket();
    await portal.postmark.replyAs(mail, { text: '', quote: false, attachments: [{ Name: 'plan.pdf', Content: 'JVBERi0=', ContentType: 'application/pdf', ContentID: '' }] });
    await jobsDone(portal);
    const last = 'query ($id: ID!) { ticket(id: $id) { lastMessage { body attachments { name contentType } } } }';
    expect(await acme.person.get(last, { id })).toEqual({ ticket: { lastMessage: { body: '(no text)', attachments: [{ name: 'plan.pdf', contentType: 'application/pdf' }] } } });
  });
});

describe('mail that a machine wrote', () => {
  test.each<[string, MailHeader[]]>([
    ['an absence note', [{ Name: 'Auto-Submitted', Value: 'auto-replied' }]],
    ['bulk mail', [{ Name: 'Precedence', Value: 'bulk' }]],
    ['an old absence note', [{ Name: 'X-Autoreply', Value: 'yes' }]],
    ['an automatic answer', [{ Name: 'X-Autorespond', Value: 'yes' }]],
    ['list mail', [{ Name: 'List-Id', Value: '<list.example>' }]],
    ['a newsletter', [{ Name: 'List-Unsubscribe', Value: '<https://x.example>' }]],
    ['a bounce', [{ Name: 'Return-Path', Value: '<>' }]],
  ])('is ignored with a reason: %s', async (_, headers) => {
    const { id, mail } = await anAnsweredTicket();
    await northwind.owner.get('mutation ($id: ID!) { closeTicket(id: $id) { status } }', { id });
    const before = { ticket: await shown(id), mails: portal.postmark.messages().length };
    const { payload } = await portal.postmark.replyAs(mail, { text: 'I am away until Monday.', headers });
    expect(await outcomeOf(payload)).toEqual({ outcome: 'IGNORED', reason: expect.stringMatching(/./), ticket_id: id });
    expect({ ticket: await shown(id), mails: portal.postmark.messages().length }).toEqual(before);
  });

  test('is not what a person wrote whose program says so', async () => {
    const { mail } = await anAnsweredTicket();
    const { payload } = await portal.postmark.replyAs(mail, { text: 'I am here.', headers: [{ Name: 'Auto-Submitted', Value: 'no' }] });
    expect(await outcomeOf(payload)).toMatchObject({ outcome: 'ACCEPTED' });
  });
});

describe('a ticket', () => {
  test.each([
    ['an empty subject', { subject: ' ', message: 'x' }, 'subject'],
    ['a subject that is too long', { subject: 'x'.repeat(201), message: 'x' }, 'subject'],
    ['an empty message', { subject: 'x', message: '\n ' }, 'message'],
    ['a message that is too long', { subject: 'x', message: 'x'.repeat(50_001) }, 'message'],
  ])('with %s is refused, and nothing is kept', async (_, input, field) => {
    const tables = ['ticket', 'ticket_message', 'client_event', 'number_sequence'];
    const before = await rowCounts(portal, tables);
    const { errors } = await acme.person.ask('mutation ($input: OpenTicketInput!) { openTicket(input: $input) { id } }', { input });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field });
    expect(await rowCounts(portal, tables)).toEqual(before);
  });

  test('gets a number of its own when ten are opened at once', async () => {
    const firm = await aBusiness(portal, 'Numbered');
    const { person } = await aClient(portal, firm, 'Of Numbered');
    const opened = await Promise.all(Array.from({ length: 10 }, () => person.get<{ openTicket: { number: number } }>('mutation { openTicket(input: { subject: "x", message: "x" }) { number } }')));
    expect(opened.map(({ openTicket }) => openTicket.number).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('is closed once and reopened once', async () => {
    const id = await aTicket();
    const change = (verb: string) => acme.person.refusal(`mutation ($id: ID!) { ${verb}(id: $id) { status } }`, { id });
    expect(await change('reopenTicket')).toBe('CONFLICT');
    expect(await change('closeTicket')).toBe('no error');
    expect(await change('closeTicket')).toBe('CONFLICT');
    expect(await change('reopenTicket')).toBe('no error');
    expect((await shown(id)).status).toBe('AWAITING_TEAM');
  });

  test('answered by several at once keeps every answer', async () => {
    const id = await aTicket();
    await Promise.all(Array.from({ length: 8 }, (_, index) => northwind.owner.get('mutation ($id: ID!, $message: String!) { replyToTicket(input: { ticketId: $id, message: $message }) { id } }', { id, message: `answer ${index}` })));
    expect(new Set((await shown(id)).messages.slice(1).map(({ body }) => body)).size).toBe(8);
  });
});

/** What answering would post, without posting it. */
async function asPayload(mail: SentMessage, text: string) {
  const { inboundPayload } = await import('../dev/postmark/client-reply.ts');
  return inboundPayload(mail, { text, quote: false }, new Date());
}

async function replyWithoutReferences(mail: SentMessage) {
  const payload = await asPayload(mail, 'An answer.');
  return { ...payload, Headers: payload.Headers.filter(({ Name }) => !['References', 'In-Reply-To'].includes(Name)) };
}
