/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, phone, type TestBrowser } from './support/browser.ts';
import { look } from './support/look.ts';
import { goToSection } from './support/page.ts';
import { linkFromCli } from './support/run-program.ts';

const product = inject('product');
const { url } = product;
const email = 'rechnung@brueckner-bau.example';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await launchBrowser(url);
});
afterAll(() => browser.close());
afterEach(({ task }) => browser.endTest(task));

const signedIn = async (screen: typeof desktop): Promise<Page> => {
  const page = await (await browser.person(screen)).newPage();
  await page.goto(await linkFromCli(product, 'client-link', email));
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  return page;
};

describe.each([desktop, phone])('the statement on a $name', (screen) => {
  let jorg: Page;
  beforeAll(async () => {
    jorg = await signedIn(screen);
  });
  afterAll(() => jorg.context().close());

  const figure = async (name: string) => (await jorg.getByRole('main').locator('dl > div', { hasText: name }).first().locator('dd').textContent())?.trim();
  const rows = () => jorg.getByRole('table').getByRole('row').count();

  test('ends with what the overview says is owed', async () => {
    const owed = await jorg.getByRole('region', { name: 'Statement' }).locator('dl', { hasText: 'Currently owed' }).first().locator('dd').textContent();
    await jorg.getByRole('link', { name: 'Statement' }).click();
    await jorg.getByRole('heading', { level: 1, name: 'Statement' }).waitFor();
    expect(await figure('Owed after')).toBe(owed?.trim());
    expect(await figure('At the beginning')).toMatch(/^\D?0\.00/);
    await look(jorg, 'portal-statement');
  });

  test('of a year begins with what was owed before it', async () => {
    const whole = await rows();
    await jorg.getByRole('navigation', { name: 'Usual periods' }).getByRole('link', { name: String(new Date().getUTCFullYear()) }).click();
    await jorg.waitForURL(/from=\d{4}-01-01/);
    await expect.poll(rows).toBeLessThan(whole);
    expect(await jorg.getByLabel('From').inputValue()).toMatch(/-01-01$/);
    await jorg.getByLabel('To').fill(`${new Date().getUTCFullYear()}-01-01`);
    await jorg.waitForURL(/to=\d{4}-01-01/);
  });

  test('is downloaded as PDF and CSV', async () => {
    for (const ending of ['PDF', 'CSV']) {
      const waiting = jorg.waitForEvent('download');
      await jorg.getByRole('link', { name: ending, exact: true }).click();
      expect((await waiting).suggestedFilename()).toMatch(new RegExp(`statement EUR .*\\.${ending.toLowerCase()}$`));
    }
  });
});

describe.each([desktop, phone])('the account on a $name', (screen) => {
  test('shows where one is signed in, and signs out there', async () => {
    const [jorg, elsewhere] = [await signedIn(screen), await signedIn(screen)];
    await goToSection(jorg, /Account/);
    await jorg.getByText('This browser').waitFor();
    await look(jorg, 'portal-account');
    const before = await jorg.getByRole('button', { name: /^Sign out of/ }).count();
    await jorg.getByRole('button', { name: /^Sign out of/ }).first().click();
    await expect.poll(() => jorg.getByRole('button', { name: /^Sign out of/ }).count()).toBe(before - 1);
    // The page that was open there notices by itself.
    await elsewhere.waitForURL(/\/sign-in/);
    await Promise.all([jorg, elsewhere].map((page) => page.context().close()));
  });

  test('signs out everywhere, after asking', async () => {
    const [jorg, elsewhere] = [await signedIn(screen), await signedIn(screen)];
    await goToSection(jorg, /Account/);
    await jorg.getByRole('button', { name: 'Sign out everywhere' }).click();
    await jorg.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await jorg.getByRole('button', { name: 'Sign out everywhere' }).click();
    await jorg.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
    await jorg.waitForURL(/\/sign-in/);
    await elsewhere.goto(`${url}/invoices`);
    await elsewhere.waitForURL(/\/sign-in/);
    await Promise.all([jorg, elsewhere].map((page) => page.context().close()));
  });
});
