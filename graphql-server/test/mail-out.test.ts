import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { header, type SentMessage } from '../dev/postmark/sent-message.ts';
import { createPostmarkMailer } from '../src/adapters/postmark.ts';
import { sendDispatch } from '../src/mail/send-dispatch.job.ts';
import { PNG } from './support/files.ts';
import { aSentInvoice } from './support/invoices.ts';
import { jobsDone } from './support/jobs.ts';
import { aClientAt, becomes, dispatchesOf, events, mailsTo, tell, timelineOf } from './support/mail.ts';
import { aBusiness, aClient, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';
import * as mails from './support/ticket-mail.ts';
import { answer, asPayload, delivered, openedBy } from './support/ticket-mail.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind', { timeZone: 'Asia/Tokyo' });
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

const anAnsweredTicket = (customer = acme) => mails.anAnsweredTicket(portal, northwind, customer);
const mailWith = (words: string) => portal.postmark.waitFor(({ TextBody }) => TextBody.startsWith(words));
const named = (mail: SentMessage, ...names: string[]) => Object.fromEntries(names.map((name) => [name, header(mail, name)]));

interface Delivery { recipient: string; state: string; error: string | null }
const deliveriesOf = async (ticketId: string): Promise<Delivery[]> => {
  const { ticket } = await northwind.owner.get<{ ticket: { messages: { deliveries: Delivery[] }[] } }>('query ($id: ID!) { ticket(id: $id) { messages { deliveries { recipient state error } } } }', { id: ticketId });
  return ticket.messages.at(-1)!.deliveries;
};

describe('the mail of an answer', () => {
  test('comes from the business, and is answered to an address with 128 random bits', async () => {
    const [{ id, mail }, other] = [await anAnsweredTicket(), await anAnsweredTicket()];
    expect(mail.From).toBe(`"Northwind" <${portal.config.mail.from}>`);
    const token = /^tickets\+([0-9a-f]{32})@/.exec(mail.ReplyTo)?.[1];
    expect(token).toBeDefined();
    expect(other.mail.ReplyTo).not.toBe(mail.ReplyTo);
    // It is neither the ticket's id nor made of it, and the answers of one ticket share it.
    expect(id.replaceAll('-', '')).not.toContain(token!.slice(0, 8));
    await answer(northwind.owner, id, `More of ${id}`);
    expect((await mailWith(`More of ${id}`)).ReplyTo).toBe(mail.ReplyTo);
  });

  test('quotes what it answers, in the time zone of the business', async () => {
    const { mail } = await anAnsweredTicket();
    expect(mail.TextBody).toMatch(/On .*GMT\+9, Acme contact wrote:\n> What is this\?/);
    expect(mail.HtmlBody).toContain('What is this?');
  });

  test('is a person\'s, and asks machines not to answer; what leaves by itself says so', async () => {
    const { mail } = await anAnsweredTicket();
    expect(named(mail, 'Auto-Submitted', 'X-Auto-Response-Suppress')).toEqual({ 'Auto-Submitted': undefined, 'X-Auto-Response-Suppress': 'OOF, AutoReply' });
    await fetch(`${portal.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: 'mutation ($email: String!) { requestSignInLink(email: $email) }', variables: { email: acme.contact.email } }) });
    await fetch(`${portal.url}/admin/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: 'mutation ($email: String!) { requestSignInLink(email: $email) }', variables: { email: 'owner@northwind.example' } }) });
    for (const address of [acme.contact.email, 'owner@northwind.example']) {
      const automatic = await portal.postmark.waitFor(({ Tag, To }) => Tag === 'sign-in' && To.includes(address));
      expect(named(automatic, 'Auto-Submitted', 'X-Auto-Response-Suppress')).toEqual({ 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' });
    }
  });

  test('names the thread, the same at every try', async () => {
    const customer = await aClientAt(portal, northwind, 'unavailable-thread@acme.example');
    const id = await openedBy(customer);
    await answer(northwind.owner, id, 'The first try is refused.');
    const mail = await portal.postmark.waitFor(({ TextBody }) => TextBody.startsWith('The first try is refused.'), 15_000);
    const [first, second] = await rows<{ message_id: string }>(portal, 'select message_id from ticket_message where ticket_id = $1 order by created_at', [id]);
    expect(mail.internetMessageId).toBe(`<${second!.message_id}>`);
    expect(named(mail, 'In-Reply-To', 'References')).toEqual({ 'In-Reply-To': `<${first!.message_id}>`, References: `<${first!.message_id}>` });
    expect(mailsTo(portal, customer.contact.email)).toHaveLength(1);
  });

  test('keeps the last twenty of a long thread in its references', async () => {
    const { id } = await anAnsweredTicket();
    for (let index = 0; index < 25; index += 1) await answer(acme.person, id, `Line ${index}`);
    await answer(northwind.owner, id, `At last ${id}`);
    const references = header(await mailWith(`At last ${id}`), 'References')!.split(' ');
    expect(references).toHaveLength(20);
    expect((await mailWith(`At last ${id}`)).TextBody).toContain('> Line 24');
  });

  test('has no trace of a note', async () => {
    const { id } = await anAnsweredTicket();
    await answer(northwind.owner, id, 'They never pay on time.', { isNote: true });
    const [note] = await rows<{ message_id: string }>(portal, `select message_id from ticket_message where ticket_id = $1 and kind = 'INTERNAL_NOTE'`, [id]);
    await answer(northwind.owner, id, `All is well ${id}`);
    const mail = await mailWith(`All is well ${id}`);
    expect(JSON.stringify(mail)).not.toContain('never pay');
    expect(JSON.stringify(mail)).not.toContain(note!.message_id);
    await jobsDone(portal);
    expect(portal.postmark.messages().filter(({ TextBody }) => TextBody.includes('never pay'))).toEqual([]);
  });

  test('carries its files, or says which are in the portal', async () => {
    const upload = async (name: string, content: Uint8Array<ArrayBuffer>) =>
      ((await (await northwind.owner.fetch(`/admin/files?purpose=message&name=${name}`, { method: 'POST', body: content })).json()) as { id: string }).id;
    const { id } = await anAnsweredTicket();
    await answer(northwind.owner, id, `Small ${id}`, { fileIds: [await upload('small.png', new Uint8Array(PNG))] });
    expect((await mailWith(`Small ${id}`)).Attachments).toEqual([{ Name: 'small.png', ContentType: 'image/png', Content: PNG.toString('base64'), ContentID: '' }]);
    await answer(northwind.owner, id, `Large ${id}`, { fileIds: [await upload('large.bin', new Uint8Array(7_100_000))] });
    const large = await mailWith(`Large ${id}`);
    expect(large.Attachments).toEqual([]);
    expect(large.TextBody).toMatch(/in the portal: large\.bin/);
  });
});

