/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import type { Cookie, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, phone, type TestBrowser } from './support/browser.ts';
import { expireLinksOf } from './support/database.ts';
import { look } from './support/look.ts';
import { buttonOf, mailsWith, mailWith } from './support/outbox.ts';
import { linkFromCli, runCli } from './support/run-program.ts';

const product = inject('product');
const { url } = product;

let browser: TestBrowser;
beforeAll(async () => {
  browser = await launchBrowser(url);
});
afterAll(() => browser.close());
afterEach(({ task }) => browser.endTest(task));

test('a scanner that opens the link of a mail is given no session and uses nothing up', async () => {
  const link = await linkFromCli(product, 'sign-in-link', 'noor@northwind.example');
  for (const address of [link, product.clientLink]) {
    for (const method of ['HEAD', 'GET', 'GET']) {
      const response = await fetch(address, { method, redirect: 'manual' });
      expect(response.status).toBe(200);
      expect(response.headers.get('set-cookie')).toBeNull();
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
  }
  const page = await (await browser.person(desktop)).newPage();
  await page.goto(link);
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
});

test('without script, the page of the link has a button that opens the portal', async () => {
  const person = await browser.person(desktop, { javaScriptEnabled: false });
  const page = await person.newPage();
  await page.goto(product.clientLink);
  expect(await person.cookies()).toEqual([]);
  await page.getByRole('button', { name: 'Open my portal' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  expect(await person.cookies()).toHaveLength(1);
});

test('a client signs in by e-mail, and signs out', async () => {
  const email = 'rechnung@brueckner-bau.example';
  const person = await browser.person(desktop);
  const page = await person.newPage();
  await page.goto(`${url}/invoices`);
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await lookOnAll(page, 'portal-sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'E-mail me a link' }).click();
  await page.getByRole('heading', { level: 1, name: 'Check your e-mail' }).waitFor();
  await lookOnAll(page, 'portal-sign-in-sent');

  await page.goto(buttonOf(await mailWith(url, `${email} link to the portal`)));
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  const cookies = await person.cookies();
  await page.getByRole('button', { name: /, account$/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  // Whoever sits down next presses Back.
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await isSignedOut(page, '/invoices', cookies);
});

test('an unknown address is answered alike, and mailed nothing', async () => {
  const page = await (await browser.person(desktop)).newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail').fill('nobody@nowhere.example');
  await page.getByRole('button', { name: 'E-mail me a link' }).click();
  await page.getByRole('heading', { level: 1, name: 'Check your e-mail' }).waitFor();
  expect(await mailsWith(url, 'nobody@nowhere.example')).toEqual([]);
});

test('a team member signs in by e-mail, and signs out', async () => {
  const email = 'owner@boatyard.example';
  expect((await runCli(product, 'create-business', 'Boatyard', email)).output).toContain('Created Boatyard');
  const person = await browser.person(desktop);
  const page = await person.newPage();
  await page.goto(`${url}/admin/clients`);
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await lookOnAll(page, 'admin-sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'E-mail me a link' }).click();
  await page.getByRole('heading', { level: 1, name: 'Look into your mail' }).waitFor();
  await lookOnAll(page, 'admin-sign-in-sent');

  const link = buttonOf(await mailWith(url, `${email} Boatyard`));
  await page.goto(link);
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
  await lookOnAll(page, 'admin-first-day');
  const cookies = await person.cookies();
  await page.getByRole('button', { name: 'Sign out' }).filter({ visible: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  await isSignedOut(page, '/admin/clients', cookies);

  // It worked once.
  await page.goto(link);
  await page.getByRole('heading', { level: 1, name: 'This link no longer works' }).waitFor();
  expect(browser.takeComplaints()).toEqual([expect.stringContaining('410')]);
  await page.getByRole('link', { name: 'Send me another' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
});

test('a link that has expired offers a fresh one, which comes by mail', async () => {
  const email = 'biuro@zuraw.example';
  const link = await linkFromCli(product, 'client-link', email);
  await expireLinksOf(email, product.dataDir);
  const person = await browser.person(desktop);
  const page = await person.newPage();
  await page.goto(link);
  await page.getByRole('heading', { level: 1, name: 'This link no longer works' }).waitFor();
  expect(await person.cookies()).toEqual([]);
  expect(browser.takeComplaints()).toEqual([expect.stringContaining('410')]);
  await lookOnAll(page, 'portal-dead-link');
  await page.getByRole('button', { name: 'E-mail me a fresh link' }).click();
  await page.getByRole('heading', { level: 1, name: 'Check your mail' }).waitFor();

  await page.goto(buttonOf(await mailWith(url, `${email} link to the portal`)));
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
});

test('a link that never was looks the same', async () => {
  const page = await (await browser.person(desktop)).newPage();
  await page.goto(`${url}/l/${'A'.repeat(43)}`);
  await page.getByRole('heading', { level: 1, name: 'This link no longer works' }).waitFor();
  await page.getByRole('button', { name: 'E-mail me a fresh link' }).click();
  await page.getByRole('heading', { level: 1, name: 'Check your mail' }).waitFor();
  expect(browser.takeComplaints()).toEqual([expect.stringContaining('410')]);
});

async function lookOnAll(page: Page, name: string): Promise<void> {
  for (const screen of [phone, desktop]) {
    await page.setViewportSize(screen);
    await look(page, name);
  }
}

/** Whatever the browser may have kept opens nothing any more. */
async function isSignedOut(page: Page, path: string, kept: Cookie[]): Promise<void> {
  await page.context().addCookies(kept);
  await page.goto(`${url}${path}`);
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
}
