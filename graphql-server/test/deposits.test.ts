import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aDraft, CREATE_INVOICE, SEND_INVOICE } from './support/invoices.ts';
import { jobsDone } from './support/jobs.ts';
import { aBusiness, aClient, type Customer, type Firm, type Person } from './support/people.ts';
import { startPortal, type Portal } from './support/portal.ts';
import { rows } from './support/rows.ts';

let portal: Portal;
let firm: Firm;
let acme: Customer;
let count = 0;

beforeAll(async () => {
  portal = await startPortal();
  firm = await aBusiness(portal, 'Northwind');
});
beforeEach(async () => {
  acme = await aClient(portal, firm, `Client ${(count += 1)}`);
});
afterAll(() => portal.close());

const lines = [{ description: 'Design', unitPrice: 10_000 }];
const UPDATE = 'mutation ($input: UpdateInvoiceInput!) { updateInvoice(input: $input) { id version deposit { minorUnits } } }';
const PULL_BACK = 'mutation ($id: ID!) { pullBackInvoice(id: $id) { version } }';
const INVOICE = 'query ($id: ID!) { invoice(id: $id) { version currency total { minorUnits } deposit { minorUnits currency } depositDue { minorUnits currency } documentHtml } }';
interface Shown { version: number; deposit: { minorUnits: number } | null; depositDue: { minorUnits: number } | null; documentHtml: string }
const shown = async (id: string, person: Person = firm.owner) => (await person.get<{ invoice: Shown }>(INVOICE, { id })).invoice;
/** What is asked, and what of it is due. */
const asked = async (id: string, person?: Person) => {
  const { deposit, depositDue } = await shown(id, person);
  return [deposit?.minorUnits ?? null, depositDue?.minorUnits ?? null];
};

const draft = (deposit: number | null = 3_000) => aDraft(firm, acme, { lines, deposit });
const send = (id: string) => firm.owner.get(SEND_INVOICE, { input: { id } });
async function sent(deposit?: number | null): Promise<string> {
  const id = await draft(deposit);
  await send(id);
  return id;
}
/** A receipt may have left at the same moment. */
async function lastInvoiceMail() {
  await jobsDone(portal);
  return portal.postmark.messages().findLast(({ Tag }) => Tag === 'invoice');
}
const refused = async (query: string, variables: Record<string, unknown>) => (await firm.owner.ask(query, variables)).errors?.[0];

describe('a draft', () => {
  test('asks for a deposit that is kept, changed and taken away', async () => {
    const id = await draft();
    expect(await asked(id)).toEqual([3_000, null]);
    expect((await shown(id)).documentHtml).toContain('Deposit due now');
    for (const [index, deposit] of [4_000, null, 9_999, undefined].entries()) {
      const { updateInvoice } = await firm.owner.get<{ updateInvoice: object }>(UPDATE, { input: { id, version: index + 1, lines, deposit } });
      expect(updateInvoice).toMatchObject({ deposit: deposit ? { minorUnits: deposit } : null });
      expect(await asked(id)).toEqual([deposit ?? null, null]);
    }
    expect((await shown(id)).documentHtml).not.toContain('Deposit due now');
  });

  test.each([
    ['nothing', 0, 'A deposit is more than zero; leave it empty to ask for none.'],
    ['less than nothing', -1, 'A deposit is more than zero; leave it empty to ask for none.'],
    ['all of it', 10_000, 'A deposit is less than the total.'],
    ['more than all', 10_001, 'A deposit is less than the total.'],
  ])('cannot ask for %s', async (_, deposit, message) => {
    const refusal = { message, extensions: { code: 'BAD_USER_INPUT', field: 'deposit' } };
    expect(await refused(CREATE_INVOICE, { input: { clientId: acme.client.id, lines, deposit } })).toMatchObject(refusal);
    const id = await draft();
    expect(await refused(UPDATE, { input: { id, version: 1, lines, deposit } })).toMatchObject(refusal);
    expect(await refused('query ($input: PreviewDocumentInput!) { previewDocument(input: $input) }', { input: { kind: 'INVOICE', lines, deposit } })).toMatchObject(refusal);
    expect(await shown(id)).toMatchObject({ version: 1, deposit: { minorUnits: 3_000 } });
  });

  test('whose total has fallen to it is not saved, nor sent', async () => {
    const id = await draft();
    const cheaper = [{ description: 'Design', unitPrice: 3_000 }];
    expect(await refused(UPDATE, { input: { id, version: 1, lines: cheaper, deposit: 3_000 } })).toMatchObject({ extensions: { field: 'deposit' } });
    // However it came about.
    await rows(portal, 'update invoice set deposit = total where id = $1', [id]);
    expect(await refused(SEND_INVOICE, { input: { id } })).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field: 'deposit' } });
  });

  test('that is duplicated asks again', async () => {
    const { duplicateInvoice } = await firm.owner.get<{ duplicateInvoice: { id: string } }>('mutation ($id: ID!) { duplicateInvoice(id: $id) { id } }', { id: await sent() });
    expect(await asked(duplicateInvoice.id)).toEqual([3_000, null]);
  });

  test('is previewed with it', async () => {
    const preview = async (input: object) =>
      (await firm.owner.get<{ previewDocument: string }>('query ($input: PreviewDocumentInput!) { previewDocument(input: $input) }', { input: { lines, ...input } })).previewDocument;
    expect(await preview({ kind: 'INVOICE', deposit: 3_000 })).toMatch(/Deposit due now[\s\S]*€30\.00/);
    expect(await preview({ kind: 'ESTIMATE', deposit: 3_000 })).not.toContain('Deposit');
  });
});

