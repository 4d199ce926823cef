import { afterAll, beforeAll, expect, test } from 'vitest';
import { emFor } from '../src/tenancy.ts';
import { aSentEstimate } from './support/estimates.ts';
import { anAttachment } from './support/files.ts';
import { aDraft, aSentInvoice } from './support/invoices.ts';
import { aBusiness, aClient, takesPayments, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;
let contoso: Firm;
let acme: Customer;
let beta: Customer;
let tables: string[];

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  contoso = await aBusiness(portal, 'Contoso');
  acme = await aClient(portal, northwind, 'Acme');
  beta = await aClient(portal, northwind, 'Beta');
  await takesPayments(portal, northwind);
  for (const customer of [acme, beta]) {
    const { id } = await aSentInvoice(northwind, customer);
    await aSentEstimate(northwind, customer);
    await anAttachment(northwind, await aDraft(northwind, customer));
    await northwind.owner.get('mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 100, method: CASH }) { id } issueCreditNote(input: { invoiceId: $id, lines: [{ description: "Back", unitPrice: 1 }] }) { id } }', { id });
    const { openTicket } = await customer.person.get<{ openTicket: { id: string } }>('mutation { openTicket(input: { subject: "Hello", message: "Is anybody there?" }) { id } }');
    await northwind.owner.get(
      `mutation ($id: ID!, $name: String!) {
        replyToTicket(input: { ticketId: $id, message: "among us", isNote: true }) { id } markTicketRead(id: $id) { id }
        addParticipant(ticketId: $id, address: "copy@y.example") { id } saveCannedReply(name: $name, body: "x") { id }
      }`, { id: openTicket.id, name: customer.client.id },
    );
    await customer.person.get('mutation ($id: ID!) { markTicketRead(id: $id) { id } }', openTicket);
    await rows(portal, `with p as (select * from payment where client_id = $1), r as (
        insert into refund (id, business_id, created_at, client_id, payment_id, currency, amount, state) select gen_random_uuid(), business_id, now(), client_id, id, currency, 1, 'FAILED' from p)
      insert into dispute (id, business_id, created_at, client_id, payment_id, provider_id, currency, amount, withdrawn, status, reason, opened_at)
        select gen_random_uuid(), business_id, now(), client_id, id, id::text, currency, 1, 0, 'warning_closed', 'general', now() from p`, [customer.client.id]);
  }
  await rows(portal, `insert into payout (id, business_id, created_at, provider_id, currency, amount, paid_out, syncs, status, arrives_on, initiated_at) values (gen_random_uuid(), $1, now(), 'po_1', 'EUR', 1, 0, 0, 'pending', now(), now())`, [northwind.business.id]);
  tables = (await rows<{ table_name: string }>(portal, `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'business_id'`))
    .map(({ table_name }) => table_name);
});
afterAll(() => portal.close());

/** Holds no row of anybody's, and no tenant may touch it. */
const WITHOUT_TENANTS = ['mikro_orm_migrations'];

test('every table forces row-level security on a tenant, with a policy', async () => {
  const open = await rows<{ name: string }>(
    portal,
    `select c.relname as name from pg_class c
     where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
       and not (c.relrowsecurity and c.relforcerowsecurity and exists (
         select from pg_policy p where p.polrelid = c.oid and 'portal_tenant'::regrole = any (p.polroles)))`,
  );
  expect(open.map(({ name }) => name)).toEqual(WITHOUT_TENANTS);
  for (const table of WITHOUT_TENANTS) {
    const [may] = await rows<{ read: boolean }>(portal, `select has_table_privilege('portal_tenant', $1, 'select') as read`, [table]);
    expect(may).toEqual({ read: false });
  }
});

test('a tenant may delete drafts, what hangs on them and the keys that it gave us alone, and the server is no superuser', async () => {
  const deletable = await rows<{ relname: string }>(
    portal, `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and has_table_privilege('portal_tenant', oid, 'delete')`,
  );
  expect(deletable.map(({ relname }) => relname).toSorted()).toEqual(['attachment', 'canned_reply', 'estimate', 'estimate_line', 'invoice', 'invoice_line', 'payment_account', 'ticket_message']);
  const [{ rolsuper, rolbypassrls } = {}] = await emFor(portal.app.services.orm, { kind: 'system' }).execute<{ rolsuper?: boolean; rolbypassrls?: boolean }[]>(
    'select rolsuper, rolbypassrls from pg_roles where rolname = session_user',
  );
  expect({ rolsuper, rolbypassrls }).toEqual({ rolsuper: false, rolbypassrls: false });
});

test("as another business, raw SQL sees none of a business's rows", async () => {
  const em = emFor(portal.app.services.orm, { kind: 'business', businessId: contoso.business.id });
  for (const table of tables) {
    expect({ table, rows: await em.execute(`select id from ${table} where business_id = ?`, [northwind.business.id]) }).toEqual({ table, rows: [] });
  }
  // The same question, asked as that business, has an answer.
  const own = emFor(portal.app.services.orm, { kind: 'business', businessId: northwind.business.id });
  expect(await own.execute('select id from invoice where business_id = ?', [northwind.business.id])).toHaveLength(4);
});

