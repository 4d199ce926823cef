import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statusOf, STATUS_SQL } from '../src/invoices/invoice.entity.ts';
import { invoiceStates } from '../src/invoices/invoice-states.ts';
import { dayIn, addDays } from '../src/shared/clock.ts';
import { emFor } from '../src/tenancy.ts';
import { aDraft, aSentInvoice, CREATE_INVOICE, SEND_INVOICE } from './support/invoices.ts';
import { aBusiness, aClient, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rowCounts, rows } from './support/rows.ts';

let portal: Portal;
let northwind: Firm;
let acme: Customer;
/** Null is the real present. */
let present: Date | null = null;

beforeAll(async () => {
  portal = await startPortal({}, { clock: () => present ?? new Date() });
  northwind = await aBusiness(portal, 'Northwind');
  acme = await aClient(portal, northwind, 'Acme');
});
afterAll(() => portal.close());

describe('the status', () => {
  test('is the same in SQL as in the entity, for every state, balance and day', async () => {
    const today = '2026-03-15';
    const em = emFor(portal.app.services.orm, { kind: 'system' });
    for (const state of Object.values(invoiceStates)) {
      for (const balance of [0, 1, 5_000]) {
        for (const dueDate of [null, '2026-03-14', '2026-03-15', '2026-03-16', '2025-12-31']) {
          const [row] = await em.execute<{ status: string }[]>(
            `select ${STATUS_SQL} as status from (select ?::text as state, ?::bigint as balance, ?::date as due_date) i`, [today, state, balance, dueDate],
          );
          expect({ state, balance, dueDate, status: row?.status }).toEqual({ state, balance, dueDate, status: statusOf({ state, balance, dueDate }, today) });
        }
      }
    }
  });

  interface Listed { id: string; status: string }
  const LISTED = `query ($filter: InvoiceFilter, $sort: InvoiceSort) { invoices(first: 200, filter: $filter, sort: $sort) { totalCount edges { node { id status } } } }`;

  async function everywhere({ person, client }: Customer, { owner }: Firm, id: string): Promise<Set<string>> {
    const said = new Set<string>();
    for (const who of [person, owner]) {
      const { invoice } = await who.get<{ invoice: Listed }>('query ($id: ID!) { invoice(id: $id) { status } }', { id });
      said.add(invoice.status);
      for (const status of ['DRAFT', 'SENT', 'OVERDUE', 'PAID', 'VOID']) {
        const { invoices } = await who.get<{ invoices: { totalCount: number; edges: { node: Listed }[] } }>(LISTED, { filter: { status: [status], clientId: client.id } });
        expect(invoices.totalCount).toBe(invoices.edges.length);
        const found = invoices.edges.find(({ node }) => node.id === id);
        if (found) for (const word of [status, found.node.status]) said.add(word);
      }
    }
    return said;
  }

  test('is overdue from the day after the due date, in list, filter and detail', async () => {
    const today = dayIn('UTC', new Date());
    for (const [days, status] of [[-1, 'OVERDUE'], [0, 'SENT'], [1, 'SENT']] as const) {
      const { id } = await aSentInvoice(northwind, acme, { issueDate: addDays(today, -10), dueDate: addDays(today, days) });
      expect(await everywhere(acme, northwind, id)).toEqual(new Set([status]));
    }
  });

  test.each([
    // Midnight there is in the middle of the day, and of the evening before, by UTC.
    ['Pacific/Auckland', 1],
    ['America/Los_Angeles', 0],
    ['UTC', 0],
  ])('turns at midnight in %s', async (timeZone, dayBehind) => {
    const firm = await aBusiness(portal, `Firm ${timeZone}`, { timeZone });
    const customer = await aClient(portal, firm, `Client ${timeZone}`);
    const due = addDays(dayIn(timeZone, new Date()), 3);
    const { id } = await aSentInvoice(firm, customer, { dueDate: due });
    const midnight = startOfDay(timeZone, addDays(due, 1));
    // By UTC the due date is over since hours, or lasts for hours yet.
    expect(midnight.toISOString().slice(0, 10)).toBe(addDays(due, 1 - dayBehind));
    const overdue = async () =>
      (await customer.person.get<{ statement: { balances: { overdue: { minorUnits: number } }[] } }>('{ statement { balances { overdue { minorUnits } } } }')).statement.balances[0]!.overdue.minorUnits;
    try {
      present = new Date(midnight.valueOf() - 1_000);
      expect(await everywhere(customer, firm, id)).toEqual(new Set(['SENT']));
      expect(await overdue()).toBe(0);
      present = midnight;
      expect(await everywhere(customer, firm, id)).toEqual(new Set(['OVERDUE']));
      expect(await overdue()).toBe(10_000);
    } finally {
      present = null;
    }
  });

  test('sorts in the order Draft, Sent, Overdue, Paid, Void', async () => {
    const firm = await aBusiness(portal, 'Sorted');
    const customer = await aClient(portal, firm, 'Of Sorted');
    const csv = ['number,client_email,issue_date,due_date,currency,line_description,quantity,unit_price,status'];
    for (const [number, status, due] of [['P', 'paid', ''], ['S', 'sent', '2199-01-01'], ['V', 'void', ''], ['O', 'sent', '2020-01-02'], ['D', 'draft', '']]) {
      csv.push(`${number},${customer.contact.email},2020-01-01,${due},EUR,x,1,1,${status}`);
    }
    await firm.owner.get('mutation ($csv: String!) { importInvoices(csv: $csv) { imported } }', { csv: csv.join('\n') });
    for (const [direction, expected] of [['ASC', ['DRAFT', 'SENT', 'OVERDUE', 'PAID', 'VOID']], ['DESC', ['VOID', 'PAID', 'OVERDUE', 'SENT', 'DRAFT']]] as const) {
      const { invoices } = await firm.owner.get<{ invoices: { edges: { node: Listed }[] } }>(LISTED, { sort: { field: 'STATUS', direction } });
      expect(invoices.edges.map(({ node }) => node.status)).toEqual(expected);
    }
  });
});

