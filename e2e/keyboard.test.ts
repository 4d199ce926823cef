import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, type TestBrowser } from './support/browser.ts';

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

/** Presses Tab until the focus is on what has this name; says how often. */
async function tabTo(page: Page, name: RegExp): Promise<number> {
  const passed: string[] = [];
  for (let presses = 1; presses <= 40; presses++) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (name.test(now)) return presses;
    passed.push(now);
  }
  throw new Error(`Tab never came to ${name}; it passed ${passed.join(' | ')}`);
}

/** The name of what has the focus, in this page or in a frame of it. */
async function focused(page: Page): Promise<string> {
  for (const frame of page.frames()) {
    const name = await frame.evaluate(() => {
      const element = document.activeElement;
      if (!document.hasFocus() || !element || element === document.body || element.tagName === 'IFRAME') return null;
      const label = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels?.[0]?.textContent : null;
      return (element.getAttribute('aria-label') ?? label ?? (element as HTMLElement).innerText).replaceAll(/\s+/g, ' ').trim();
    });
    if (name !== null) return name;
  }
  return 'nothing';
}
