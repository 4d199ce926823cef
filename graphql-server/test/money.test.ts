import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emFor } from '../src/tenancy.ts';
import { ledgerDifferences } from '../src/statements/ledger.ts';
import { aDraft, aSentInvoice, SEND_INVOICE } from './support/invoices.ts';
import { aBusiness, aClient, takesPayments, type Customer, type Firm } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let firm: Firm;
let acme: Customer;

beforeAll(async () => {
  portal = await startPortal();
  firm = await aBusiness(portal, 'Northwind');
  await takesPayments(portal, firm);
});
afterAll(() => portal.close());

let clients = 0;
async function aNewClient(): Promise<Customer> {
  clients += 1;
  acme = await aClient(portal, firm, `Acme ${clients}`);
  return acme;
}

const INVOICE = `query ($id: ID!) { invoice(id: $id) {
  number status issueDate version isBeingRevised total { minorUnits } balance { minorUnits } amountPaid { minorUnits } amountCredited { minorUnits }
  availableActions payments { id amount { minorUnits } method reference canUndo undoneAt } creditNotes { number total { minorUnits } }
  lines { description } notes documentHtml pdfUrl
} }`;
interface Shown {
  number: string; status: string; issueDate: string; version: number; isBeingRevised: boolean; notes: string | null; documentHtml: string; pdfUrl: string | null;
  total: { minorUnits: number }; balance: { minorUnits: number }; amountPaid: { minorUnits: number }; amountCredited: { minorUnits: number };
  availableActions: string[]; lines: { description: string }[]; creditNotes: { number: string; total: { minorUnits: number } }[];
  payments: { id: string; amount: { minorUnits: number }; method: string; reference: string | null; canUndo: boolean; undoneAt: string | null }[];
}
const shown = async (id: string, who = firm.owner) => (await who.get<{ invoice: Shown }>(INVOICE, { id })).invoice;

const BALANCES = '{ statement { balances { lifetimePaid { minorUnits } currentlyOwed { minorUnits } credit { minorUnits } } } }';
async function standing(customer = acme) {
  const { statement } = await customer.person.get<{ statement: { balances: Record<string, { minorUnits: number }>[] } }>(BALANCES);
  const [balance] = statement.balances;
  return { paid: balance?.['lifetimePaid']?.minorUnits, owed: balance?.['currentlyOwed']?.minorUnits, credit: balance?.['credit']?.minorUnits };
}

const timeline = (id = acme.client.id) => rows<{ kind: string }>(portal, 'select kind from client_event where client_id = $1 order by created_at, id', [id]);

const record = (invoiceId: string, amount: number, more: object = {}) =>
  firm.owner.get<{ recordPayment: { status: string } }>('mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { status } }', {
    input: { invoiceId, amount, method: 'BANK_TRANSFER', ...more },
  });
const undo = 'mutation ($id: ID!) { undoPayment(id: $id, reason: "bounced") { id status } }';
const pullBack = 'mutation ($id: ID!) { pullBackInvoice(id: $id) { id version } }';
const makeVoid = 'mutation ($id: ID!) { voidInvoice(id: $id) { id } }';
const issueCreditNote = 'mutation ($input: IssueCreditNoteInput!) { issueCreditNote(input: $input) { id number total { minorUnits } } }';
const applyCredit = 'mutation ($input: ApplyCreditInput!) { applyCredit(input: $input) { id status } }';
const update = 'mutation ($input: UpdateInvoiceInput!) { updateInvoice(input: $input) { id version total { minorUnits } } }';

async function expectTheBooksToAgree(): Promise<void> {
  expect(await ledgerDifferences(emFor(portal.app.services.orm, { kind: 'system' }))).toEqual([]);
}