/** The instant at which the day begins there. */
function startOfDay(timeZone: string, day: string): Date {
  let at = new Date(`${addDays(day, -1)}T00:00:00Z`);
  while (dayIn(timeZone, at) < day) at = new Date(at.valueOf() + 900_000);
  return at;
}

describe('pages', () => {
  let firm: Firm;
  let customer: Customer;
  beforeAll(async () => {
    firm = await aBusiness(portal, 'Paged');
    customer = await aClient(portal, firm, 'Of Paged');
    const csv = ['number,client_email,issue_date,due_date,currency,line_description,quantity,unit_price,status'];
    const [statuses, days] = [['sent', 'paid', 'void', 'draft'], ['2024-02-29', '2024-02-29', '2024-03-01']];
    for (let index = 0; index < 60; index += 1) {
      csv.push(`P-${index},${customer.contact.email},${days[index % 3]},${['2024-03-02', '2199-01-01', ''][index % 3]},${index % 2 ? 'EUR' : 'USD'},x,1,${index % 7},${statuses[index % 4]}`);
    }
    const { importInvoices } = await firm.owner.get<{ importInvoices: { imported: number; errors: unknown[] } }>('mutation ($csv: String!) { importInvoices(csv: $csv) { imported errors { message } } }', { csv: csv.join('\n') });
    expect(importInvoices).toEqual({ imported: 60, errors: [] });
  });

  interface Row { id: string; status: string; issueDate: string; dueDate: string | null; number: string | null; currency: string; total: { minorUnits: number } }
  interface Page { invoices: { edges: { node: Row }[]; pageInfo: { hasNextPage: boolean; endCursor: string }; totalCount: number } }
  const PAGE = `query ($first: Int!, $after: String, $sort: InvoiceSort, $filter: InvoiceFilter) {
    invoices(first: $first, after: $after, sort: $sort, filter: $filter) { totalCount pageInfo { hasNextPage endCursor } edges { node { id status issueDate dueDate number currency total { minorUnits } } } }
  }`;

  async function inPagesOf(first: number, sort: object, filter: object = {}) {
    const found: Page['invoices']['edges'][number]['node'][] = [];
    for (let after: string | null = null; ; ) {
      const { invoices }: Page = await firm.owner.get<Page>(PAGE, { first, after, sort, filter });
      found.push(...invoices.edges.map(({ node }) => node));
      if (!invoices.pageInfo.hasNextPage) return { found, totalCount: invoices.totalCount };
      after = invoices.pageInfo.endCursor;
    }
  }

  const sorts = ['ISSUE_DATE', 'DUE_DATE', 'NUMBER', 'STATUS', 'TOTAL'].flatMap((field) => ['ASC', 'DESC'].map((direction) => ({ field, direction })));

  test.each(sorts)('by $field $direction make up the whole, each row once', async (sort) => {
    const whole = await inPagesOf(200, sort);
    expect(whole.totalCount).toBe(60);
    expect(new Set(whole.found.map(({ id }) => id)).size).toBe(60);
    for (const first of [1, 7, 30]) expect((await inPagesOf(first, sort)).found).toEqual(whole.found);
  });

  test.each(sorts)('by $field $direction are in order, newest first within a status', async (sort) => {
    const { found } = await inPagesOf(200, sort);
    const rank = (status: string) => ['DRAFT', 'SENT', 'OVERDUE', 'PAID', 'VOID'].indexOf(status);
    const ascends = sort.direction === 'ASC' ? 1 : -1;
    found.slice(1).forEach((row, index) => {
      const before = found[index]!;
      const byDate = before.issueDate === row.issueDate ? 0 : before.issueDate < row.issueDate ? -1 : 1;
      if (sort.field === 'ISSUE_DATE') expect(byDate * ascends).toBeLessThanOrEqual(0);
      else if (sort.field !== 'STATUS') {
        const key = ({ dueDate, number, currency, total }: Row) =>
          ({ DUE_DATE: dueDate ?? '9999-12-31', NUMBER: number ?? '', TOTAL: `${currency}${String(total.minorUnits).padStart(9, '0')}` })[sort.field]!;
        expect((key(before) <= key(row) ? -1 : 1) * (key(before) === key(row) ? 0 : ascends)).toBeLessThanOrEqual(0);
      } else {
        const byStatus = (rank(before.status) - rank(row.status)) * ascends;
        expect(byStatus).toBeLessThanOrEqual(0);
        if (byStatus === 0) expect(byDate).toBeGreaterThanOrEqual(0);
      }
    });
  });

  test('keep to dates, currency and amounts', async () => {
    const { found, totalCount } = await inPagesOf(4, { field: 'TOTAL', direction: 'DESC' }, { from: '2024-03-01', to: '2024-03-01', currency: 'EUR', minTotal: 100, maxTotal: 400 });
    expect(totalCount).toBe(found.length);
    expect(found.length).toBeGreaterThan(2);
    for (const { issueDate, currency, total } of found) {
      expect([issueDate, currency]).toEqual(['2024-03-01', 'EUR']);
      expect(total.minorUnits).toBeGreaterThanOrEqual(100);
      expect(total.minorUnits).toBeLessThanOrEqual(400);
    }
    expect((await firm.owner.ask(PAGE, { first: 5, filter: { minTotal: 1 } })).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'currency' });
  });

  test('keep to the filter', async () => {
    const { found, totalCount } = await inPagesOf(4, { field: 'STATUS', direction: 'ASC' }, { status: ['OVERDUE', 'PAID'], year: 2024 });
    expect(totalCount).toBe(found.length);
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['OVERDUE', 'PAID']));
  });

  test.each([{ year: -1 }, { year: 0 }, { year: 10_000 }, { year: 2_000_000_000 }])('of the year %j are none or refused, never a fault', async (filter) => {
    expect(['no error', 'BAD_USER_INPUT']).toContain(await firm.owner.refusal(PAGE, { first: 5, filter }));
    expect((await customer.person.fetch(`/files/invoices.zip?year=${filter.year}&status=DRAFT`)).status).toBeLessThan(500);
  });

  test.each([0, -1, 201, 2_147_483_647])('of %i rows are refused', async (first) => {
    const { errors } = await firm.owner.ask(PAGE, { first });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'first' });
  });

  test('after a cursor that is not ours are refused', async () => {
    const forged = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
    const { tickets } = await firm.owner.get<{ tickets: unknown }>('{ tickets { totalCount } }');
    expect(tickets).toBeDefined();
    for (const after of ['x', forged([]), forged(['a', 'b', 'c']), forged([0, 1, 'not-an-id']), forged([0, 1.5, v7()]), forged([null, {}, []]), forged([0, 1e300, v7()]), forged(['2026-02-30', v7()]), forged(['NONE', '2026-02-01', v7()]), forged(['EUR', 0.5, v7()])]) {
      for (const field of ['ISSUE_DATE', 'DUE_DATE', 'STATUS', 'TOTAL']) {
        const { errors } = await firm.owner.ask(PAGE, { first: 5, after, sort: { field } });
        expect({ after, extensions: errors?.[0]?.extensions }).toEqual({ after, extensions: { code: 'BAD_USER_INPUT', field: 'after' } });
      }
    }
    for (const list of ['clients', 'tickets']) {
      for (const after of [forged(['x', 'y']), forged([1, 2]), forged(['2026-01-01', 3])]) {
        expect({ list, after, code: await firm.owner.refusal(`query ($after: String) { ${list}(after: $after) { totalCount } }`, { after }) })
          .toEqual({ list, after, code: 'BAD_USER_INPUT' });
      }
    }
  });

  test('of clients and tickets make up the whole', async () => {
    for (let index = 0; index < 5; index += 1) {
      await aClient(portal, firm, `Name ${index % 2}`.concat(index > 2 ? ' ' : '', 'same'.repeat(index % 2)));
      await customer.person.get('mutation { openTicket(input: { subject: "x", message: "x" }) { id } }');
    }
    for (const list of ['clients', 'tickets']) {
      const ids = async (first: number) => {
        const found: string[] = [];
        for (let after: string | null = null; ; ) {
          type Answer = Record<string, { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }>;
          const answer: Answer = await firm.owner.get<Answer>(`query ($first: Int!, $after: String) { ${list}(first: $first, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`, { first, after });
          found.push(...answer[list]!.edges.map(({ node }) => node.id));
          if (!answer[list]!.pageInfo.hasNextPage) return found;
          after = answer[list]!.pageInfo.endCursor;
        }
      };
      expect(await ids(2)).toEqual(await ids(200));
    }
  });
});

