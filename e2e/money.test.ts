/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, phone, type TestBrowser } from './support/browser.ts';
import { look } from './support/look.ts';
import { mailWith } from './support/outbox.ts';
import { documentOf, shows } from './support/page.ts';
import { linkFromCli } from './support/run-program.ts';

const product = inject('product');
const { url } = product;

let browser: TestBrowser;
beforeAll(async () => {
  browser = await launchBrowser(url);
});
afterAll(() => browser.close());
afterEach(({ task }) => browser.endTest(task));

describe.each([desktop, phone])("an invoice's money on a $name", (screen) => {
  /** Noor's dashboard and Ada's portal, both open on the same invoice; Ada's page is never touched. */
  let noor: Page;
  let ada: Page;
  let number: string;
  let adasDocument: number;

  beforeAll(async () => {
    noor = await (await browser.person(screen)).newPage();
    await noor.goto(await linkFromCli(product, 'sign-in-link', 'noor@northwind.example'));
    await noor.waitForURL(/\/admin\/?$/);
    ada = await (await browser.person(screen)).newPage();
    await ada.goto(product.clientLink);

    const sent = await aSentInvoice(noor);
    number = sent.number;
    await noor.goto(`${url}/admin/invoices/${sent.id}`);
    await noor.getByRole('heading', { level: 1, name: number, exact: true }).waitFor();
    await ada.goto(`${url}/invoices/${sent.id}`);
    await amountDueIs(ada, '€1,440.50');
    adasDocument = await documentOf(ada);
  });
  afterAll(async () => {
    await noor.context().close();
    await ada.context().close();
  });

  test('a part of it is paid: the rest stays owed, and a receipt is mailed', async () => {
    await noor.getByRole('button', { name: 'Record payment' }).click();
    const dialog = noor.getByRole('dialog', { name: 'Record payment' });
    expect(await dialog.getByLabel('Amount in EUR').inputValue()).toBe('1440.50');
    await dialog.getByLabel('Amount in EUR').fill('1500');
    await dialog.getByText('€59.50 more than is owed: it becomes credit').waitFor();
    await dialog.getByLabel('Amount in EUR').fill('440.50');
    await dialog.getByText('€1,000.00 stays owed.').waitFor();
    await dialog.getByLabel('Method').selectOption('Bank transfer');
    await dialog.getByLabel('Reference').fill(`SEPA ${number}`);
    await look(noor, 'admin-record-payment');
    await dialog.getByRole('button', { name: 'Record payment' }).click();

    await balanceIs(noor, '€1,000.00');
    await noor.getByRole('region', { name: 'Payments' }).getByText('Bank transfer').waitFor();
    await noor.getByRole('region', { name: 'Sent to' }).getByText('Receipt').waitFor();
    await amountDueIs(ada, '€1,000.00');
    expect((await mailWith(url, `${number} 440.50`)).To).toContain('ada@lindqvist.example');
    await look(noor, 'admin-invoice-part-paid');
  });

  test('the payment is undone: it stays on record, and all of it is owed again', async () => {
    const payments = noor.getByRole('region', { name: 'Payments' });
    await payments.getByRole('button', { name: 'Undo the payment of €440.50' }).click();
    const dialog = noor.getByRole('dialog', { name: 'Undo this payment?' });
    await dialog.getByLabel('Reason').fill('Meant for another invoice');
    await dialog.getByRole('button', { name: 'Undo payment' }).click();

    await payments.getByText(/^Undone/).waitFor();
    expect(await payments.getByRole('button').count()).toBe(0);
    await balanceIs(noor, '€1,440.50');
    await amountDueIs(ada, '€1,440.50');
  });

  test('it is pulled back: the client sees that it is being revised, and cannot pay it', async () => {
    await ada.getByRole('button', { name: /^Pay €1,440\.50/ }).waitFor();
    await choose(noor, 'Pull back for revision');
    const dialog = noor.getByRole('dialog', { name: `Pull back ${number}?` });
    await look(noor, 'admin-pull-back');
    await dialog.getByRole('button', { name: 'Pull back' }).click();

    await shows(noor, 'Being revised');
    await shows(ada, 'Being revised');
    await ada.getByRole('button', { name: /^Pay/ }).waitFor({ state: 'hidden' });
  });

  test('it is edited and sent again: revision 2 under the same number', async () => {
    await noor.getByRole('link', { name: 'Edit', exact: true }).click();
    await noor.getByLabel('Unit price, line 1').fill('450');
    await noor.getByRole('button', { name: 'Send…' }).click();
    await noor.getByRole('dialog', { name: 'Send revised invoice' }).getByRole('button', { name: 'Send', exact: true }).click();

    await noor.getByRole('heading', { level: 1, name: number, exact: true }).waitFor();
    const revisions = noor.getByRole('region', { name: 'Revisions' });
    await revisions.getByRole('button', { name: 'Revision 2' }).waitFor();
    await revisions.getByText('€1,440.50 → €1,365.50').waitFor();
    await amountDueIs(ada, '€1,365.50');
    await look(noor, 'admin-invoice-revised');

    await revisions.getByRole('button', { name: 'Revision 1' }).click();
    const first = noor.getByRole('dialog', { name: 'Revision 1' });
    await first.getByText('€480.00').waitFor();
    await look(noor, 'admin-revision');
    await first.getByRole('button', { name: 'Close', exact: true }).last().click();
  });

  test('one line is credited, and counts against what is owed', async () => {
    await choose(noor, 'Issue credit note');
    const dialog = noor.getByRole('dialog', { name: 'Issue credit note' });
    await dialog.getByLabel('Chosen lines').check();
    await dialog.getByRole('button', { name: 'Issue credit note' }).click();
    await dialog.getByText('Choose at least one line.').waitFor();
    await dialog.getByLabel(/Model, 1:20/).check();
    await dialog.getByLabel('Reason').fill('The model was not needed');
    await look(noor, 'admin-credit-note');
    await dialog.getByRole('button', { name: 'Issue credit note' }).click();

    await noor.getByRole('region', { name: 'Credits' }).getByText(/^CN-\d{4}-\d+$/).waitFor();
    await balanceIs(noor, '€1,125.00');
    await amountDueIs(ada, '€1,125.00');
    await ada.getByRole('region', { name: 'Credit notes' }).getByText('The model was not needed').waitFor();
    expect(await documentOf(ada)).toBe(adasDocument);
  });

  test('a copy of it is sent and made void: nothing of it is owed', async () => {
    await choose(noor, 'Duplicate');
    await noor.waitForURL(/\/edit$/);
    expect(await noor.getByLabel('Unit price, line 1').inputValue()).toMatch(/^450/);
    await noor.getByRole('button', { name: 'Send…' }).click();
    await noor.getByRole('dialog', { name: 'Send invoice' }).getByRole('button', { name: 'Send', exact: true }).click();
    const heading = noor.getByRole('heading', { level: 1, name: /^INV-/ });
    await heading.waitFor();
    expect(await heading.textContent()).not.toBe(number);

    await ada.goto(`${url}${new URL(noor.url()).pathname.replace('/admin', '')}`);
    await amountDueIs(ada, '€1,365.50');
    await choose(noor, 'Void');
    await noor.getByRole('dialog', { name: /^Void INV-/ }).getByRole('button', { name: 'Void invoice' }).click();
    await shows(noor, 'Void');
    await shows(ada, /This invoice is void/);
    await ada.getByRole('button', { name: /^Pay/ }).waitFor({ state: 'hidden' });
    await look(noor, 'admin-invoice-void');
  });

  test('a mail that came back is told of, on the invoice and in the list', async () => {
    const name = `Gone & Away (${screen.name})`;
    const create = 'mutation ($input: ClientInput!, $contact: ContactInput!) { createClient(input: $input, contact: $contact) { id } }';
    const { createClient } = await ask<{ createClient: { id: string } }>(noor, create, {
      input: { name },
      contact: { name: 'Jo Gone', email: `hardbounce-${screen.name}@gone.example` },
    });
    const sent = await aSentInvoice(noor, createClient.id);
    await noor.goto(`${url}/admin/invoices/${sent.id}`);
    const mails = noor.getByRole('region', { name: 'Sent to' });
    await mails.getByText('Bounced', { exact: true }).waitFor();
    await shows(noor, `The last mail to hardbounce-${screen.name}@gone.example did not arrive.`);
    await look(noor, 'admin-invoice-bounced');
    await mails.getByRole('link', { name: 'Open the contact' }).click();
    await noor.getByRole('heading', { level: 1, name }).waitFor();

    await noor.goto(`${url}/admin/invoices?client=${createClient.id}`);
    await noor.getByRole('row').filter({ hasText: sent.number }).getByText('A mail came back').waitFor();
  });

  test('the list finds it by filters that stand in the address', async () => {
    await noor.goto(`${url}/admin/invoices`);
    await noor.getByRole('checkbox', { name: 'Sent' }).check({ force: true });
    await noor.getByRole('button', { name: 'Filter', exact: true }).click();
    await noor.getByRole('searchbox', { name: 'Client' }).fill('lindq');
    await noor.getByRole('list', { name: 'Clients found' }).getByRole('link').first().click();
    await noor.waitForURL(/client=/);
    await noor.getByLabel('Currency').selectOption('EUR');
    await noor.waitForURL(/currency=EUR/);
    await noor.getByLabel('Total from').fill('1365.50');
    await noor.getByLabel('Total to').fill('1365.50');
    await noor.keyboard.press('Tab');
    await noor.waitForURL(/max=1365\.50/);
    await noor.getByRole('link', { name: new RegExp(`^${number}`) }).waitFor();
    await look(noor, 'admin-invoices-filtered');

    const address = noor.url();
    expect(address).toMatch(/status=SENT/);
    await noor.goto(`${url}/admin`);
    await noor.goto(address);
    await noor.getByRole('link', { name: new RegExp(`^${number}`) }).waitFor();
    await noor.getByRole('link', { name: 'Clear all' }).click();
    await noor.waitForURL(/\/invoices$/);
  });
});