describe('a recorded payment', () => {
  test('in parts leaves the rest owed, and the last one turns it paid', async () => {
    await aNewClient();
    const { id } = await aSentInvoice(firm, acme);
    await record(id, 4_000, { method: 'CASH', reference: 'Receipt 12', receivedOn: '2026-01-05' });
    expect(await shown(id, acme.person)).toMatchObject({
      status: 'SENT', amountPaid: { minorUnits: 4_000 }, balance: { minorUnits: 6_000 }, payments: [{ method: 'CASH', reference: 'Receipt 12', canUndo: false }],
    });
    expect(await standing()).toEqual({ paid: 4_000, owed: 6_000, credit: 0 });
    await record(id, 6_000);
    expect(await shown(id)).toMatchObject({ status: 'PAID', balance: { minorUnits: 0 }, payments: [{ canUndo: true }, { canUndo: true }] });
    expect(await standing()).toEqual({ paid: 10_000, owed: 0, credit: 0 });
    expect(await timeline()).toContainEqual({ kind: 'payment.recorded' });
    await expectTheBooksToAgree();
  });

  test('beyond the balance is kept as credit, which settles another invoice', async () => {
    await aNewClient();
    const [first, second] = [await aSentInvoice(firm, acme), await aSentInvoice(firm, acme)];
    await record(first.id, 13_000);
    expect(await standing()).toEqual({ paid: 13_000, owed: 10_000, credit: 3_000 });
    const PAYMENTS = 'query ($id: ID!) { client(id: $id) { payments { amount { minorUnits } settled { invoice { number } amount { minorUnits } } credit { minorUnits } } } }';
    expect(await firm.owner.get(PAYMENTS, { id: acme.client.id })).toEqual({
      client: { payments: [{ amount: { minorUnits: 13_000 }, settled: [{ invoice: { number: first.number }, amount: { minorUnits: 10_000 } }], credit: { minorUnits: 3_000 } }] },
    });
    expect(await acme.person.refusal(PAYMENTS, { id: acme.client.id })).toBe('FORBIDDEN');
    expect(await firm.owner.refusal(applyCredit, { input: { invoiceId: second.id, amount: 3_001 } })).toBe('BAD_USER_INPUT');
    await firm.owner.get(applyCredit, { input: { invoiceId: second.id } });
    expect(await shown(second.id)).toMatchObject({ balance: { minorUnits: 7_000 }, amountCredited: { minorUnits: 3_000 }, amountPaid: { minorUnits: 0 } });
    expect(await standing()).toEqual({ paid: 13_000, owed: 7_000, credit: 0 });
    expect(await firm.owner.refusal(applyCredit, { input: { invoiceId: second.id } })).toBe('CONFLICT');
    await expectTheBooksToAgree();
  });

  test('that is undone is owed again, stays listed for the team, and cannot be undone twice', async () => {
    await aNewClient();
    const { id } = await aSentInvoice(firm, acme);
    await record(id, 10_000);
    const [payment] = (await shown(id)).payments;
    const endless = await firm.owner.ask('mutation ($id: ID!, $reason: String) { undoPayment(id: $id, reason: $reason) { id } }', { id: payment!.id, reason: 'x'.repeat(1_001) });
    expect(endless.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'reason' });
    expect(await firm.owner.get(undo, { id: payment!.id })).toEqual({ undoPayment: [{ id, status: 'SENT' }] });
    expect(await shown(id)).toMatchObject({ balance: { minorUnits: 10_000 }, payments: [{ id: payment!.id, canUndo: false, undoneAt: expect.any(String) }] });
    expect((await shown(id, acme.person)).payments).toEqual([]);
    expect(await standing()).toEqual({ paid: 0, owed: 10_000, credit: 0 });
    expect(await firm.owner.refusal(undo, { id: payment!.id })).toBe('CONFLICT');
    await expectTheBooksToAgree();
  });

  test('whose excess is used already cannot be undone', async () => {
    await aNewClient();
    const [first, second] = [await aSentInvoice(firm, acme), await aSentInvoice(firm, acme)];
    await record(first.id, 15_000);
    await firm.owner.get(applyCredit, { input: { invoiceId: second.id, amount: 2_000 } });
    const [payment] = (await shown(first.id)).payments;
    expect(await firm.owner.refusal(undo, { id: payment!.id })).toBe('CONFLICT');
    expect(await standing()).toEqual({ paid: 15_000, owed: 8_000, credit: 3_000 });
    await expectTheBooksToAgree();
  });

  test.each([
    ['nothing', { amount: 0 }, 'amount'],
    ['less than nothing', { amount: -5 }, 'amount'],
    ['tomorrow', { amount: 5, receivedOn: '2199-01-01' }, 'receivedOn'],
    ['an import', { amount: 5, method: 'IMPORTED' }, 'method'],
    ['an endless reference', { amount: 5, reference: 'x'.repeat(201) }, 'reference'],
  ])('of %s is refused with its field', async (_, given, field) => {
    await aNewClient();
    const { id: invoiceId } = await aSentInvoice(firm, acme);
    const { errors } = await firm.owner.ask('mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { id } }', { input: { invoiceId, method: 'CASH', ...given } });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field });
    expect(await standing()).toEqual({ paid: 0, owed: 10_000, credit: 0 });
  });

  test('recorded by ten at once is counted once for each', async () => {
    await aNewClient();
    const { id } = await aSentInvoice(firm, acme);
    await Promise.all(Array.from({ length: 8 }, () => record(id, 1_000)));
    expect(await standing()).toEqual({ paid: 8_000, owed: 2_000, credit: 0 });
    await expectTheBooksToAgree();
  });
});

