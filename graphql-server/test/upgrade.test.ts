import { Client } from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../src/migrate.ts';
import { openOrm } from '../src/orm.ts';
import { ledgerDifferences } from '../src/statements/ledger.ts';
import { emFor } from '../src/tenancy.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';

let database: TestDatabase;
let db: Client;

const [business, client, contact, invoice, intent, ticket, message] = [v7(), v7(), v7(), v7(), v7(), v7(), v7()];
const at = '2026-01-02T03:04:05Z';

beforeAll(async () => {
  database = await createTestDatabase('template1');
  const orm = await openOrm(database.url);
  await orm.migrator.up({ to: '20261122-initial' });
  await orm.close(true);
  db = new Client(database.adminUrl);
  await db.connect();
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

/** What the first version wrote for one invoice, paid in part through a provider who took too much, and in part before. */
async function fillAsTheFirstVersionDid(): Promise<void> {
  await db.query(`begin; set constraints all deferred`);
  await db.query(
    `insert into business (id, business_id, created_at, name, address, time_zone, currency, locale, brand_color, number_pattern, payment_terms_days, link_days, can_take_payments)
     values ($1, $1, $2, 'Northwind', '{}', 'UTC', 'EUR', 'en', '#123456', 'INV-{SEQ}', 14, 90, false)`, [business, at],
  );
  await db.query(`insert into client (id, business_id, created_at, name, address) values ($1, $2, $3, 'Acme', '{}')`, [client, business, at]);
  await db.query(
    `insert into invoice (id, business_id, created_at, client_id, number, state, currency, issue_date, subtotal, tax_total, total, amount_paid, balance, revision, first_sent_at, sent_at)
     values ($1, $2, $3, $4, 'INV-1', 'PAID', 'EUR', '2026-01-02', 10000, 1900, 11900, 11900, 0, 1, $3, $3)`, [invoice, business, at, client],
  );
  for (const [position, rate, amount] of [[0, '19.00', 10_000], [1, '0', 0]]) {
    await db.query(
      `insert into invoice_line (id, business_id, created_at, client_id, invoice_id, position, description, quantity, unit_price, tax_rate, amount)
       values ($1, $2, $3, $4, $5, $6, 'Design', 1, $7, $8, $7)`, [v7(), business, at, client, invoice, position, amount, rate],
    );
  }
  const document = {
    kind: 'INVOICE', number: 'INV-1', locale: 'en', issueDate: '2026-01-02', dueDate: null, currency: 'EUR',
    business: { name: 'Northwind', email: null, address: [], brandColor: '#123456', bankDetails: null }, client: { name: 'Acme', contactName: null, address: [] },
    lines: [{ description: 'Design', quantity: '1', unitPrice: 10_000, taxRate: '19.00', amount: 10_000 }, { description: 'Free', quantity: '1', unitPrice: 0, taxRate: '0', amount: 0 }],
    subtotal: 10_000, taxes: [{ rate: '19', base: 10_000, amount: 1_900 }], taxTotal: 1_900, total: 11_900, notes: null,
  };
  await db.query(
    `insert into invoice_revision (id, business_id, created_at, client_id, invoice_id, revision, document) values ($1, $2, $3, $4, $5, 1, $6)`,
    [v7(), business, at, client, invoice, JSON.stringify(document)],
  );
  await db.query(
    `insert into payment_intent (id, business_id, created_at, client_id, provider_id, state, currency, amount) values ($1, $2, $3, $4, 'pi_1', 'SUCCEEDED', 'EUR', 10000)`, [intent, business, at, client],
  );
  const entries = [['ISSUED', 11_900, 0, 0, null, null], ['PAID', -2_900, 2_900, 0, 'IMPORTED', null], ['PAID', -9_000, 9_000, 0, 'CARD', intent], ['CREDITED', 0, 1_000, 1_000, 'CARD', intent]];
  for (const [kind, owed, paid, credit, method, by] of entries) {
    await db.query(
      `insert into ledger_entry (id, business_id, created_at, client_id, invoice_id, kind, currency, owed_change, paid_change, credit_change, method, payment_intent_id, occurred_on)
       values ($1, $2, $3, $4, $5, $6, 'EUR', $7, $8, $9, $10, $11, '2026-01-03')`, [v7(), business, at, client, kind === 'CREDITED' ? null : invoice, kind, owed, paid, credit, method, by],
    );
  }
  await db.query(`insert into client_balance (id, business_id, created_at, client_id, currency, owed, paid, credit) values ($1, $2, $3, $4, 'EUR', 0, 12900, 1000)`, [v7(), business, at, client]);
  await db.query(`insert into contact (id, business_id, created_at, client_id, name, email) values ($1, $2, $3, $4, 'Ada', 'ada@acme.example')`, [contact, business, at, client]);
  await db.query(
    `insert into ticket (id, business_id, created_at, client_id, contact_id, number, subject, state, reply_token, last_message_at)
     values ($1, $2, $3, $4, $5, 1, 'The boat', 'AWAITING_TEAM', 'f00d', $3)`, [ticket, business, at, client, contact],
  );
  await db.query(
    `insert into ticket_message (id, business_id, created_at, client_id, ticket_id, author_kind, author_name, contact_id, channel, body, message_id)
     values ($1, $2, $3, $4, $5, 'CONTACT', 'Ada', $6, 'EMAIL', 'It is about INV-2026-0042.', 'a@acme.example')`, [message, business, at, client, ticket, contact],
  );
  await db.query(
    `insert into dispatch (id, business_id, created_at, client_id, contact_id, kind, ticket_message_id, recipient, state) values ($1, $2, $3, $4, $5, 'TICKET_REPLY', $6, 'ada@acme.example', 'SENT')`,
    [v7(), business, at, client, contact, message],
  );
  const [full, old] = [{ From: 'Ada@acme.example', FromFull: { Email: 'Ada@acme.example', Name: 'Ada' }, Subject: 'Re: The boat' }, { From: 'bob@acme.example' }];
  for (const payload of [full, old]) {
    await db.query(
      `insert into inbound_email (id, business_id, created_at, provider_message_id, body_sha256, payload, outcome, ticket_id) values ($1, $2, $3, $4, '\\x00', $5, 'ACCEPTED', $6)`,
      [v7(), business, at, payload.From, JSON.stringify(payload), ticket],
    );
  }
  await db.query('commit');
}

test('what the first version wrote is brought into the new shape, and the books still agree', async () => {
  await fillAsTheFirstVersionDid();
  await migrate(database.url);

  const { rows: payments } = await db.query(`select id, amount::int, method, received_on::text, payment_intent_id from payment order by amount`);
  expect(payments).toEqual([
    { id: expect.any(String), amount: 2_900, method: 'IMPORTED', received_on: '2026-01-03', payment_intent_id: null },
    { id: intent, amount: 10_000, method: 'CARD', received_on: '2026-01-03', payment_intent_id: intent },
  ]);
  const { rows: lines } = await db.query('select taxes, discount_total::int from invoice_line order by position');
  expect(lines).toEqual([{ taxes: [{ name: 'Tax', rate: '19', isCompound: false }], discount_total: 0 }, { taxes: [], discount_total: 0 }]);
  const { rows: [revision] } = await db.query('select kind, document from document_revision where document_id = $1', [invoice]);
  expect(revision).toMatchObject({
    kind: 'INVOICE',
    document: {
      netTotal: 10_000, discount: null, paper: 'A4', taxRounding: 'DOCUMENT', business: { logo: null, taxId: null },
      taxes: [{ name: 'Tax', rate: '19', isCompound: false, base: 10_000, amount: 1_900 }],
      lines: [{ taxes: [{ name: 'Tax', rate: '19', isCompound: false }], discountTotal: 0 }, { taxes: [] }],
    },
  });
  const { rows: messages } = await db.query('select kind, body, html, held_until, is_automatic, cc from ticket_message');
  expect(messages).toEqual([{ kind: 'MESSAGE', body: 'It is about INV-2026-0042.', html: null, held_until: null, is_automatic: false, cc: [] }]);
  const { rows: mails } = await db.query('select from_address, from_name, subject, outcome from inbound_email order by from_address');
  expect(mails).toEqual([{ from_address: 'ada@acme.example', from_name: 'Ada', subject: 'Re: The boat', outcome: 'ACCEPTED' }, { from_address: 'bob@acme.example', from_name: '', subject: '', outcome: 'ACCEPTED' }]);
  const { rows: [settings] } = await db.query('select inbound_token, undo_send_seconds, reopen_days from business');
  expect(settings).toEqual({ inbound_token: expect.stringMatching(/^[0-9a-f]{32}$/), undo_send_seconds: 10, reopen_days: 30 });
  await expect(db.query(`update ledger_entry set kind = 'PAID'`)).rejects.toThrow('append-only');

  const orm = await openOrm(database.url);
  try {
    expect(await ledgerDifferences(emFor(orm, { kind: 'system' }))).toEqual([]);
    const em = emFor(orm, { kind: 'client', businessId: business, clientId: client });
    for (const word of ['boat', '0042']) expect(await em.execute('select tickets_with(?::tsquery) as id', [word])).toEqual([{ id: ticket }]);
  } finally {
    await orm.close(true);
  }
});