test('as nobody, raw SQL sees no row at all', async () => {
  const em = emFor(portal.app.services.orm, { kind: 'business', businessId: '' });
  for (const table of tables) expect({ table, rows: await em.execute(`select id from ${table}`) }).toEqual({ table, rows: [] });
});

test("as a client, raw SQL sees its own client's rows alone, and none of the team's", async () => {
  const em = emFor(portal.app.services.orm, { kind: 'client', businessId: northwind.business.id, clientId: acme.client.id });
  for (const table of ['invoice', 'invoice_line', 'document_revision', 'ledger_entry', 'estimate', 'estimate_line', 'credit_note', 'credit_note_line', 'payment', 'refund', 'dispute', 'attachment', 'client_balance', 'ticket', 'ticket_message', 'ticket_participant', 'ticket_reading', 'contact', 'dispatch']) {
    const seen = await em.execute<{ client_id: string }[]>(`select distinct client_id from ${table}`);
    expect({ table, seen }).toEqual({ table, seen: [{ client_id: acme.client.id }] });
  }
  expect(await em.execute('select id from client')).toEqual([{ id: acme.client.id }]);
  for (const table of ['team_member', 'client_event', 'magic_link', 'team_sign_in_link', 'payment_account', 'provider_event', 'payout', 'inbound_email', 'suppressed_address', 'import_batch', 'canned_reply']) {
    expect({ table, seen: await em.execute(`select id from ${table}`) }).toEqual({ table, seen: [] });
  }
});

test("as a client, raw SQL sees no note and nothing that may still be taken back, and only that can be taken away", async () => {
  const { orm } = portal.app.services;
  const [{ ticketId } = {}] = await rows<{ ticketId: string }>(portal, `select id as "ticketId" from ticket where client_id = $1`, [acme.client.id]);
  const [{ id } = {}] = await rows<{ id: string }>(
    portal,
    `insert into ticket_message (id, business_id, created_at, client_id, ticket_id, author_kind, author_name, channel, body, message_id, held_until)
     values (gen_random_uuid(), $1, now(), $2, $3, 'TEAM_MEMBER', 'x', 'WEB', 'held', 'held', now() + interval '1 hour') returning id`,
    [northwind.business.id, acme.client.id, ticketId],
  );
  const asAcme = emFor(orm, { kind: 'client', businessId: northwind.business.id, clientId: acme.client.id });
  const asTeam = emFor(orm, { kind: 'business', businessId: northwind.business.id });
  const bodies = `select body from ticket_message where ticket_id = '${ticketId}' order by created_at, id`;
  expect(await asAcme.execute(bodies)).toEqual([{ body: 'Is anybody there?' }]);
  expect(await asTeam.execute(bodies)).toEqual([{ body: 'Is anybody there?' }, { body: 'among us' }, { body: 'held' }]);
  expect(await asAcme.execute('delete from ticket_message returning id')).toEqual([]);
  expect(await asTeam.execute('delete from ticket_message returning id')).toEqual([{ id }]);
});

test("nobody writes into another's rows", async () => {
  const { orm } = portal.app.services;
  const asContoso = emFor(orm, { kind: 'business', businessId: contoso.business.id });
  await asContoso.execute('update invoice set notes = ? where business_id = ?', ['changed', northwind.business.id]);
  await expect(
    asContoso.execute(
      `insert into client (id, business_id, created_at, name, address) values (gen_random_uuid(), ?, now(), 'planted', '{}')`, [northwind.business.id],
    ),
  ).rejects.toThrow(/row-level security/);

  const asAcme = emFor(orm, { kind: 'client', businessId: northwind.business.id, clientId: acme.client.id });
  await asAcme.execute('update invoice set notes = ? where client_id = ?', ['changed', beta.client.id]);
  await expect(asAcme.execute('update invoice set client_id = ? where client_id = ?', [beta.client.id, acme.client.id])).rejects.toThrow(/row-level security/);
  expect(await rows(portal, `select id from invoice where notes = 'changed'`)).toEqual([]);
  // Nor does a client take away what is its own.
  for (const table of ['invoice_line', 'estimate_line']) expect(await asAcme.execute(`delete from ${table} returning id`)).toEqual([]);
});

test('scopes used at the same time do not mix', async () => {
  const { orm } = portal.app.services;
  const seen = await Promise.all(
    Array.from({ length: 40 }, async (_, turn) => {
      const { client } = turn % 2 ? acme : beta;
      const em = emFor(orm, { kind: 'client', businessId: northwind.business.id, clientId: client.id });
      const [row] = await em.execute<{ id: string }[]>('select id from client');
      return row?.id === client.id;
    }),
  );
  expect(new Set(seen)).toEqual(new Set([true]));
});