describe('an invoice that is pulled back', () => {
  const changed = { lines: [{ description: 'Secret new line', unitPrice: 20_000 }], notes: 'Secret note' };

  test('is a draft with its number, listed for the client as it was, not payable and in no total', async () => {
    await aNewClient();
    const { id, number } = await aSentInvoice(firm, acme);
    const before = await shown(id, acme.person);
    const { openTicket } = await acme.person.get<{ openTicket: { id: string } }>('mutation ($id: ID!) { openTicket(input: { subject: "x", message: "x", invoiceId: $id }) { id } }', { id });
    const { pullBackInvoice } = await firm.owner.get<{ pullBackInvoice: { version: number } }>(pullBack, { id });
    expect(await standing()).toEqual({ paid: 0, owed: 0, credit: 0 });
    await firm.owner.get(update, { input: { id, version: pullBackInvoice.version, ...changed } });

    const seen = await shown(id, acme.person);
    expect(seen).toEqual({
      ...before, status: 'DRAFT', isBeingRevised: true, availableActions: ['DOWNLOAD'], balance: { minorUnits: 0 }, version: seen.version,
    });
    expect(await shown(id)).toMatchObject({ number, total: { minorUnits: 20_000 }, lines: [{ description: 'Secret new line' }] });
    const found = await acme.person.get<{ invoices: { totalCount: number } }>('{ invoices(filter: { text: "Secret" }) { totalCount } }');
    expect(found.invoices.totalCount).toBe(0);
    // Nor through an edge, or by asking in which order and between which bounds it stands.
    const AROUND = `query ($ticket: ID!) { ticket(id: $ticket) { invoice { notes total { minorUnits } documentHtml } }
      invoices(sort: { field: TOTAL }) { edges { cursor } } dear: invoices(filter: { currency: "EUR", minTotal: 15000 }) { totalCount } }`;
    const around = await acme.person.get<{ ticket: { invoice: object }; invoices: { edges: { cursor: string }[] }; dear: { totalCount: number } }>(AROUND, { ticket: openTicket.id });
    expect(around.ticket.invoice).toEqual({ notes: null, total: { minorUnits: 10_000 }, documentHtml: before.documentHtml });
    expect(Buffer.from(around.invoices.edges[0]!.cursor, 'base64url').toString()).toContain('"EUR",10000');
    expect(around.dear.totalCount).toBe(0);
    // Nor does the archive tell what is being written.
    const archive = await JSZip.loadAsync(await (await acme.person.fetch('/files/invoices.zip')).arrayBuffer());
    expect(await archive.file('manifest.csv')!.async('text')).toContain(`${number},${before.issueDate},EUR,100.00,DRAFT,${number}.pdf,`);
    expect(await acme.person.refusal('mutation ($id: ID!) { createPaymentIntent(invoiceIds: [$id]) { clientSecret } }', { id })).toBe('CONFLICT');
    await expectTheBooksToAgree();
  });

  test('and sent again has a second revision, and the first stays what it was', async () => {
    await aNewClient();
    const { id, number } = await aSentInvoice(firm, acme, { notes: 'First' });
    const { pullBackInvoice } = await firm.owner.get<{ pullBackInvoice: { version: number } }>(pullBack, { id });
    await firm.owner.get(update, { input: { id, version: pullBackInvoice.version, lines: [{ description: 'Design', unitPrice: 12_000 }, { description: 'Print', unitPrice: 500 }], notes: 'Second' } });
    await firm.owner.get(SEND_INVOICE, { input: { id } });
    expect(await standing()).toEqual({ paid: 0, owed: 12_500, credit: 0 });

    interface Revision { revision: number; changes: string[]; documentHtml: string; pdfUrl: string }
    const REVISIONS = 'query ($id: ID!) { invoice(id: $id) { number revisions { revision changes documentHtml pdfUrl } } }';
    const { invoice } = await firm.owner.get<{ invoice: { number: string; revisions: Revision[] } }>(REVISIONS, { id });
    expect(invoice.number).toBe(number);
    expect(invoice.revisions.map(({ revision }) => revision)).toEqual([2, 1]);
    expect(invoice.revisions[0]!.changes).toEqual([
      'Total: €100.00 → €125.00', 'Notes were changed', '“Design”: 1 × €100.00 → 1 × €120.00', 'Added “Print”: 1 × €5.00',
    ]);
    expect(invoice.revisions[1]).toMatchObject({ changes: [], documentHtml: expect.stringContaining('First') });
    const pdfs = await Promise.all(invoice.revisions.map(({ pdfUrl }) => firm.owner.fetch(pdfUrl)));
    expect(pdfs.map(({ status }) => status)).toEqual([200, 200]);
    expect(new Set(pdfs.map((pdf) => pdf.headers.get('etag'))).size).toBe(2);
    // An older one is not the client's to choose, nor its list of changes.
    const ofClient = await acme.person.fetch(`/files/invoices/${id}.pdf?revision=1`);
    expect(ofClient.headers.get('etag')).toBe(pdfs[0]!.headers.get('etag'));
    expect((await acme.person.get<{ invoice: { revisions: unknown[] } }>(REVISIONS, { id })).invoice.revisions).toEqual([]);
    await expectTheBooksToAgree();
  });

  test('keeps its currency, as a payment of what was sent may be on its way', async () => {
    await aNewClient();
    const { id } = await aSentInvoice(firm, acme);
    const { pullBackInvoice } = await firm.owner.get<{ pullBackInvoice: { version: number } }>(pullBack, { id });
    const { errors } = await firm.owner.ask(update, { input: { id, version: pullBackInvoice.version, currency: 'JPY', lines: [] } });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'currency' });
  });

  test('and made void is what the client holds', async () => {
    await aNewClient();
    const { id } = await aSentInvoice(firm, acme);
    const { pullBackInvoice } = await firm.owner.get<{ pullBackInvoice: { version: number } }>(pullBack, { id });
    await firm.owner.get(update, { input: { id, version: pullBackInvoice.version, ...changed } });
    await firm.owner.get(makeVoid, { id });
    expect(await shown(id, acme.person)).toMatchObject({ status: 'VOID', total: { minorUnits: 10_000 }, lines: [{ description: 'Design' }], notes: null });
    await expectTheBooksToAgree();
  });
});

