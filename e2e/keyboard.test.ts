import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, type TestBrowser } from './support/browser.ts';
import { focused, tabTo } from './support/keyboard.ts';

const product = inject('product');

let browser: TestBrowser;
beforeAll(async () => {
  browser = await launchBrowser(product.url);
});
afterAll(() => browser.close());
afterEach(({ task }) => browser.endTest(task));

test('an invoice is paid with the keyboard alone', async () => {
  const page = await (await browser.person(desktop)).newPage();
  await page.goto(product.clientLink);
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

  expect(await tabTo(page, /^Skip to content$/)).toBe(1);
  await tabTo(page, /^INV-/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /^Invoice INV-/ }).first().waitFor();
  await tabTo(page, /^Pay /);
  await page.keyboard.press('Enter');

  const dialog = page.getByRole('dialog', { name: /^Pay invoice/ });
  await page.frameLocator('iframe[title="Secure payment input frame"]').getByLabel('Card number').waitFor();
  await tabTo(page, /^Card number$/);
  await page.keyboard.type('4242424242424242');
  await tabTo(page, /^Expiration date$/);
  await page.keyboard.type('1234');
  await tabTo(page, /^Security code$/);
  await page.keyboard.type('123');
  await tabTo(page, /^Pay /);
  await page.keyboard.press('Enter');

  await dialog.getByText(/^Paid /).waitFor();
  expect(await focused(page)).toMatch(/^Paid /);
  await tabTo(page, /^Done$/);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('region', { name: 'Total' }).getByText(/^Paid on/).waitFor();
});

test('Escape closes the dialog and gives the focus back', async () => {
  const page = await (await browser.person(desktop)).newPage();
  await page.goto(product.clientLink);
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await tabTo(page, /^Pay INV-/);
  const opener = await focused(page);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await focused(page)).toBe(opener);
});