describe('what was sent', () => {
  test('says what is due now, in the document, the mail and the portal', async () => {
    const id = await sent();
    expect(await asked(id, acme.person)).toEqual([3_000, 3_000]);
    expect((await shown(id, acme.person)).documentHtml).toMatch(/Deposit due now[\s\S]*€30\.00/);
    expect(await lastInvoiceMail()).toMatchObject({ TextBody: expect.stringContaining('€30.00 is due now as a deposit.') });
  });

  test('without a deposit says nothing of one', async () => {
    const id = await sent(null);
    expect(await asked(id, acme.person)).toEqual([null, null]);
    expect((await shown(id, acme.person)).documentHtml).not.toContain('Deposit');
    expect(await lastInvoiceMail()).toMatchObject({ TextBody: expect.not.stringContaining('deposit') });
  });

  test('asks for less and less until payments have reached it, and again once they are undone', async () => {
    const id = await sent();
    const record = (amount: number) => firm.owner.get<{ recordPayment: { payments: { id: string }[] } }>(
      'mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { payments { id } } }', { input: { invoiceId: id, amount, method: 'CASH' } });
    const { recordPayment } = await record(1_000);
    expect(await asked(id, acme.person)).toEqual([3_000, 2_000]);
    await firm.owner.get('mutation ($input: SendInvoiceInput!) { resendInvoice(input: $input) { id } }', { input: { id } });
    expect(await lastInvoiceMail()).toMatchObject({ TextBody: expect.stringContaining('€20.00 is due now as a deposit.') });
    await record(2_000);
    expect(await asked(id, acme.person)).toEqual([3_000, null]);
    await firm.owner.get('mutation ($id: ID!) { undoPayment(id: $id) { id } }', { id: recordPayment.payments[0]!.id });
    expect(await asked(id, acme.person)).toEqual([3_000, 1_000]);
  });

  test('is no longer asked for once the invoice is void', async () => {
    const id = await sent();
    await firm.owner.get('mutation ($id: ID!) { voidInvoice(id: $id) { id } }', { id });
    expect(await asked(id, acme.person)).toEqual([3_000, null]);
  });
});

describe('an invoice that is pulled back', () => {
  test('shows the client the deposit that it holds, until it is sent again with another', async () => {
    const id = await sent();
    const dearer = [{ description: 'Design', unitPrice: 20_000 }];
    const { pullBackInvoice } = await firm.owner.get<{ pullBackInvoice: { version: number } }>(PULL_BACK, { id });
    await firm.owner.get(UPDATE, { input: { id, version: pullBackInvoice.version, lines: dearer, deposit: 15_000 } });
    expect(await asked(id)).toEqual([15_000, null]);
    expect(await asked(id, acme.person)).toEqual([3_000, null]);
    const duplicate = await firm.owner.get<{ duplicateInvoice: { id: string } }>('mutation ($id: ID!) { duplicateInvoice(id: $id) { id } }', { id });
    expect(await asked(duplicate.duplicateInvoice.id)).toEqual([15_000, null]);

    await send(id);
    expect(await asked(id, acme.person)).toEqual([15_000, 15_000]);
    const REVISIONS = 'query ($id: ID!) { invoice(id: $id) { revisions { changes } } }';
    const { invoice } = await firm.owner.get<{ invoice: { revisions: { changes: string[] }[] } }>(REVISIONS, { id });
    expect(invoice.revisions.map(({ changes }) => changes)).toEqual([
      ['Total: €100.00 → €200.00', 'Deposit: €30.00 → €150.00', '“Design”: 1 × €100.00 → 1 × €200.00'], [],
    ]);
  });

  test('is not saved with a deposit of all of it', async () => {
    const id = await sent();
    const { pullBackInvoice } = await firm.owner.get<{ pullBackInvoice: { version: number } }>(PULL_BACK, { id });
    expect(await refused(UPDATE, { input: { id, version: pullBackInvoice.version, lines, deposit: 10_000 } })).toMatchObject({ extensions: { field: 'deposit' } });
  });

  test('and written on before there were deposits can be sent, and its former revision had none', async () => {
    const id = await sent(null);
    const { pullBackInvoice } = await firm.owner.get<{ pullBackInvoice: { version: number } }>(PULL_BACK, { id });
    await firm.owner.get(UPDATE, { input: { id, version: pullBackInvoice.version, lines, notes: 'Anew' } });
    await rows(portal, `update invoice set draft = draft - 'deposit' where id = $1`, [id]);
    await rows(portal, 'alter table document_revision disable trigger user');
    await rows(portal, `update document_revision set document = document - 'deposit' where document_id = $1`, [id]);
    await rows(portal, 'alter table document_revision enable trigger user');
    expect(await asked(id)).toEqual([null, null]);
    await send(id);
    const { invoice } = await firm.owner.get<{ invoice: { revisions: { changes: string[] }[] } }>('query ($id: ID!) { invoice(id: $id) { revisions { changes } } }', { id });
    expect(invoice.revisions[0]!.changes).toEqual(['Notes were changed']);
  });
});