describe('what was sent', () => {
  test('is made void for good and leaves the totals', async () => {
    await aNewClient();
    const { id } = await aSentInvoice(firm, acme);
    await firm.owner.get(makeVoid, { id });
    expect(await shown(id, acme.person)).toMatchObject({ status: 'VOID', balance: { minorUnits: 0 }, availableActions: ['DOWNLOAD'] });
    expect(await standing()).toEqual({ paid: 0, owed: 0, credit: 0 });
    for (const mutation of [makeVoid, pullBack]) expect(await firm.owner.refusal(mutation, { id })).toBe('CONFLICT');
    await expectTheBooksToAgree();
  });

  test('is neither pulled back nor made void once something was paid on it', async () => {
    await aNewClient();
    const { id } = await aSentInvoice(firm, acme);
    await record(id, 1);
    for (const mutation of [makeVoid, pullBack]) expect(await firm.owner.refusal(mutation, { id })).toBe('CONFLICT');
    expect((await shown(id)).availableActions).not.toContain('VOID');
  });

  test('stays once it has a credit note, whatever becomes of its payment', async () => {
    await aNewClient();
    const { id } = await aSentInvoice(firm, acme);
    await record(id, 10_000);
    await firm.owner.get(issueCreditNote, { input: { invoiceId: id } });
    await firm.owner.get(undo, { id: (await shown(id)).payments[0]!.id });
    for (const mutation of [makeVoid, pullBack]) expect(await firm.owner.refusal(mutation, { id })).toBe('CONFLICT');
    expect((await shown(id)).availableActions).toEqual(['RESEND', 'RECORD_PAYMENT', 'ISSUE_CREDIT_NOTE', 'APPLY_CREDIT', 'DUPLICATE', 'DOWNLOAD']);
    // What was credited settles what is owed again.
    await firm.owner.get(applyCredit, { input: { invoiceId: id } });
    expect(await standing()).toEqual({ paid: 0, owed: 0, credit: 0 });
  });

  test('is never deleted, by the API or by anybody who forgot the rules', async () => {
    await aNewClient();
    const { id } = await aSentInvoice(firm, acme);
    await firm.owner.get(pullBack, { id });
    expect(await firm.owner.refusal('mutation ($id: ID!) { discardInvoice(id: $id) }', { id })).toBe('CONFLICT');
    await expect(rows(portal, 'delete from invoice where id = $1', [id])).rejects.toThrow('was sent and is kept');
    await expect(rows(portal, `update document_revision set document = '{}' where document_id = $1`, [id])).rejects.toThrow('append-only');
    await expect(rows(portal, 'delete from ledger_entry where invoice_id = $1', [id])).rejects.toThrow('append-only');
  });

  test('cannot be edited in place', async () => {
    await aNewClient();
    const { id } = await aSentInvoice(firm, acme);
    expect(await firm.owner.refusal(update, { input: { id, version: 1, lines: [] } })).toBe('CONFLICT');
  });
});