describe('people in copy', () => {
  test('are mailed what the team writes only once the team has agreed, each exactly once', async () => {
    const { id, mail } = await anAnsweredTicket();
    const email = await delivered(portal, asPayload(mail, { text: 'With Eve in copy.', cc: `Eve <eve@lawyer.example>, ${mail.ReplyTo}` }));
    expect(email.outcome).toBe('ACCEPTED');
    // Neither we nor whoever wrote are among those who could be added.
    expect(await rows(portal, 'select cc from ticket_message where id = $1', [email.ticket_message_id])).toEqual([{ cc: [{ address: 'eve@lawyer.example', name: 'Eve' }] }]);
    await answer(northwind.owner, id, `To Acme alone ${id}`);
    await mailWith(`To Acme alone ${id}`);
    await jobsDone(portal);
    expect(mailsTo(portal, 'eve@lawyer.example')).toEqual([]);

    await northwind.owner.get('mutation ($id: ID!) { addParticipant(ticketId: $id, address: "eve@lawyer.example", name: "Eve") { id } }', { id });
    await answer(northwind.owner, id, `To both ${id}`);
    await jobsDone(portal);
    const copies = portal.postmark.messages().filter(({ TextBody }) => TextBody.startsWith(`To both ${id}`));
    expect(copies.map(({ To }) => To).toSorted()).toEqual(['eve@lawyer.example', acme.contact.email].toSorted());
    expect(new Set(copies.map(({ internetMessageId, ReplyTo }) => `${internetMessageId} ${ReplyTo}`)).size).toBe(1);
    // A link signs in, and Eve has no portal.
    expect(copies.find(({ To }) => To.includes('eve'))!.links).toEqual([]);
    expect(await delivered(portal, asPayload(copies.find(({ To }) => To.includes('eve'))!, { text: 'I am Eve.' }))).toMatchObject({ outcome: 'ACCEPTED', ticket_id: id });
  });
});

