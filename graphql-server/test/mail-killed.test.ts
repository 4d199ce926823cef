import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { devConfig } from '../dev/dev-config.ts';
import { startPostmarkStandIn, type PostmarkStandIn } from '../dev/postmark/postmark-stand-in.ts';
import type { SentMessage } from '../dev/postmark/sent-message.ts';
import { openOrm } from '../src/orm.ts';
import { minutesPass } from './payment-model/lane.ts';
import { bundleProduct, ProductProcess } from './payment-model/product-process.ts';
import { createTestDatabase } from './support/database.ts';
import { jobsDone } from './support/jobs.ts';
import { anotherContact, mailsTo } from './support/mail.ts';
import { aBusiness, aClient, type Customer, type Firm } from './support/people.ts';
import type { Portal } from './support/portal.ts';
import { rows, stopLooking } from './support/rows.ts';
import { answer, asPayload, bodiesOf, decided, openedBy, type Payload } from './support/ticket-mail.ts';

/** The product as a process of its own, which is killed at each step of sending and of receiving. */
let portal: Portal;
let postmark: PostmarkStandIn;
let product: ProductProcess;
let pool: Pool;
let northwind: Firm;
const ends: (() => unknown)[] = [];

beforeAll(async () => {
  const bundle = await bundleProduct();
  ends.push(bundle.remove);
  const database = await createTestDatabase();
  pool = new Pool({ connectionString: database.adminUrl, max: 3 });
  const dataDir = mkdtempSync(join(tmpdir(), 'portal-files-'));
  const port = await freePort();
  const config = devConfig({ PORTAL_DATA: dataDir, PORT: String(port) }, database.url);
  const { webhookUser: user, webhookPassword: password } = config.mail;
  postmark = await startPostmarkStandIn({
    webhooks: () => ({ inboundUrl: `${config.portalUrl}/webhooks/postmark/inbound`, eventsUrl: `${config.portalUrl}/webhooks/postmark/events`, user, password }), deliveryDelayMs: 0,
  });
  product = new ProductProcess(bundle.entry, { databaseUrl: database.url, port, dataDir, postmarkHost: postmark.requestHost, stripePorts: {} }, () => minutesPass(pool));
  // As the superuser, whom nobody waits for to have left.
  const orm = await openOrm(database.adminUrl, { poolSize: 2 });
  portal = { url: config.portalUrl, config, app: { services: { orm } as { orm: MikroORM } }, postmark, adminDatabaseUrl: database.adminUrl } as unknown as Portal;
  ends.push(async () => {
    await product.stop();
    await postmark.close();
    await orm.close(true);
    await pool.end();
    await stopLooking(portal);
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  await product.start();
  northwind = await aBusiness(portal, 'Northwind');
}, 60_000);
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

async function aCustomer(prefix = ''): Promise<Customer> {
  const customer = await aClient(portal, northwind, `Client ${randomUUID()}`);
  if (prefix) {
    customer.contact.email = `${prefix}-${randomUUID()}@acme.example`;
    await rows(portal, 'update contact set email = $1 where id = $2', [customer.contact.email, customer.contact.id]);
  }
  return customer;
}

async function killed(): Promise<void> {
  await product.kill();
  await product.start();
}

/** Holds a row, so that whoever wants to change it waits; kills them while they do, and lets go. */
async function killedWhileWaitingFor(table: string, id: string, begin: () => Promise<unknown>): Promise<void> {
  const holder = await pool.connect();
  try {
    await holder.query('begin');
    await holder.query(`select from ${table} where id = $1 for update`, [id]);
    const begun = begin();
    await expect.poll(async () => (await pool.query(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)).rowCount, { timeout: 10_000, interval: 10 }).toBeGreaterThan(0);
    await product.kill();
    await begun;
  } finally {
    await holder.query('rollback');
    holder.release();
  }
  await product.start();
}

const mailTo = ({ contact }: Customer) => postmark.waitFor(({ To }) => To.includes(contact.email), 15_000);

/** Each was mailed, once, and it is known of each. */
async function isMailedOnce(customer: Customer): Promise<SentMessage> {
  const mail = await mailTo(customer);
  const state = async () => (await rows<{ state: string }>(portal, `select state from dispatch where recipient = $1 and kind = 'TICKET_REPLY' and sent_at is not null`, [customer.contact.email])).map(({ state }) => state);
  await expect.poll(state, { timeout: 15_000, interval: 25 }).toEqual([expect.stringMatching(/SENT|DELIVERED/)]);
  await jobsDone(portal);
  expect(mailsTo(portal, customer.contact.email)).toHaveLength(1);
  return mail;
}

const dispatchId = async ({ contact }: Customer) => (await rows<{ id: string }>(portal, `select id from dispatch where recipient = $1`, [contact.email]))[0]!.id;

test('an answer leaves once, though we are killed as soon as it was said', async () => {
  const customer = await aCustomer();
  const id = await openedBy(customer);
  await answer(northwind.owner, id, 'An answer.');
  await killed();
  await isMailedOnce(customer);
});

test('an answer leaves once, though we are killed while it is held back', async () => {
  const customer = await aCustomer();
  const id = await openedBy(customer);
  await rows(portal, 'update business set undo_send_seconds = 2 where id = $1', [northwind.business.id]);
  await answer(northwind.owner, id, 'A held answer.');
  await rows(portal, 'update business set undo_send_seconds = 0 where id = $1', [northwind.business.id]);
  await killed();
  expect(mailsTo(portal, customer.contact.email)).toEqual([]);
  await isMailedOnce(customer);
  expect(await bodiesOf(customer.person, id)).toEqual(['What is this?', 'A held answer.']);
});

test('an answer leaves once, though we are killed while it is let go', async () => {
  const customer = await aCustomer();
  const id = await openedBy(customer);
  await rows(portal, 'update business set undo_send_seconds = 1 where id = $1', [northwind.business.id]);
  await answer(northwind.owner, id, 'A held answer.');
  await rows(portal, 'update business set undo_send_seconds = 0 where id = $1', [northwind.business.id]);
  await killedWhileWaitingFor('ticket', id, () => Promise.resolve());
  await isMailedOnce(customer);
});

test('an answer leaves once, though we are killed before the provider has answered', async () => {
  const customer = await aCustomer('slowresponse');
  const id = await openedBy(customer);
  await answer(northwind.owner, id, 'A slow answer.');
  await mailTo(customer);
  await killed();
  await isMailedOnce(customer);
});

test('an answer leaves once, though we are killed before we have noted that the provider has it', async () => {
  const customer = await aCustomer('slowresponse');
  const id = await openedBy(customer);
  await answer(northwind.owner, id, 'An answer that was not noted.');
  const mail = await mailTo(customer);
  await killedWhileWaitingFor('dispatch', await dispatchId(customer), () => Promise.resolve());
  expect((await isMailedOnce(customer)).MessageID).toBe(mail.MessageID);
});

test('an answer leaves once, though the provider was away, and then we were', async () => {
  const customer = await aCustomer('unavailable');
  const id = await openedBy(customer);
  await answer(northwind.owner, id, 'An answer at the second try.');
  await expect.poll(async () => (await rows(portal, 'select error from dispatch where recipient = $1 and error is not null', [customer.contact.email])).length, { timeout: 10_000 }).toBe(1);
  await killed();
  await isMailedOnce(customer);
});

async function anAnsweredTicket(): Promise<{ id: string; customer: Customer; mail: SentMessage }> {
  const customer = await aCustomer();
  const id = await openedBy(customer);
  await answer(northwind.owner, id, 'It is that.');
  return { id, customer, mail: await isMailedOnce(customer) };
}

const withFiles = (mail: SentMessage): Payload => ({
  ...asPayload(mail, { text: 'With files.' }), Attachments: ['one', 'two'].map((name) => ({ Name: `${name}.txt`, ContentType: 'text/plain', Content: Buffer.from(name).toString('base64') })),
});

/** As Postmark does it: again until it was taken. */
async function posted(payload: Payload): Promise<void> {
  await expect.poll(async () => (await postmark.postInbound(payload)).status, { timeout: 15_000, interval: 100 }).toBe(200);
}

async function isThereOnce(id: string, payload: Payload): Promise<void> {
  await expect.poll(async () => (await rows<{ outcome: string }>(portal, 'select outcome from inbound_email where provider_message_id = $1', [payload.MessageID])).map(({ outcome }) => outcome), { timeout: 15_000, interval: 25 }).toEqual(['ACCEPTED']);
  expect((await bodiesOf(northwind.owner, id)).filter((body) => body === 'With files.')).toHaveLength(1);
  const files = await rows<{ name: string; key: string }>(portal, `select a.name, f.key from attachment a join stored_file f on f.id = a.file_id join ticket_message m on m.id = a.ticket_message_id where m.ticket_id = $1 order by a.name`, [id]);
  expect(files.map(({ name }) => name)).toEqual(['one.txt', 'two.txt']);
  for (const [index, text] of ['one', 'two'].entries()) {
    const { ticket } = await northwind.owner.get<{ ticket: { messages: { attachments: { url: string }[] }[] } }>('query ($id: ID!) { ticket(id: $id) { messages { attachments { url } } } }', { id });
    expect(await (await northwind.owner.fetch(`/admin${ticket.messages.at(-1)!.attachments[index]!.url.replace(/^\/admin/, '')}`)).text()).toBe(text);
  }
}

test('a mail is there once, though we are killed as soon as we took it', async () => {
  const { id, mail } = await anAnsweredTicket();
  const payload = withFiles(mail);
  await posted(payload);
  await killed();
  await isThereOnce(id, payload);
});

test('a mail is there once, though we are killed while it is handed to us', async () => {
  const { id, mail } = await anAnsweredTicket();
  const payload = withFiles(mail);
  const first = postmark.postInbound({ ...payload, RawEmail: 'x'.repeat(20_000_000) });
  await new Promise((resolve) => setTimeout(resolve, 30));
  await killed();
  await first;
  await posted(payload);
  await isThereOnce(id, payload);
});

test.each(['inbound_email', 'ticket'])('a mail is there once, though we are killed between storing its files and deciding on it (%s)', async (table) => {
  const { id, mail } = await anAnsweredTicket();
  const payload = withFiles(mail);
  if (table === 'ticket') {
    await killedWhileWaitingFor('ticket', id, () => posted(payload));
  } else {
    // Held before its job begins, by one that was decided on already.
    await posted(payload);
    const { id: emailId } = await decided(portal, payload);
    await rows(portal, `delete from attachment where ticket_message_id in (select ticket_message_id from inbound_email where id = $1)`, [emailId]);
    await rows(portal, `delete from stored_file where key like $1`, [`mail/${emailId}/%`]);
    await rows(portal, `delete from ticket_message where inbound_email_id = $1`, [emailId]);
    await rows(portal, `update inbound_email set outcome = 'RECEIVED' where id = $1`, [emailId]);
    await killedWhileWaitingFor('inbound_email', emailId, () => pool.query(`select graphile_worker.add_job('receive-ticket-email', json_build_object('inboundEmailId', $1::text))`, [emailId]));
  }
  await isThereOnce(id, payload);
});

test('a mail that was let in is there once, though we are killed while it is', async () => {
  const { id, mail } = await anAnsweredTicket();
  const payload = { ...withFiles(mail), FromFull: { Email: 'stranger@x.example', Name: 'A Stranger' } };
  await posted(payload);
  const email = await decided(portal, payload);
  expect(email.outcome).toBe('QUARANTINED');
  await killedWhileWaitingFor('ticket', id, () => northwind.owner.get('mutation ($id: ID!) { acceptInboundEmail(id: $id) { id } }', { id: email.id }));
  await isThereOnce(id, payload);
});

test('nothing was sent to anybody twice, and nobody is still waited for', async () => {
  const customer = await aCustomer();
  await anotherContact(portal, customer, 'another@acme.example');
  await jobsDone(portal);
  const twice = await rows(portal, `select recipient, ticket_message_id from dispatch group by 1, 2 having count(*) > 1`);
  expect(twice).toEqual([]);
  expect(await rows(portal, `select recipient, state from dispatch where state in ('QUEUED', 'FAILED')`)).toEqual([]);
  const mailed = postmark.messages().map(({ To, internetMessageId }) => `${To} ${internetMessageId}`);
  expect(new Set(mailed).size).toBe(mailed.length);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