describe('a draft', () => {
  test('may be unfinished, and is sent only when it is whole', async () => {
    await aNewClient();
    const id = await aDraft(firm, acme, { lines: [] });
    expect((await firm.owner.ask(SEND_INVOICE, { input: { id } })).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'lines' });
    await firm.owner.get(update, { input: { id, version: 1, lines: [{ description: 'x', unitPrice: 1 }, { description: ' ', unitPrice: 1 }] } });
    expect((await firm.owner.ask(SEND_INVOICE, { input: { id } })).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'lines.1.description' });
  });

  test('that somebody else has saved meanwhile is not overwritten', async () => {
    await aNewClient();
    const id = await aDraft(firm, acme);
    const saves = await Promise.all([1, 2, 3].map((price) => firm.owner.ask(update, { input: { id, version: 1, lines: [{ description: 'x', unitPrice: price }] } })));
    expect(saves.map(({ errors }) => errors?.[0]?.extensions.code ?? 'saved').toSorted()).toEqual(['CONFLICT', 'CONFLICT', 'saved']);
    expect((await shown(id)).version).toBe(2);
  });

  test('is not for an archived client', async () => {
    await aNewClient();
    const draft = await aDraft(firm, acme);
    await firm.owner.get('mutation ($id: ID!) { archiveClient(id: $id) { id } }', { id: acme.client.id });
    expect(await firm.owner.refusal('mutation ($id: ID!) { createInvoice(input: { clientId: $id }) { id } }', { id: acme.client.id })).toBe('CONFLICT');
    expect(await firm.owner.refusal(SEND_INVOICE, { input: { id: draft } })).toBe('CONFLICT');
  });

  test('can be given to another client, duplicated and discarded', async () => {
    const first = await aNewClient();
    const id = await aDraft(firm, first);
    const second = await aNewClient();
    await firm.owner.get(update, { input: { id, version: 1, clientId: second.client.id, lines: [{ description: 'x', unitPrice: 5 }] } });
    expect(await rows(portal, 'select client_id from invoice_line where invoice_id = $1', [id])).toEqual([{ client_id: second.client.id }]);
    const { duplicateInvoice } = await firm.owner.get<{ duplicateInvoice: { id: string; total: object } }>('mutation ($id: ID!) { duplicateInvoice(id: $id) { id status number total { minorUnits } } }', { id });
    expect(duplicateInvoice).toMatchObject({ status: 'DRAFT', number: null, total: { minorUnits: 5 } });
    await firm.owner.get('mutation ($id: ID!) { discardInvoice(id: $id) }', { id });
    expect(await firm.owner.refusal(INVOICE, { id })).toBe('NOT_FOUND');
    expect(await shown(duplicateInvoice.id)).toMatchObject({ lines: [{ description: 'x' }] });
  });

  test('takes discounts and several taxes, and no total from outside', async () => {
    await aNewClient();
    const input = {
      clientId: acme.client.id, currency: 'EUR', discount: { percent: '10' },
      lines: [
        { description: 'Design', quantity: '2', unitPrice: 5_000, discount: { amount: 1_000 }, taxes: [{ name: 'GST', rate: '5' }, { name: 'QST', rate: '9.975', isCompound: true }] },
        { description: 'Book', unitPrice: 1_000, taxes: [{ name: 'GST', rate: '5' }] },
      ],
    };
    const CREATE = 'mutation ($input: CreateInvoiceInput!) { createInvoice(input: $input) { id subtotal { minorUnits } discountTotal { minorUnits } netTotal { minorUnits } taxTotal { minorUnits } total { minorUnits } taxes { name base { minorUnits } amount { minorUnits } } } }';
    const { createInvoice } = await firm.owner.get<{ createInvoice: object }>(CREATE, { input });
    // 10,000 less 1,000 and 1,000 are 10,000; less a tenth 9,000, of which 8,100 carry QST on top of their GST.
    expect(createInvoice).toMatchObject({
      subtotal: { minorUnits: 10_000 }, discountTotal: { minorUnits: 1_000 }, netTotal: { minorUnits: 9_000 }, taxTotal: { minorUnits: 1_298 }, total: { minorUnits: 10_298 },
      taxes: [{ name: 'GST', base: { minorUnits: 9_000 }, amount: { minorUnits: 450 } }, { name: 'QST', base: { minorUnits: 8_505 }, amount: { minorUnits: 848 } }],
    });
    expect(await firm.owner.refusal(CREATE, { input: { ...input, total: 1 } })).toBe('BAD_USER_INPUT');
    expect(await firm.owner.refusal(CREATE, { input: { ...input, discount: { percent: '10', amount: 5 } } })).toBe('BAD_USER_INPUT');
  });
});

