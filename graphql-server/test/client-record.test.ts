import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSentEstimate } from './support/estimates.ts';
import { aDraft, aSentInvoice } from './support/invoices.ts';
import { aBusiness, aClient, aColleague, type Customer, type Firm, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;
let number: string;

beforeAll(async () => {
  portal = await startPortal();
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme <& Sons> 東京');
  await aDraft(northwind, acme);
  const invoice = await aSentInvoice(northwind, acme, { currency: 'KWD', lines: [{ description: 'Pier', quantity: '2', unitPrice: 1_500, taxes: [{ name: 'VAT', rate: '10' }] }] });
  number = invoice.number;
  await aSentEstimate(northwind, acme);
  await northwind.owner.get('mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 300, method: CASH, sendReceipt: false }) { id } }', { id: invoice.id });
  const { openTicket } = await acme.person.get<{ openTicket: { id: string } }>('mutation { openTicket(input: { subject: "The pier <b>creaks</b>", message: "It creaks.\\nEspecially at night." }) { id } }');
  await say(openTicket.id, 'Between us: they are right.', true);
  await say(openTicket.id, 'We come on Tuesday.');
  const mail = await portal.postmark.waitFor(({ TextBody }) => TextBody.includes('We come on Tuesday.'));
  await portal.postmark.replyAs(mail, { text: 'Tuesday suits us.' });
  while ((await rows(portal, `select from ticket_message where channel = 'EMAIL'`)).length === 0 || (await rows(portal, `select from dispatch where state in ('QUEUED', 'SENT')`)).length > 0) await setTimeout(25);
  await rows(portal, `insert into attachment (id, business_id, created_at, client_id, ticket_message_id, name, omitted_because)
    select gen_random_uuid(), business_id, now(), client_id, id, 'huge.mov', 'It is too large.' from ticket_message where channel = 'EMAIL'`);
});
afterAll(() => portal.close());

const say = (id: string, message: string, isNote = false) =>
  northwind.owner.get('mutation ($id: ID!, $message: String!, $isNote: Boolean) { replyToTicket(input: { ticketId: $id, message: $message, isNote: $isNote }) { id } }', { id, message, isNote });

const download = (person: Person, id: string, format: 'json' | 'pdf', base = '/admin') => person.fetch(`${base}/files/exports/clients/${id}/record.${format}`);

interface ExportedRecord {
  [section: string]: unknown;
  tickets: { messages: { text: string }[] }[];
  mails: { kind: string; state: string; recipient: string; subject: string }[];
  timeline: { kind: string; occurredAt: string }[];
}

async function recordOf({ client }: Customer, person = northwind.owner): Promise<ExportedRecord> {
  const response = await download(person, client.id, 'json');
  expect(response.status).toBe(200);
  return (await response.json()) as ExportedRecord;
}

async function pdfOf({ client }: Customer): Promise<{ text: string; pages: number; bytes: number }> {
  const response = await download(northwind.owner, client.id, 'pdf');
  expect(response.headers.get('content-type')).toBe('application/pdf');
  const content = new Uint8Array(await response.arrayBuffer());
  const bytes = content.length;
  const { text, totalPages } = await extractText(await getDocumentProxy(content), { mergePages: true });
  return { text: text.replaceAll(/\s+/g, ' '), pages: totalPages, bytes };
}

describe('the record of a client as JSON', () => {
  test('is a file of one well-formed document that says what it is', async () => {
    const response = await download(northwind.owner, acme.client.id, 'json');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename=".*record \d{4}-\d\d-\d\d\.json"/);
    expect(response.headers.get('cache-control')).toContain('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const record = (await response.json()) as Record<string, unknown>;
    expect(record).toMatchObject({ format: 'client-record', version: 1, business: { name: 'Northwind' }, client: { id: acme.client.id, name: 'Acme <& Sons> 東京' } });
    expect(Object.keys(record)).toEqual([
      'format', 'version', 'producedAt', 'producedBy', 'business', 'client', 'contacts', 'balances', 'invoices', 'estimates', 'creditNotes', 'payments', 'refunds', 'disputes', 'ledgerEntries', 'tickets', 'mails', 'timeline',
    ]);
  });

  test('has the documents with their lines, and what was paid, in minor units', async () => {
    const { invoices, estimates, payments, ledgerEntries, balances, creditNotes } = await recordOf(acme);
    const kwd = (minorUnits: number) => ({ minorUnits, currency: 'KWD' });
    expect(invoices).toMatchObject([
      { status: 'DRAFT', number: null },
      { status: 'SENT', number, lines: [{ description: 'Pier', quantity: '2', unitPrice: kwd(1_500), amount: kwd(3_000), taxes: [{ name: 'VAT', rate: '10' }] }], subtotal: kwd(3_000), taxTotal: kwd(300), total: kwd(3_300), amountPaid: kwd(300), balance: kwd(3_000) },
    ]);
    expect(estimates).toMatchObject([{ status: 'SENT', lines: [{ description: 'Design' }], total: { minorUnits: 10_000, currency: 'EUR' } }]);
    expect(payments).toMatchObject([{ amount: kwd(300), method: 'CASH' }]);
    expect(ledgerEntries).toMatchObject([{ kind: 'ISSUED', owedChange: kwd(3_300) }, { kind: 'PAID', owedChange: kwd(-300), paidChange: kwd(300) }]);
    expect(balances).toEqual([{ currency: 'KWD', owed: kwd(3_000), paid: kwd(300), credit: kwd(0) }]);
    expect(creditNotes).toEqual([]);
  });

  test('has each ticket with what was said, quoted, attached and delivered; a note is marked as one', async () => {
    const { tickets } = await recordOf(acme);
    expect(tickets).toMatchObject([{
      subject: 'The pier <b>creaks</b>', state: 'AWAITING_TEAM', messages: [
        { isInternalNote: false, authorKind: 'CONTACT', text: 'It creaks.\nEspecially at night.', deliveries: [] },
        { isInternalNote: true, authorName: 'Northwind owner', text: 'Between us: they are right.', deliveries: [] },
        { isInternalNote: false, text: 'We come on Tuesday.', deliveries: [{ recipient: acme.contact.email, state: 'DELIVERED', error: null }] },
        { isInternalNote: false, channel: 'EMAIL', text: 'Tuesday suits us.', foldedText: expect.stringContaining('We come on Tuesday.'), files: [{ name: 'huge.mov', size: null, contentType: null, omittedBecause: 'It is too large.' }] },
      ],
    }]);
  });

  test('has each mail, and the whole timeline, newest first', async () => {
    const { mails, timeline } = await recordOf(acme);
    expect(mails.map(({ kind, state, recipient }) => [kind, state, recipient])).toEqual(['INVOICE', 'ESTIMATE', 'TICKET_REPLY'].map((kind) => [kind, 'DELIVERED', acme.contact.email]));
    expect(mails[0]!.subject).toContain(number);
    expect(timeline).toHaveLength(12);
    expect(timeline.filter(({ kind }) => kind === 'note')).toHaveLength(1);
    const times = timeline.map(({ occurredAt }) => occurredAt);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test('has nothing of what may still be taken back', async () => {
    const firm = await aBusiness(portal, 'Careful', { undoSendSeconds: 60 });
    const customer = await aClient(portal, firm, 'Waiting');
    const { openTicket } = await customer.person.get<{ openTicket: { id: string } }>('mutation { openTicket(input: { subject: "Hello", message: "Hello?" }) { id } }');
    await firm.owner.get('mutation ($id: ID!) { replyToTicket(input: { ticketId: $id, message: "Thoughtless words" }) { id } }', { id: openTicket.id });
    const record = await recordOf(customer, firm.owner);
    expect(record.tickets[0]!.messages).toHaveLength(1);
    expect(JSON.stringify(record)).not.toContain('Thoughtless');
  });

  test('of a client that has just been added is well-formed too', async () => {
    const firm = await aBusiness(portal, 'New');
    const { createClient } = await firm.owner.get<{ createClient: { id: string } }>('mutation { createClient(input: { name: "Nobody yet" }) { id } }');
    const record = (await (await download(firm.owner, createClient.id, 'json')).json()) as Record<string, unknown>;
    expect(record).toMatchObject({ contacts: [], invoices: [], tickets: [], mails: [], timeline: [{ kind: 'client.created' }] });
  });
});

describe('the record as a PDF', () => {
  test('has it all as text, marks notes, and has page numbers', async () => {
    const { text } = await pdfOf(acme);
    for (const part of [
      'Client record', 'Acme <& Sons> 東京', acme.contact.email, number, 'Pier', 'KWD', '3.300', 'The pier <b>creaks</b>', 'Especially at night.', 'Internal note', 'Between us: they are right.',
      'Tuesday suits us.', 'Quoted text and signature', 'huge.mov', 'It is too large.', 'Cash', 'Record of Acme <& Sons> 東京 · Northwind', 'Page 1 of', 'Timeline, newest first',
    ]) expect.soft(text).toContain(part);
    expect(text).not.toContain('There is more');
  });

  test('says what it leaves out of a client of thousands of messages, which the JSON has', async () => {
    const customer = await aClient(portal, northwind, 'Talkative');
    const { openTicket } = await customer.person.get<{ openTicket: { id: string } }>('mutation { openTicket(input: { subject: "Long", message: "The first." }) { id } }');
    const more = (from: number, to: number) => rows(portal, `insert into ticket_message (id, business_id, created_at, client_id, ticket_id, author_kind, author_name, channel, body, message_id)
      select gen_random_uuid(), $1, now() + n * interval '1 second', $2, $3, 'CONTACT', 'Ada', 'WEB', 'Plain words of every day, said again and again. Word' || n, 'm' || n from generate_series(${from}, ${to}) n`, [northwind.business.id, customer.client.id, openTicket.id]);
    await more(1, 1_000);
    const { text, pages } = await pdfOf(customer);
    expect(text).toContain('Word1000');
    expect(text).not.toContain('There is more');
    expect(pages).toBeGreaterThan(20);
    await more(1_001, 3_000);
    const longer = await pdfOf(customer);
    expect(longer.text).toContain('Word3000');
    expect(longer.text).toContain('Word1001 ');
    expect(longer.text).not.toContain('Word999 ');
    expect(longer.text).toContain('There is more than is printed here: this is the latest. The export as JSON has all of it.');
    const record = await recordOf(customer);
    expect(record.tickets[0]!.messages.map(({ text: words }) => words)).toEqual(['The first.', ...Array.from({ length: 3_000 }, (_, n) => `Plain words of every day, said again and again. Word${n + 1}`)]);
    expect(record.timeline).toHaveLength(3_003);
  }, 60_000);
});

describe('the record is', () => {
  const told = async (response: Response) => `${response.status} ${await response.text()}`;

  test.each(['json', 'pdf'] as const)('for the team alone, of its own business, as %s', async (format) => {
    expect(await told(await download(acme.person, acme.client.id, format, ''))).toMatch(/^403 /);
    expect(await told(await download(acme.person, acme.client.id, format))).toMatch(/^401 /);
    const fabrikam = await aBusiness(portal, `Fabrikam ${format}`);
    const unknown = await told(await download(fabrikam.owner, randomUUID(), format));
    expect(unknown).toMatch(/^404 /);
    expect(await told(await download(fabrikam.owner, acme.client.id, format))).toBe(unknown);
    expect(await told(await download(fabrikam.owner, 'no-id', format))).toBe(unknown);
  });

  test('for whoever may only read, too', async () => {
    const reader = await aColleague(portal, northwind, 'Reader', 'READ_ONLY');
    expect((await recordOf(acme, reader))['producedBy']).toBe('Reader');
  });

  test('not made for HEAD', async () => {
    const response = await northwind.owner.fetch(`/admin/files/exports/clients/${acme.client.id}/record.pdf`, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, 'application/pdf', '']);
  });
});