describe('numbers', () => {
  const sequence = (number: string) => Number(/(\d+)$/.exec(number)![1]);

  test('are 50 in a row when 50 are sent at once, and as many sends fail between them', async () => {
    const firm = await aBusiness(portal, 'Numbered');
    const customer = await aClient(portal, firm, 'Of Numbered');
    const drafts = await Promise.all(Array.from({ length: 100 }, () => aDraft(firm, customer)));
    const answers = await Promise.all(drafts.map((id, index) => {
      // Every second one fails after its number was given, which the transaction gives back.
      const message = index % 2 ? 'before\u0000after' : null;
      return firm.owner.ask<{ sendInvoice: { number: string } }>(SEND_INVOICE, { input: { id, message } });
    }));
    const numbers = answers.flatMap(({ data }) => (data ? sequence(data.sendInvoice.number) : [])).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(answers.flatMap(({ errors }) => errors?.[0]?.extensions.code ?? [])).toEqual(Array.from({ length: 50 }, () => 'BAD_USER_INPUT'));
  });

  test('that another pattern gave before are passed over', async () => {
    const firm = await aBusiness(portal, 'Repatterned', { numberPattern: 'A{YYYY}{SEQ}' });
    const customer = await aClient(portal, firm, 'Of Repatterned');
    const issueDate = '2026-01-01';
    expect((await aSentInvoice(firm, customer, { issueDate })).number).toBe('A20261');
    await firm.owner.get('mutation { updateBusiness(input: { numberPattern: "A2026{SEQ}" }) { id } }');
    expect((await aSentInvoice(firm, customer, { issueDate })).number).toBe('A20262');
  });

  test('begin afresh in each year, by the issue date', async () => {
    const firm = await aBusiness(portal, 'Yearly');
    const customer = await aClient(portal, firm, 'Of Yearly');
    const numbers: string[] = [];
    for (const issueDate of ['2025-12-31', '2026-01-01', '2025-12-30', '2026-01-02']) numbers.push((await aSentInvoice(firm, customer, { issueDate })).number);
    expect(numbers).toEqual(['INV-2025-0001', 'INV-2026-0001', 'INV-2025-0002', 'INV-2026-0002']);
  });

  test('belong to each business by itself', async () => {
    for (const name of ['One', 'Two']) {
      const firm = await aBusiness(portal, name, { numberPattern: `${name}-{SEQ:3}` });
      expect((await aSentInvoice(firm, await aClient(portal, firm, `Of ${name}`))).number).toBe(`${name}-001`);
    }
  });

  test('have no gap after a send that failed, early or late', async () => {
    const firm = await aBusiness(portal, 'Gapless');
    const customer = await aClient(portal, firm, 'Of Gapless');
    const first = await aSentInvoice(firm, customer);
    const draft = await aDraft(firm, customer);
    const before = await rowCounts(portal, ['dispatch', 'ledger_entry', 'document_revision', 'client_event']);
    expect(await firm.owner.refusal(SEND_INVOICE, { input: { id: draft, contactIds: [v7()] } })).toBe('BAD_USER_INPUT');
    // Text that PostgreSQL cannot hold comes to light when the number is given already.
    expect(await firm.owner.refusal(SEND_INVOICE, { input: { id: draft, message: 'before\u0000after' } })).toBe('BAD_USER_INPUT');
    expect(await rowCounts(portal, ['dispatch', 'ledger_entry', 'document_revision', 'client_event'])).toEqual(before);
    const { invoice } = await firm.owner.get<{ invoice: object }>('query ($id: ID!) { invoice(id: $id) { number status } }', { id: draft });
    expect(invoice).toEqual({ number: null, status: 'DRAFT' });
    expect(sequence((await aSentInvoice(firm, customer)).number)).toBe(sequence(first.number) + 1);
  });

  test('stay when the same invoice is sent again, and it is booked once', async () => {
    const { id, number } = await aSentInvoice(northwind, acme);
    const RESEND_INVOICE = SEND_INVOICE.replaceAll('sendInvoice(', 'resendInvoice(');
    const again = await Promise.all(Array.from({ length: 4 }, () => northwind.owner.get<{ resendInvoice: { number: string } }>(RESEND_INVOICE, { input: { id } })));
    expect(new Set(again.map(({ resendInvoice }) => resendInvoice.number))).toEqual(new Set([number]));
    expect(await rows(portal, 'select kind, owed_change::int from ledger_entry where invoice_id = $1', [id])).toEqual([{ kind: 'ISSUED', owed_change: 10_000 }]);
    expect(await rows(portal, 'select revision from document_revision where document_id = $1', [id])).toHaveLength(1);
  });

  test('of a draft sent twice at once is one', async () => {
    const draft = await aDraft(northwind, acme);
    const sent = await Promise.all(Array.from({ length: 6 }, () => northwind.owner.ask(SEND_INVOICE, { input: { id: draft } })));
    expect(sent.map(({ errors }) => errors?.[0]?.extensions.code ?? 'sent').toSorted()).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT', 'sent']);
    expect(await rows(portal, 'select kind from ledger_entry where invoice_id = $1', [draft])).toEqual([{ kind: 'ISSUED' }]);
  });
});

