/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, phone, type TestBrowser } from './support/browser.ts';
import { focused, tabTo } from './support/keyboard.ts';
import { look } from './support/look.ts';
import { mailWith } from './support/outbox.ts';
import { shows } from './support/page.ts';
import { linkFromCli } from './support/run-program.ts';

const product = inject('product');
const { url } = product;
const client = 'Lindqvist & Daughters AB';

let browser: TestBrowser;
let noor: Page;
beforeAll(async () => {
  browser = await launchBrowser(url);
  noor = await (await browser.person(desktop)).newPage();
  await noor.goto(await linkFromCli(product, 'sign-in-link', 'noor@northwind.example'));
  await noor.waitForURL(/\/admin\/?$/);
  await noor.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
});
afterAll(() => browser.close());
afterEach(({ task }) => browser.endTest(task));

describe('an estimate by the keyboard alone', () => {
  const total = '€1,099.32';

  test('is written in three lines, with discounts and two taxes', async () => {
    await tabTo(noor, /^Estimates$/);
    await noor.keyboard.press('Enter');
    await noor.getByRole('heading', { level: 1, name: 'Estimates' }).waitFor();
    await tabTo(noor, /^New estimate$/);
    await noor.keyboard.press('Enter');
    await noor.getByRole('heading', { level: 1, name: 'New estimate' }).waitFor();

    await tabTo(noor, /^Client$/);
    await noor.keyboard.type('lindq');
    await noor.keyboard.press('Enter');
    await expect.poll(() => noor.getByRole('combobox', { name: 'Client' }).inputValue()).toBe(client);
    await tabTo(noor, /^Currency$/);
    await noor.keyboard.type('EUR');

    await tabTo(noor, /^Description, line 1$/);
    await fillIn('Drawings of the boat house', '1,5', '480');
    await noor.keyboard.press('Tab');
    await noor.keyboard.press('Enter');
    await noor.getByRole('dialog', { name: 'Tax, line 1' }).waitFor();
    await noor.keyboard.press('Space');
    await noor.keyboard.press('ArrowUp');
    expect(await focused(noor)).toBe('Other tax…');
    await noor.keyboard.press('Enter');
    await noor.keyboard.type('Harbour levy');
    await noor.keyboard.press('Tab');
    await noor.keyboard.type('2');
    await noor.keyboard.press('Enter');
    await expect.poll(() => focused(noor)).toBe('Tax, line 1: VAT 19%, Harbour levy 2%');

    // The next ones are taxed alike.
    await noor.keyboard.press('ArrowLeft');
    await noor.keyboard.press('Enter');
    await fillIn('Model, 1:20', '1', '240.50');
    await noor.keyboard.press('Enter');
    await fillIn('Courier', '', '19,90');
    await noor.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => descriptionsOf(noor)).toEqual(['Drawings of the boat house', 'Courier', 'Model, 1:20']);

    await tabTo(noor, /^Line discounts$/);
    await noor.keyboard.press('Enter');
    await tabTo(noor, /^Discount, line 3$/, 'Shift+Tab');
    await noor.keyboard.type('10%');
    await tabTo(noor, /^Discount$/);
    await noor.keyboard.press('Enter');
    await expect.poll(() => focused(noor)).toBe('Discount on the whole document');
    await noor.keyboard.type('5');
    await expect.poll(() => noor.getByTestId('draft-total').textContent()).toBe(total);
  });

  test('comes to the same in the preview', async () => {
    const preview = noor.getByRole('region', { name: 'Preview of the document' });
    await expect.poll(() => preview.locator('.headline .figure').textContent()).toBe(total);
    await preview.getByText('Harbour levy').first().waitFor();
    await look(noor, 'admin-editor');
  });

  test('is saved by itself, and outlives a reload', async () => {
    await noor.waitForURL(/\/estimates\/[\w-]+\/edit$/);
    await tabTo(noor, /^Notes/);
    await noor.keyboard.press('Control+A');
    await noor.keyboard.type('The pier is yours to keep.');
    await noor.getByText('Saved', { exact: true }).waitFor();
    await noor.reload();
    await expect.poll(() => noor.getByTestId('draft-total').textContent()).toBe(total);
    expect(await descriptionsOf(noor)).toEqual(['Drawings of the boat house', 'Courier', 'Model, 1:20']);
    expect(await noor.getByLabel('Discount, line 3', { exact: true }).inputValue()).toBe('10');
    expect(await noor.getByLabel('Notes').inputValue()).toBe('The pier is yours to keep.');
  });

  test('is sent', async () => {
    await noor.keyboard.press('Control+Enter');
    const dialog = noor.getByRole('dialog', { name: 'Send estimate' });
    await dialog.getByText(total).waitFor();
    await tabTo(noor, /^Message/);
    await noor.keyboard.type('Dear Ada, as we spoke.');
    await look(noor, 'admin-send-estimate');
    await tabTo(noor, /^Send$/);
    await noor.keyboard.press('Enter');

    const heading = noor.getByRole('heading', { level: 1, name: /^EST-/ });
    await heading.waitFor();
    await shows(noor, 'The mail is on its way');
    const mail = await mailWith(url, (await heading.textContent())!.trim());
    expect(mail.TextBody).toContain(total);
    expect(mail.TextBody).toContain('as we spoke.');
  });
});

