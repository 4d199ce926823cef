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

const [business, client, invoice, intent] = [v7(), v7(), v7(), v7()];
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
  await expect(db.query(`update ledger_entry set kind = 'PAID'`)).rejects.toThrow('append-only');

  const orm = await openOrm(database.url);
  try {
    expect(await ledgerDifferences(emFor(orm, { kind: 'system' }))).toEqual([]);
  } finally {
    await orm.close(true);
  }
});