describe('what was sent', () => {
  test('stays as it was when the client and the business change', async () => {
    const firm = await aBusiness(portal, 'Frozen', { address: ['Old Street 1'] });
    const customer = await aClient(portal, firm, 'Of Frozen');
    const { id } = await aSentInvoice(firm, customer);
    const DOCUMENT = 'query ($id: ID!) { invoice(id: $id) { documentHtml } }';
    const before = await customer.person.get<{ invoice: { documentHtml: string } }>(DOCUMENT, { id });
    expect(before.invoice.documentHtml).toContain('Old Street 1');
    await rows(portal, `update business set name = 'Other', address = '{New Street 2}' where id = $1`, [firm.business.id]);
    await rows(portal, `update client set name = 'Other' where id = $1`, [customer.client.id]);
    expect(await customer.person.get(DOCUMENT, { id })).toEqual(before);
  });
});

describe('totals', () => {
  interface Created { id: string; subtotal: { minorUnits: number }; taxTotal: { minorUnits: number }; total: { minorUnits: number } }
  const created = async (input: object): Promise<Created> => (await northwind.owner.get<{ createInvoice: Created }>(CREATE_INVOICE, { input: { clientId: acme.client.id, ...input } })).createInvoice;

  test.each([
    { currency: 'JPY', lines: [{ description: 'x', quantity: '3', unitPrice: 333, taxes: [{ name: 'Tax', rate: '10' }] }], subtotal: 999, taxTotal: 100, total: 1_099, shown: '¥1,099' },
    { currency: 'KWD', lines: [{ description: 'x', quantity: '1.5', unitPrice: 1_001, taxes: [{ name: 'Tax', rate: '5' }] }], subtotal: 1_502, taxTotal: 75, total: 1_577, shown: '1.577' },
    { currency: 'EUR', lines: [{ description: 'x', quantity: '0.1', unitPrice: 10, taxes: [{ name: 'Tax', rate: '0' }] }, { description: 'y', quantity: '0.2', unitPrice: 10, taxes: [{ name: 'Tax', rate: '0' }] }], subtotal: 3, taxTotal: 0, total: 3, shown: '€0.03' },
    { currency: 'USD', lines: [{ description: 'x', quantity: '1', unitPrice: 99_999_999_999_999, taxes: [{ name: 'Tax', rate: '0' }] }], subtotal: 99_999_999_999_999, taxTotal: 0, total: 99_999_999_999_999, shown: '$999,999,999,999.99' },
  ])('of $currency $total are exact and shown as such', async ({ currency, lines, subtotal, taxTotal, total, shown }) => {
    const invoice = await created({ currency, lines });
    expect(invoice).toMatchObject({ subtotal: { minorUnits: subtotal }, taxTotal: { minorUnits: taxTotal }, total: { minorUnits: total } });
    const { invoice: read } = await northwind.owner.get<{ invoice: { documentHtml: string; total: object } }>('query ($id: ID!) { invoice(id: $id) { documentHtml total { minorUnits currency } } }', { id: invoice.id });
    expect(read.total).toEqual({ minorUnits: total, currency });
    expect(read.documentHtml).toContain(shown);
  });

  const line = { description: 'x', unitPrice: 100 };
  test.each([
    ['501 lines', { lines: Array.from({ length: 501 }, () => line) }, 'lines'],
    ['a negative total', { lines: [{ ...line, quantity: '-1' }] }, 'lines'],
    ['an unknown currency', { currency: 'XXQ', lines: [line] }, 'currency'],
    ['a currency in small letters', { currency: 'eur', lines: [line] }, 'currency'],
    ['a due date before the issue date', { issueDate: '2026-03-02', dueDate: '2026-03-01', lines: [line] }, 'dueDate'],
    ['a negative tax rate', { lines: [{ ...line, taxes: [{ name: 'Tax', rate: '-1' }] }] }, 'lines.0.taxes.0.rate'],
    ['a total that no sum of many could hold', { lines: [{ ...line, unitPrice: 100_000_000_000_001 }] }, 'lines'],
    ['an amount beyond safe integers', { lines: [{ ...line, unitPrice: Number.MAX_SAFE_INTEGER, quantity: '2' }] }, 'lines'],
    ['a total beyond safe integers', { lines: [{ ...line, unitPrice: Number.MAX_SAFE_INTEGER }, line] }, 'lines'],
  ])('of %s are refused with the field, and nothing is kept', async (_, input, field) => {
    const before = await rowCounts(portal, ['invoice', 'invoice_line']);
    const { errors } = await northwind.owner.ask(CREATE_INVOICE, { input: { clientId: acme.client.id, ...input } });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field });
    expect(await rowCounts(portal, ['invoice', 'invoice_line'])).toEqual(before);
  });

  test.each([
    ['an unsafe integer', { lines: [{ ...line, unitPrice: 9_007_199_254_740_992 }] }],
    ['a fraction of a cent', { lines: [{ ...line, unitPrice: 0.5 }] }],
    ['a quantity that is no decimal', { lines: [{ ...line, quantity: '1e3' }] }],
    ['a day that does not exist', { issueDate: '2026-02-30', lines: [line] }],
    ['a description with a NUL', { lines: [{ ...line, description: 'a\u0000b' }] }],
  ])('of %s are refused, and nothing is kept', async (_, input) => {
    const before = await rowCounts(portal, ['invoice', 'invoice_line']);
    expect(await northwind.owner.refusal(CREATE_INVOICE, { input: { clientId: acme.client.id, ...input } })).toBe('BAD_USER_INPUT');
    expect(await rowCounts(portal, ['invoice', 'invoice_line'])).toEqual(before);
  });

  test('of nothing to pay are paid when sent, and not shown as owed', async () => {
    const customer = await aClient(portal, northwind, 'Gifted');
    const { id } = await aSentInvoice(northwind, customer, { lines: [{ description: 'A gift', unitPrice: 0 }] });
    const { invoice } = await customer.person.get<{ invoice: object }>('query ($id: ID!) { invoice(id: $id) { status availableActions balance { minorUnits } } }', { id });
    expect(invoice).toEqual({ status: 'PAID', availableActions: ['DOWNLOAD'], balance: { minorUnits: 0 } });
  });
});

test('in one request, a change that fails takes nothing of the next one with it', async () => {
  const before = await rowCounts(portal, ['ticket', 'client_event']);
  const { data, errors } = await acme.person.ask<{ a: null; b: { number: number } }>(
    `mutation { a: openTicket(input: { subject: "refused", message: " " }) { number } b: openTicket(input: { subject: "kept", message: "kept" }) { number } }`,
  );
  expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'message' });
  // A mutation that is not null makes the whole answer null, but each stands for itself.
  expect(data).toBeNull();
  const after = await rowCounts(portal, ['ticket', 'client_event']);
  expect((after['ticket'] ?? 0) - (before['ticket'] ?? 0)).toBe(await ticketsCalled('kept'));
  expect(await ticketsCalled('refused')).toBe(0);
});

const ticketsCalled = async (subject: string) => (await rows(portal, 'select from ticket where subject = $1', [subject])).length;