describe('a credit note', () => {
  test('of the whole settles what is owed', async () => {
    await aNewClient();
    const { id } = await aSentInvoice(firm, acme);
    const { issueCreditNote: note } = await firm.owner.get<{ issueCreditNote: { id: string; number: string } }>(issueCreditNote, { input: { invoiceId: id, reason: 'Not delivered' } });
    expect(note.number).toMatch(/^CN-\d{4}-\d{4}$/);
    expect(await shown(id, acme.person)).toMatchObject({ status: 'PAID', amountCredited: { minorUnits: 10_000 }, amountPaid: { minorUnits: 0 }, creditNotes: [{ number: note.number }] });
    expect(await standing()).toEqual({ paid: 0, owed: 0, credit: 0 });
    const pdf = await acme.person.fetch(`/files/credit-notes/${note.id}.pdf`);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect((await firm.owner.ask(issueCreditNote, { input: { invoiceId: id } })).errors?.[0]?.extensions.code).toBe('CONFLICT');
    await expectTheBooksToAgree();
  });

  test('on what was paid becomes credit, and never more than the invoice was', async () => {
    await aNewClient();
    const { id } = await aSentInvoice(firm, acme);
    await record(id, 10_000);
    await firm.owner.get(issueCreditNote, { input: { invoiceId: id, lines: [{ description: 'Returned', unitPrice: 2_500 }] } });
    expect(await standing()).toEqual({ paid: 10_000, owed: 0, credit: 2_500 });
    const tooMuch = { input: { invoiceId: id, lines: [{ description: 'More', unitPrice: 7_501 }] } };
    expect((await firm.owner.ask(issueCreditNote, tooMuch)).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', field: 'lines' });
    await firm.owner.get(issueCreditNote, { input: { invoiceId: id, lines: [{ description: 'The rest', unitPrice: 7_500 }] } });
    expect(await standing()).toEqual({ paid: 10_000, owed: 0, credit: 10_000 });
    await expectTheBooksToAgree();
  });

  test('is numbered without a gap, also when some fail', async () => {
    const own = await aBusiness(portal, 'Credits');
    const customer = await aClient(portal, own, 'Of Credits');
    const invoices = await Promise.all(Array.from({ length: 20 }, () => aSentInvoice(own, customer)));
    const answers = await Promise.all(invoices.map(({ id }, index) =>
      own.owner.ask<{ issueCreditNote: { number: string } }>(issueCreditNote, { input: { invoiceId: id, contactIds: [], message: index % 2 ? 'x\u0000' : null } }),
    ));
    const numbers = answers.flatMap(({ data }) => (data ? Number(data.issueCreditNote.number.slice(-4)) : [])).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
    await expectTheBooksToAgree();
  });
});