/** As a developer would. */
async function ask<Answer>(noor: Page, query: string, variables: object = {}): Promise<Answer> {
  const response = await noor.request.post(`${url}/admin/graphql`, { data: { query, variables } });
  const { data, errors } = (await response.json()) as { data: Answer; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

/** Of two lines and one tax. */
async function aSentInvoice(noor: Page, clientId?: string): Promise<{ id: string; number: string }> {
  const { clients } = await ask<{ clients: { edges: { node: { id: string } }[] } }>(
    noor,
    '{ clients(first: 1, filter: { text: "Lindqvist & Daughters" }) { edges { node { id } } } }',
  );
  const { createInvoice } = await ask<{ createInvoice: { id: string } }>(noor, 'mutation ($input: CreateInvoiceInput!) { createInvoice(input: $input) { id } }', {
    input: {
      clientId: clientId ?? clients.edges[0]!.node.id,
      currency: 'EUR',
      lines: [
        { description: 'Drawings of the boat house', quantity: '2', unitPrice: 48_000, taxes: [{ name: 'VAT', rate: '25' }] },
        { description: 'Model, 1:20', unitPrice: 24_050 },
      ],
    },
  });
  const { sendInvoice } = await ask<{ sendInvoice: { id: string; number: string } }>(
    noor,
    'mutation ($id: ID!) { sendInvoice(input: { id: $id }) { id number } }',
    { id: createInvoice.id },
  );
  return sendInvoice;
}

/** One of the actions that are behind "More". */
async function choose(noor: Page, action: string): Promise<void> {
  await noor.getByRole('button', { name: 'More actions' }).click();
  await noor.getByRole('group', { name: 'More actions' }).getByRole('button', { name: action }).click();
}

async function balanceIs(noor: Page, amount: string): Promise<void> {
  const summary = noor.getByRole('region', { name: 'Summary' });
  await expect.poll(() => summary.locator('dt:text-is("Balance") + dd').textContent()).toContain(amount);
}

async function amountDueIs(ada: Page, amount: string): Promise<void> {
  await ada.getByRole('region', { name: 'Amount due' }).getByText(amount).first().waitFor();
}
