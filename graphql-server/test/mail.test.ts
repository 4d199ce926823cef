import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSentInvoice } from './support/invoices.ts';
import { jobsDone } from './support/jobs.ts';
import { aClientAt as atAddress, becomes as settles, dispatchesOf as all, events, tell, timelineOf } from './support/mail.ts';
import { aBusiness, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rowCounts, rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
});
afterAll(() => portal.close());

const aClientAt = (email: string) => atAddress(portal, northwind, email);
const dispatchesOf = async (id: string) => (await all(northwind.owner, id)).map(({ recipient, state, error, sentAt }) => ({ recipient, state, error, sentAt }));

const becomes = (id: string, state: string) =>
  expect.poll(async () => (await dispatchesOf(id))[0], { timeout: 8_000, interval: 25 }).toMatchObject({ state });

describe('the mail of an invoice', () => {
  test('is queued, then sent, then delivered, before the eyes of the team', async () => {
    const customer = await aClientAt('arrives@acme.example');
    const updates = northwind.owner.watch<{ invoiceUpdated: { dispatches: { state: string }[] } }>('subscription { invoiceUpdated { dispatches { state } } }');
    const seen = (async () => {
      const states: string[] = [];
      for await (const { invoiceUpdated } of updates) {
        states.push(...invoiceUpdated.dispatches.map(({ state }) => state));
        if (states.includes('DELIVERED')) return states;
      }
      return states;
    })();
    await northwind.owner.watch('{ viewer { name } }').next();
    const { id } = await aSentInvoice(northwind, customer);
    expect((await seen).at(-1)).toBe('DELIVERED');
    expect(await dispatchesOf(id)).toEqual([{ recipient: 'arrives@acme.example', state: 'DELIVERED', error: null, sentAt: expect.any(String) }]);
  });

  test('that comes back is shown as such, with the reason and on the timeline; a second is not sent', async () => {
    const customer = await aClientAt('hardbounce-pay@acme.example');
    const { id } = await aSentInvoice(northwind, customer);
    await becomes(id, 'BOUNCED');
    expect((await dispatchesOf(id))[0]!.error).toMatch(/unable to deliver/);
    expect((await timelineOf(portal, customer)).map(({ kind }) => kind)).toContain('mail.bounced');

    await northwind.owner.get('mutation ($id: ID!) { resendInvoice(input: { id: $id }) { id } }', { id });
    await becomes(id, 'FAILED');
    expect((await dispatchesOf(id)).map(({ state }) => state)).toEqual(['FAILED', 'BOUNCED']);
  });

  test('to an address that the provider refuses never shows as sent', async () => {
    const { id } = await aSentInvoice(northwind, await aClientAt('not an address'));
    await becomes(id, 'FAILED');
    expect((await dispatchesOf(id))[0]).toMatchObject({ sentAt: null, error: expect.stringContaining('Illegal email address') });
  });

  test('goes to the other recipients when one is refused', async () => {
    const customer = await aClientAt('still@acme.example');
    await rows(
      portal,
      `insert into contact (id, business_id, created_at, client_id, name, email) select gen_random_uuid(), business_id, now(), client_id, 'Broken', 'broken address' from contact where id = $1`,
      [customer.contact.id],
    );
    const { id } = await aSentInvoice(northwind, customer);
    await portal.postmark.waitFor(({ To }) => To.includes('still@acme.example'));
    await expect
      .poll(async () => Object.fromEntries((await dispatchesOf(id)).map(({ recipient, state }) => [recipient, state])), { timeout: 8_000 })
      .toEqual({ 'still@acme.example': 'DELIVERED', 'broken address': 'FAILED' });
  });

  test('is sent once more when the provider was away', async () => {
    const { id } = await aSentInvoice(northwind, await aClientAt('unavailable@acme.example'));
    await portal.postmark.waitFor(({ To }) => To.includes('unavailable@acme.example'), 15_000);
    await becomes(id, 'DELIVERED');
  });

  test('has a text and an HTML part, one link of its own, and no other host in it', async () => {
    const customer = await aClientAt('reader@acme.example');
    const { number } = await aSentInvoice(northwind, customer);
    const mail = await portal.postmark.waitFor(({ To }) => To.includes('reader@acme.example'));
    expect(mail.From).toContain('"Northwind" <');
    expect(mail.Subject).toContain(number);
    expect(mail.TextBody).toContain('€100.00');
    expect(mail.HtmlBody).toContain('€100.00');
    expect(new Set(mail.links.map(({ href }) => new URL(href).origin))).toEqual(new Set([new URL(portal.url).origin]));
  });
});