test('what is missing is named before anything is sent', async () => {
  await noor.goto(`${url}/admin/invoices/new`);
  await noor.getByLabel('Unit price, line 1').fill('12');
  await noor.getByRole('button', { name: 'Send…' }).click();
  const notice = noor.getByRole('alert').filter({ hasText: 'Before it can be sent' });
  await notice.getByText('Choose a client.').waitFor();
  await notice.getByText('Line 1: Describe this line.').waitFor();
  expect(await focused(noor)).toBe('Client');
  await noor.getByLabel('Unit price, line 1').fill('twelve');
  await noor.getByLabel('Notes').focus();
  await noor.getByText('An amount such as 12.50.').first().waitFor();
  await look(noor, 'admin-editor-problems');
});

test('rows of a spreadsheet become lines, and can be taken back', async () => {
  await newInvoice(noor);
  await noor.getByLabel('Description, line 1').focus();
  await noor.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'Timber\t3\t€ 1,200.00\r\nNails\t1\t€ 9.90\r\n');
    document.activeElement!.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect.poll(() => noor.getByTestId('draft-total').textContent()).toBe('€3,609.90');
  expect(await descriptionsOf(noor)).toEqual(['Timber', 'Nails']);
  await noor.keyboard.press('Control+z');
  await expect.poll(() => descriptionsOf(noor)).toEqual(['']);
  await noor.getByLabel('Description, line 1').fill('Timber');
  await noor.waitForURL(/\/edit$/);
});

test('what somebody else has saved is not overwritten', async () => {
  await newInvoice(noor);
  await noor.getByLabel('Description, line 1').fill('Planks');
  await noor.waitForURL(/\/edit$/);
  await noor.getByText('Saved', { exact: true }).waitFor();

  const colleague = await noor.context().newPage();
  await colleague.goto(noor.url());
  // Only a page that has come alive draws it.
  await colleague.getByRole('region', { name: 'Preview of the document' }).getByText('Planks').waitFor();
  await colleague.getByLabel('Description, line 1').fill('Oak planks');
  await colleague.getByText('Saved', { exact: true }).waitFor();
  await colleague.close();

  await noor.getByLabel('PO number').fill('Pine, please.');
  await noor.getByText('Somebody else has saved this draft').waitFor();
  await noor.getByRole('button', { name: 'Load the newer one' }).click();
  await expect.poll(() => descriptionsOf(noor)).toEqual(['Oak planks']);
  expect(await noor.getByLabel('PO number').inputValue()).toBe('');
});

test('a file is attached, and named on the document', async () => {
  await newInvoice(noor);
  await noor.getByLabel('Choose files').setInputFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
  await noor.getByRole('link', { name: 'plan.pdf' }).waitFor();
  const preview = noor.getByRole('region', { name: 'Preview of the document' });
  await preview.getByText('plan.pdf').waitFor();
  await noor.getByRole('button', { name: 'Remove plan.pdf' }).click();
  await preview.getByText('plan.pdf').waitFor({ state: 'detached' });
});

test('an invoice is written on a phone, its lines as cards', async () => {
  const mobile = await noor.context().browser()!.newContext({
    storageState: await noor.context().storageState(), viewport: { width: phone.width, height: phone.height }, isMobile: true, hasTouch: true, reducedMotion: 'reduce',
  });
  const page = await mobile.newPage();
  await newInvoice(page);
  await page.getByLabel('Description, line 1').fill('Sauna on the pier');
  await page.getByLabel('Unit price, line 1').fill('3800');
  await page.getByRole('button', { name: 'Add line' }).click();
  await page.getByLabel('Description, line 2').fill('Ladder');
  await page.getByText('Saved', { exact: true }).waitFor();
  await look(page, 'admin-editor');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByRole('region', { name: 'Preview of the document' }).getByText('Sauna on the pier').waitFor();
  await look(page, 'admin-editor-preview');
  await mobile.close();
});

async function newInvoice(page: Page): Promise<void> {
  await page.goto(`${url}/admin/invoices/new`);
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await page.getByRole('combobox', { name: 'Client' }).fill('lindq');
  await page.getByRole('option', { name: client }).click();
  await page.getByLabel('Currency').selectOption('EUR');
}

/** From the description on, as a typist does; '' leaves a field as it is. */
async function fillIn(...cells: string[]): Promise<void> {
  for (const [index, text] of cells.entries()) {
    if (index > 0) await noor.keyboard.press('Tab');
    if (text) await noor.keyboard.type(text);
  }
}

const descriptionsOf = (page: Page) =>
  page.getByLabel(/^Description, line/).evaluateAll((fields) => fields.map((field) => (field as HTMLTextAreaElement).value));
