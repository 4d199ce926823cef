/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import { readFile } from 'node:fs/promises';
import JSZip from 'jszip';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, phone, type TestBrowser } from './support/browser.ts';
import { invoiceRows, showAllInvoices, sortInvoices, statusOrder } from './support/invoice-table.ts';
import { look } from './support/look.ts';
import { buttonOf, mailWith } from './support/outbox.ts';
import { badgeBecomes, badgeOf, documentOf, goToSection, shows } from './support/page.ts';
import { declinedCard, fillCard, goodCard } from './support/payment-element.ts';
import { linkFromCli } from './support/run-program.ts';

const product = inject('product');
const { url } = product;
const client = { name: 'Lindqvist & Daughters AB', contact: 'Ada Lindqvist', email: 'ada@lindqvist.example' };

let browser: TestBrowser;
beforeAll(async () => {
  browser = await launchBrowser(url);
});
afterAll(() => browser.close());
afterEach(({ task }) => browser.endTest(task));

describe.each([desktop, phone])('the main job on a $name', (screen) => {
  /** Noor's dashboard; a second tab of hers that nobody touches; Ada's portal. */
  let noor: Page;
  let noorsOtherTab: Page;
  let ada: Page;
  let number: string;
  let invoicePath: string;
  const subject = `Which boat is line two? (${screen.name})`;

  beforeAll(async () => {
    noor = await (await browser.person(screen)).newPage();
    noorsOtherTab = await noor.context().newPage();
    ada = await (await browser.person(screen)).newPage();
  });
  afterAll(async () => {
    await noor.context().close();
    await ada.context().close();
  });

  test('the admin opens the printed link and is in the dashboard', async () => {
    const link = screen === desktop ? product.adminLink : await linkFromCli(product, 'sign-in-link', 'noor@northwind.example');
    await noor.goto(link);
    await noor.waitForURL(/\/admin\/?$/);
    await noor.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
    await look(noor, 'admin-dashboard');
  });

  test('the admin sees clients, invoices and tickets', async () => {
    await goToSection(noor, /Clients/);
    await shows(noor, '株式会社 青海設計');
    await look(noor, 'admin-clients');
    await openClient(noor);
    await shows(noor, client.email);
    await look(noor, 'admin-client');

    await goToSection(noor, /Invoices/);
    await expect.poll(() => noor.getByRole('row').count()).toBeGreaterThan(20);
    await look(noor, 'admin-invoices');
    await goToSection(noor, /Support/);
    await expect.poll(() => noor.getByRole('region', { name: 'List of tickets' }).getByRole('link').count()).toBeGreaterThan(1);
    await look(noor, 'admin-tickets');
  });

  test('the admin writes an invoice with two lines and sends it', async () => {
    await noorsOtherTab.goto(`${url}/admin/invoices`);
    await goToSection(noor, /Invoices/);
    await noor.getByRole('link', { name: 'New invoice' }).click();
    await noor.getByRole('combobox', { name: 'Client' }).fill('lindq');
    await noor.getByRole('option', { name: client.name }).click();
    await noor.getByLabel('Currency').selectOption('EUR');
    await noor.getByLabel('Description, line 1').fill('Drawings of the boat house');
    await noor.getByLabel('Quantity, line 1').fill('2');
    await noor.getByLabel('Unit price, line 1').fill('480');
    await noor.getByRole('button', { name: /^Tax, line 1:/ }).click();
    const taxes = noor.getByRole('dialog', { name: 'Tax, line 1' });
    await taxes.getByRole('button', { name: 'Other tax…' }).click();
    await taxes.getByLabel('Name').fill('Moms');
    await taxes.getByLabel('Rate %').fill('25');
    await taxes.getByRole('button', { name: 'Add tax' }).click();
    await noor.getByRole('button', { name: 'Add line' }).click();
    await noor.getByLabel('Description, line 2').fill('Model, 1:20');
    await noor.getByLabel('Unit price, line 2').fill('240.50');
    await noor.getByRole('button', { name: /^Tax, line 2:/ }).click();
    await noor.getByRole('dialog', { name: 'Tax, line 2' }).getByRole('checkbox', { name: /^Moms/ }).press('Enter');
    await expect.poll(() => noor.getByTestId('draft-total').textContent()).toContain('1,440.50');
    await noor.getByText('Saved', { exact: true }).waitFor();
    await look(noor, 'admin-new-invoice');

    await noor.getByRole('button', { name: 'Send…' }).click();
    const dialog = noor.getByRole('dialog', { name: 'Send invoice' });
    await dialog.getByLabel(client.contact).waitFor();
    expect(await dialog.getByLabel(client.contact).isChecked()).toBe(true);
    await dialog.getByLabel('Message').fill('Dear Ada,\n\nthe boat house, as agreed.');
    await look(noor, 'admin-send-invoice');
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();

    const heading = noor.getByRole('heading', { level: 1, name: /^INV-/ });
    await heading.waitFor();
    number = (await heading.textContent())!.trim();
    invoicePath = new URL(noor.url()).pathname.replace('/admin', '');
    // By the job, the mail's provider and its webhook, none of which this page was told of by hand.
    await shows(noor, 'Delivered');
    await look(noor, 'admin-invoice');
  });

  test('a new invoice is on a list that was open before', async () => {
    await noorsOtherTab.getByRole('link', { name: new RegExp(`^${number}`) }).waitFor();
  });

  test('the mail is in the outbox, as a page and as JSON', async () => {
    const mail = await mailWith(url, number);
    expect(mail.To).toContain(client.email);
    expect(mail.Subject).toContain(number);
    expect(mail.TextBody).toContain('the boat house, as agreed.');
    expect(mail.TextBody).toContain('€1,440.50');
    expect(buttonOf(mail)).toMatch(/^http:\/\/localhost:\d+\/l\/[\w-]{43}$/);

    await ada.goto(`${url}/dev/outbox`);
    await ada.getByRole('link', { name: new RegExp(number) }).waitFor();
    await look(ada, 'outbox');
    await ada.getByRole('link', { name: new RegExp(number) }).click();
    await ada.getByRole('heading', { level: 2, name: new RegExp(number) }).waitFor();
    await look(ada, 'outbox-mail');
  });

  test("the mail's button opens the invoice in the portal, with no further step", async () => {
    const mail = ada.frameLocator('iframe[title="The mail as the client sees it"]');
    const [portal] = await Promise.all([
      ada.context().waitForEvent('page'),
      mail.getByRole('link', { name: 'View and pay invoice' }).click(),
    ]);
    await ada.close();
    ada = portal;

    await ada.waitForURL(`${url}${invoicePath}`);
    await ada.getByRole('heading', { level: 1, name: `Invoice ${number}` }).first().waitFor();
    const cookies = await ada.context().cookies();
    expect(cookies).toMatchObject([{ name: 'portal_session', httpOnly: true, sameSite: 'Lax' }]);
    await shows(ada, 'Drawings of the boat house');
    await look(ada, 'portal-invoice');
  });

  test('the statement is the same for the client and for the team', async () => {
    await goToSection(ada, /Overview/);
    const statement = ada.getByRole('region', { name: 'Statement' });
    const owed = await statement.locator('dl', { hasText: 'Currently owed' }).first().locator('dd').textContent();
    const paid = await statement.locator('dl', { hasText: 'Lifetime paid' }).first().locator('dd').textContent();
    await look(ada, 'portal-overview');

    await goToSection(noor, /Clients/);
    await openClient(noor);
    const team = noor.getByRole('region', { name: 'Statement' });
    await expect.poll(() => team.textContent()).toContain(owed!.trim());
    expect(await team.textContent()).toContain(paid!.trim());
  });

  test('the table of all invoices sorts by status and by issue date, both ways', async () => {
    await goToSection(ada, /Invoices/);
    await shows(ada, /^\d+\s+invoices$/);
    await look(ada, 'portal-invoices');
    const total = await showAllInvoices(ada);

    for (const direction of ['ascending', 'descending'] as const) {
      await sortInvoices(ada, screen, 'Issued', direction);
      await showAllInvoices(ada);
      const dates = (await invoiceRows(ada)).map(({ issued }) => issued);
      expect(dates).toHaveLength(total);
      expect(dates).toEqual(direction === 'ascending' ? dates.toSorted() : dates.toSorted().toReversed());

      await sortInvoices(ada, screen, 'Status', direction);
      await showAllInvoices(ada);
      const ranks = (await invoiceRows(ada)).map(({ status }) => statusOrder.indexOf(status));
      expect(new Set(ranks).size).toBeGreaterThan(2);
      expect(ranks).toEqual(ranks.toSorted((a, b) => (direction === 'ascending' ? a - b : b - a)));
    }
  });

  test('the invoice is previewed, and its PDF downloads', async () => {
    await ada.getByRole('searchbox', { name: 'Search' }).fill(number);
    await shows(ada, '1 invoice match');
    await ada.getByRole('link', { name: number, exact: true }).click();
    const preview = ada.getByRole('region', { name: `Invoice ${number}, the document` });
    await preview.getByText('Model, 1:20').waitFor();

    const [file] = await Promise.all([ada.waitForEvent('download'), ada.getByRole('link', { name: 'Download PDF' }).click()]);
    expect(file.suggestedFilename()).toContain(number);
    const bytes = await readFile(await file.path());
    expect(bytes.subarray(0, 4).toString()).toBe('%PDF');
  });

  test('one ZIP holds the PDF of every invoice', async () => {
    await goToSection(ada, /Invoices/);
    const listed = parseInt((await ada.getByText(/^\d+\s+invoices$/).textContent())!, 10);
    const [file] = await Promise.all([ada.waitForEvent('download'), ada.getByRole('link', { name: /Download all/ }).click()]);
    await shows(ada, `Downloaded ${listed} documents`);
    await look(ada, 'portal-downloaded');

    const zip = await JSZip.loadAsync(await readFile(await file.path()));
    const names = Object.keys(zip.files);
    expect(names.at(-1)).toBe('manifest.csv');
    expect(names).toHaveLength(listed + 1);
    for (const name of names.slice(0, -1)) {
      expect(name).toMatch(/\.pdf$/);
      expect((await zip.file(name)!.async('string')).startsWith('%PDF')).toBe(true);
    }
    const manifest = await zip.file('manifest.csv')!.async('string');
    expect(manifest.trim().split(/\r?\n/)).toHaveLength(listed + 1);
    expect(manifest).toContain(number);
  });

  test('a declined card says so, and a good one turns the invoice paid wherever it is open', async () => {
    await noor.goto(`${url}/admin${invoicePath}`);
    await ada.goto(`${url}${invoicePath}`);
    const row = noorsOtherTab.getByRole('row').filter({ hasText: number });
    await row.getByText('Sent', { exact: true }).waitFor();
    const documents = await Promise.all([noor, noorsOtherTab, ada].map(documentOf));

    await ada.getByRole('button', { name: /^Pay €1,440\.50/ }).click();
    const dialog = ada.getByRole('dialog', { name: `Pay invoice ${number}` });
    await fillCard(ada, declinedCard);
    await look(ada, 'portal-pay');
    await dialog.getByRole('button', { name: 'Pay €1,440.50' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'declined' }).waitFor();
    await look(ada, 'portal-pay-declined');
    expect(browser.takeComplaints()).toEqual([expect.stringContaining('402')]);

    await fillCard(ada, goodCard);
    await dialog.getByRole('button', { name: 'Pay €1,440.50' }).click();
    await dialog.getByText('Paid €1,440.50').waitFor();
    await look(ada, 'portal-pay-done');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await ada.getByRole('region', { name: 'Total' }).getByText(/^Paid on/).waitFor();

    await noor.getByText('Paid', { exact: true }).filter({ visible: true }).first().waitFor();
    await noor.getByRole('region', { name: 'Payments' }).getByText('Card').waitFor();
    await row.getByText('Paid', { exact: true }).waitFor();
    expect(await Promise.all([noor, noorsOtherTab, ada].map(documentOf))).toEqual(documents);
    await look(ada, 'portal-invoice-paid');
    await look(noor, 'admin-invoice-paid');
  });

  test('a new ticket moves the badge of an open dashboard', async () => {
    await noor.goto(`${url}/admin`);
    await noor.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
    const [before, sameDocument] = [await badgeOf(noor), await documentOf(noor)];

    await goToSection(ada, /Support/);
    await look(ada, 'portal-support');
    await ada.getByRole('link', { name: 'Ask a question' }).click();
    await ada.getByLabel('Subject').fill(subject);
    await ada.getByLabel('Message').fill('The invoice says “Model, 1:20”.\nIs that the boat?');
    await look(ada, 'portal-new-ticket');
    await ada.getByRole('button', { name: 'Open ticket' }).click();
    await ada.getByRole('heading', { level: 1, name: subject }).waitFor();

    await badgeBecomes(noor, before + 1);
    expect(await noor.title()).toContain(`(${before + 1})`);
    await noor.getByRole('link', { name: subject }).first().waitFor();
    expect(await documentOf(noor)).toBe(sameDocument);
  });

  test("the admin's reply is in the portal and in the mail, and the answer to that mail in the thread", async () => {
    const before = await badgeOf(noor);
    await goToSection(noor, /Support/);
    await noor.getByRole('link', { name: subject }).click();
    await noor.getByRole('heading', { level: 1, name: subject }).waitFor();
    await noor.getByLabel(`Reply to ${client.name}`).fill('It is the boat house, the boat comes later.');
    await noor.getByRole('button', { name: 'Send', exact: true }).click();
    await badgeBecomes(noor, before - 1);
    const documents = await Promise.all([noor, ada].map(documentOf));
    await ada.getByRole('list', { name: 'Messages' }).getByText('It is the boat house, the boat comes later.').waitFor();

    const mail = await mailWith(url, `${subject} boat comes later`);
    expect(mail.To).toContain(client.email);
    expect(mail.ReplyTo).toMatch(/@inbound\./);
    const outbox = await ada.context().newPage();
    await outbox.goto(`${url}/dev/outbox/${mail.MessageID}`);
    await outbox.getByLabel('Message', { exact: true }).fill('Thank you. And when is that?');
    await outbox.getByRole('button', { name: 'Send reply' }).click();
    await outbox.getByText('Taken by the webhook (200).').first().waitFor();
    await look(outbox, 'outbox-replied');
    await outbox.close();

    for (const page of [noor, ada]) {
      await page.getByRole('list', { name: 'Messages' }).getByText('Thank you. And when is that?').waitFor();
    }
    await badgeBecomes(noor, before);
    expect(await Promise.all([noor, ada].map(documentOf))).toEqual(documents);
    await look(noor, 'admin-ticket');
    await look(ada, 'portal-ticket');
  });

  test('the rest of the dashboard stands as well', async () => {
    for (const section of ['import', 'settings']) {
      await noor.goto(`${url}/admin/${section}`);
      await noor.getByRole('heading', { level: 1 }).waitFor();
      await look(noor, `admin-${section}`);
    }
  });
});

async function openClient(noor: Page): Promise<void> {
  await noor.getByRole('searchbox', { name: 'Search clients' }).fill('lindqvist');
  await noor.waitForURL(/q=lindqvist/);
  await noor.getByRole('link', { name: client.name }).click();
  await noor.getByRole('heading', { level: 1, name: client.name }).waitFor();
}