const BASIC = () => `Basic ${Buffer.from(`${portal.config.mail.webhookUser}:${portal.config.mail.webhookPassword}`).toString('base64')}`;
const post = (path: 'inbound' | 'events', body: string, authorization: string | null = BASIC()) =>
  fetch(`${portal.url}/webhooks/postmark/${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...(authorization && { authorization }) }, body });

describe.each(['inbound', 'events'] as const)("Postmark's webhook for %s", (path) => {
  test('refuses whoever does not know the password with 401, which Postmark tries again', async () => {
    const before = await rowCounts(portal, ['inbound_email']);
    for (const authorization of [null, 'Basic', 'Basic !!!', `Basic ${Buffer.from('postmark:wrong').toString('base64')}`, `Basic ${Buffer.from(':').toString('base64')}`, 'Bearer x']) {
      expect((await post(path, '{"MessageID":"x"}', authorization)).status).toBe(401);
    }
    expect(await rowCounts(portal, ['inbound_email'])).toEqual(before);
  });

  test.each(['', 'not JSON', '{"a":', 'null', '[]', '"text"'])('refuses the body %j with 400', async (body) => {
    const before = await rowCounts(portal, ['inbound_email']);
    expect((await post(path, body)).status).toBe(400);
    expect(await rowCounts(portal, ['inbound_email'])).toEqual(before);
  });

  test('takes any object', async () => {
    for (const body of ['{}', '{"MessageID":7,"RecordType":[],"Headers":"x","FromFull":3,"ToFull":[null],"Attachments":[null]}', '{"MessageID":"unknown","RecordType":"Bounce"}']) {
      expect((await post(path, body)).status).toBe(200);
    }
    await jobsDone(portal);
    expect(await rows(portal, `select 1 from inbound_email where outcome = 'RECEIVED'`)).toEqual([]);
  });
});

test('delivery of a mail that bounced before is not said again, and an unknown event changes nothing', async () => {
  const { id } = await aSentInvoice(northwind, await aClientAt('softbounce@acme.example'));
  await becomes(id, 'BOUNCED');
  const dispatchId = (await all(northwind.owner, id))[0]!.id;
  for (const event of [events.delivery, events.open, { RecordType: 'SomethingNew' }]) await tell(portal, dispatchId, event);
  expect((await dispatchesOf(id))[0]!.state).toBe('BOUNCED');
});

const FIXTURES = fileURLToPath(new URL('../../../shared/fixtures/postmark/', import.meta.url));
const hasFixtures = existsSync(FIXTURES);
const fixtures = hasFixtures ? readdirSync(FIXTURES).filter((name) => name !== 'index.json' && name.endsWith('.json')) : [];
const unwrapped = (name: string) => JSON.parse(readFileSync(`${FIXTURES}${name}`, 'utf8')) as Record<string, unknown>;
const isInbound = (name: string) => /inbound/i.test(name);

test.skipIf(!hasFixtures)(hasFixtures ? "every real inbound payload is kept and decided" : "real inbound payloads, skipped: fixtures not here", async () => {
  for (const name of fixtures.filter(isInbound)) {
    const before = await rowCounts(portal, ['inbound_email']);
    // Two of them are one delivery, with and without its source.
    const payload = { ...unwrapped(name), MessageID: name };
    expect({ name, status: (await post('inbound', JSON.stringify(payload))).status }).toEqual({ name, status: 200 });
    expect({ name, count: (await rowCounts(portal, ['inbound_email']))['inbound_email'] }).toEqual({ name, count: before['inbound_email']! + 1 });
  }
  await jobsDone(portal);
  const outcomes = await rows<{ name: string; outcome: string; reason: string | null }>(portal, 'select provider_message_id as name, outcome, reason from inbound_email where provider_message_id = any($1)', [fixtures]);
  expect(outcomes).toHaveLength(fixtures.filter(isInbound).length);
  for (const { name, outcome, reason } of outcomes) expect({ name, outcome, reason }).toEqual({ name, outcome: expect.stringMatching(/QUARANTINED|IGNORED/), reason: expect.stringMatching(/\w/) });
});

test.skipIf(!hasFixtures)(hasFixtures ? 'every real event is taken' : 'real events, skipped: fixtures not here', async () => {
  for (const name of fixtures.filter((file) => !isInbound(file))) {
    expect({ name, status: (await post('events', JSON.stringify(unwrapped(name)))).status }).toEqual({ name, status: 200 });
  }
});

test.skipIf(!hasFixtures)(hasFixtures ? 'each real event makes of a mail of ours what it says' : 'real events, skipped: fixtures not here', async () => {
  const after: Record<string, string> = {};
  for (const name of fixtures.filter((file) => !isInbound(file))) {
    const customer = await aClientAt(`${name.replaceAll(/[^a-z0-9]/gi, '')}@acme.example`);
    const { id } = await aSentInvoice(northwind, customer);
    const { id: reference } = await settles(northwind.owner, id, { state: 'DELIVERED' });
    expect((await post('events', JSON.stringify({ ...unwrapped(name), Metadata: { reference } }))).status).toBe(200);
    const { state, openedAt } = (await all(northwind.owner, id))[0]!;
    const suppressed = await rows(portal, 'select cause from suppressed_address where dispatch_id = $1', [reference]);
    after[name.replace('.json', '')] = [state, openedAt && 'opened', suppressed.length > 0 && 'suppressed'].filter(Boolean).join(' ');
  }
  expect(after).toEqual({
    'anymail-webhooks-test_bounce_event': 'BOUNCED suppressed',
    'anymail-webhooks-test_bounce_unsubscribe_variant': 'DELIVERED',
    'anymail-webhooks-test_click_event': 'DELIVERED',
    'anymail-webhooks-test_delivered_event': 'DELIVERED',
    'anymail-webhooks-test_open_event': 'DELIVERED opened',
    'anymail-webhooks-test_resubscribe': 'DELIVERED',
    'anymail-webhooks-test_spam_event': 'COMPLAINED suppressed',
    'anymail-webhooks-test_subscription_change_bounce': 'DELIVERED suppressed',
    'anymail-webhooks-test_unsubscribe': 'DELIVERED suppressed',
    'official-Bounce-1': 'BOUNCED suppressed',
    'official-Click-4': 'DELIVERED',
    'official-Delivery-0': 'DELIVERED',
    'official-Open-3': 'DELIVERED opened',
    'official-SpamComplaint-2': 'COMPLAINED suppressed',
    'official-SubscriptionChange-5': 'DELIVERED',
  });
});