describe('each recipient', () => {
  test("'s delivery is shown at the message", async () => {
    const customer = await aClientAt(portal, northwind, 'arrives@acme.example');
    const id = await openedBy(customer);
    for (const address of ['hardbounce-eve@x.example', 'softbounce-bo@x.example']) await northwind.owner.get('mutation ($id: ID!, $address: String!) { addParticipant(ticketId: $id, address: $address) { id } }', { id, address });
    await answer(northwind.owner, id, 'To three.');
    await expect.poll(async () => Object.fromEntries((await deliveriesOf(id)).map(({ recipient, state }) => [recipient, state])), { timeout: 8_000 }).toEqual({
      'arrives@acme.example': 'DELIVERED', 'hardbounce-eve@x.example': 'BOUNCED', 'softbounce-bo@x.example': 'BOUNCED',
    });
    expect((await deliveriesOf(id)).find(({ recipient }) => recipient.startsWith('hard'))!.error).toMatch(/unable to deliver/);
  });

  test('is mailed once though the answer to the first try was lost, and its link opens', async () => {
    const customer = await aClientAt(portal, northwind, 'lostresponse-pay@acme.example');
    const { id } = await aSentInvoice(northwind, customer);
    const sent = await becomes(northwind.owner, id, { state: 'DELIVERED' });
    await expect.poll(async () => (await dispatchesOf(northwind.owner, id))[0]!.sentAt, { timeout: 15_000 }).not.toBeNull();
    await jobsDone(portal);
    const mailed = mailsTo(portal, customer.contact.email);
    expect(mailed).toHaveLength(1);
    expect(await rows(portal, 'select provider_message_id from dispatch where id = $1', [sent.id])).toEqual([{ provider_message_id: mailed[0]!.MessageID }]);
    await customer.person.open(mailed[0]!.links[0]!.href);
    expect(await customer.person.get('query ($id: ID!) { invoice(id: $id) { id } }', { id })).toEqual({ invoice: { id } });
  }, 20_000);

  test.each(['QUEUED', 'DELIVERED', 'BOUNCED'])('is mailed once though we were killed before the answer was noted, and found it %s', async (state) => {
    const customer = await aClientAt(portal, northwind, `killed-${state.toLowerCase()}@acme.example`);
    const { id } = await aSentInvoice(northwind, customer);
    const dispatch = await becomes(northwind.owner, id, { state: 'DELIVERED' });
    await jobsDone(portal);
    await rows(portal, `update dispatch set state = 'QUEUED', provider_message_id = null, sent_at = null where id = $1`, [dispatch.id]);
    if (state === 'DELIVERED') await tell(portal, dispatch.id, events.delivery);
    if (state === 'BOUNCED') await tell(portal, dispatch.id, events.hardBounce);
    const job = { businessId: northwind.business.id, dispatchId: dispatch.id };
    await sendDispatch(portal.app.services, job, { isFirst: false, isLast: false });
    await sendDispatch(portal.app.services, job, { isFirst: false, isLast: true });
    expect(mailsTo(portal, customer.contact.email)).toHaveLength(1);
    expect((await dispatchesOf(northwind.owner, id))[0]).toMatchObject({ state: state === 'QUEUED' ? 'SENT' : state, sentAt: expect.any(String) });
  });

  test('is mailed by the second try where the first did not get through', async () => {
    const customer = await aClientAt(portal, northwind, 'second@acme.example');
    const { id } = await aSentInvoice(northwind, customer);
    const dispatch = await becomes(northwind.owner, id, { state: 'DELIVERED' });
    const [copy] = await rows<{ id: string }>(
      portal, `insert into dispatch (id, business_id, created_at, client_id, contact_id, recipient, state, kind, invoice_id)
       select gen_random_uuid(), business_id, created_at, client_id, contact_id, recipient, 'QUEUED', kind, invoice_id from dispatch where id = $1 returning id`, [dispatch.id],
    );
    await sendDispatch(portal.app.services, { businessId: northwind.business.id, dispatchId: copy!.id }, { isFirst: false, isLast: false });
    expect(mailsTo(portal, customer.contact.email)).toHaveLength(2);
  });

  test('is told of an end where the provider can never be asked', async () => {
    const customer = await aClientAt(portal, northwind, 'never@acme.example');
    const { id } = await aSentInvoice(northwind, customer);
    const dispatch = await becomes(northwind.owner, id, { state: 'DELIVERED' });
    await rows(portal, `update dispatch set state = 'QUEUED', provider_message_id = null, sent_at = null where id = $1`, [dispatch.id]);
    const away = { ...portal.app.services, mailer: createPostmarkMailer({ token: 'x', from: portal.config.mail.from, requestHost: '127.0.0.1:9' }) };
    const job = { businessId: northwind.business.id, dispatchId: dispatch.id };
    await expect(sendDispatch(away, job, { isFirst: false, isLast: false })).rejects.toThrow(/ECONNREFUSED|fetch failed|connect/);
    expect((await dispatchesOf(northwind.owner, id))[0]).toMatchObject({ state: 'QUEUED', error: expect.stringMatching(/./) });
    await expect(sendDispatch(away, job, { isFirst: false, isLast: true })).rejects.toThrow(/ECONNREFUSED|fetch failed|connect/);
    expect((await dispatchesOf(northwind.owner, id))[0]).toMatchObject({ state: 'FAILED', error: expect.stringMatching(/./) });
    expect(mailsTo(portal, customer.contact.email)).toHaveLength(1);
    expect((await timelineOf(portal, customer)).filter(({ kind }) => kind === 'invoice.sent')).toHaveLength(1);
  });
});
