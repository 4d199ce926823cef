/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, phone, type TestBrowser } from './support/browser.ts';
import { look } from './support/look.ts';
import { shows } from './support/page.ts';
import { linkFromCli } from './support/run-program.ts';

const product = inject('product');
const { url } = product;

/** 3 × 1 pixels, of one colour. */
const logo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAABCAIAAACUgoPjAAAADUlEQVR4nGOQj4+GIAAMDQKMiONVKgAAAABJRU5ErkJggg==',
  'base64',
);

let browser: TestBrowser;
beforeAll(async () => {
  browser = await launchBrowser(url);
});
afterAll(() => browser.close());
afterEach(({ task }) => browser.endTest(task));

describe.each([desktop, phone])('the settings on a $name', (screen) => {
  let noor: Page;

  beforeAll(async () => {
    noor = await (await browser.person(screen)).newPage();
    await noor.goto(await linkFromCli(product, 'sign-in-link', 'noor@northwind.example'));
    await noor.waitForURL(/\/admin\/?$/);
  });
  afterAll(() => noor.context().close());

  test('have a page for each section', async () => {
    await noor.goto(`${url}/admin/settings`);
    const sections = noor.getByRole('navigation', { name: 'Settings' });
    for (const name of ['Profile', 'Branding', 'Documents', 'Taxes', 'Reminders', 'Payments', 'Team', 'Your account']) {
      await sections.getByRole('link', { name }).click();
      await noor.getByRole('heading', { level: 1, name }).waitFor();
      await look(noor, `admin-settings-${name.toLowerCase().replace(' ', '-')}`);
    }
  });

  test('show what a pattern makes, and say beside it what is wrong', async () => {
    await section(noor, 'Documents');
    const pattern = noor.getByLabel('Credit notes');
    await pattern.fill('CR/{YY}/{SEQ:6}');
    await shows(noor, /CR\/\d\d\/000042/);
    await pattern.fill('CR-{YYYY}');
    await noor.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => pattern.getAttribute('aria-invalid')).toBe('true');
    await noor.getByText('needs {SEQ} or {SEQ:4} exactly once').waitFor();
    expect(await pattern.evaluate((field) => field === document.activeElement)).toBe(true);
    browser.takeComplaints();
  });

  test('are not lost by a wrong click', async () => {
    const asked = noor.waitForEvent('dialog').then(async (dialog) => {
      await dialog.dismiss();
      return dialog.message();
    });
    await noor.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Taxes' }).click();
    expect(await asked).toContain('Leave without saving');
    expect(await noor.getByLabel('Credit notes').inputValue()).toBe('CR-{YYYY}');
    await noor.getByRole('button', { name: 'Discard changes' }).click();
    expect(await noor.getByLabel('Credit notes').inputValue()).toBe('CN-{YYYY}-{SEQ:4}');
  });

  test('search a time zone by keyboard', async () => {
    await section(noor, 'Profile');
    const zone = noor.getByRole('combobox', { name: 'Time zone' });
    const before = await zone.inputValue();
    await zone.fill('auckl');
    await noor.getByRole('option', { name: /Auckland, Pacific/ }).waitFor();
    await look(noor, 'admin-settings-time-zone');
    await zone.press('Enter');
    expect(await zone.inputValue()).toBe('Auckland, Pacific');
    await noor.getByRole('button', { name: 'Discard changes' }).click();
    expect(await zone.inputValue()).toBe(before);
  });

  test('say in words when reminders go out, and keep them', async () => {
    await section(noor, 'Reminders');
    while ((await noor.getByRole('button', { name: /^Remove reminder/ }).count()) > 0) await noor.getByRole('button', { name: /^Remove reminder/ }).first().click();
    await shows(noor, 'No reminders are sent.');
    await noor.getByRole('button', { name: 'Add reminder' }).click();
    await noor.getByLabel('Days, reminder 1').fill('3');
    await noor.getByLabel('When, reminder 1').selectOption('days before');
    await shows(noor, /is reminded of on 12 Dec \d{4}\./);
    await noor.getByRole('button', { name: 'Save' }).click();
    await shows(noor, 'The reminders are saved');
    await noor.reload();
    await expect.poll(() => noor.getByLabel('Days, reminder 1').inputValue()).toBe('3');
  });

  test('keep taxes, each with its own complaint', async () => {
    await section(noor, 'Taxes');
    const before = await noor.getByLabel(/^Name, tax/).count();
    await noor.getByRole('button', { name: 'Add tax' }).click();
    await noor.getByLabel(`Name, tax ${before + 1}`).fill(`Levy (${screen.name})`);
    await noor.getByRole('button', { name: 'Save' }).click();
    await shows(noor, 'A percentage, such as 19.');
    await noor.getByLabel(`Rate in percent, tax ${before + 1}`).fill('7,5 %');
    await noor.getByRole('button', { name: 'Save' }).click();
    await shows(noor, 'The taxes are saved');
    expect(await noor.getByLabel(`Rate in percent, tax ${before + 1}`).inputValue()).toBe('7.5');
    await noor.getByRole('button', { name: `Remove Levy (${screen.name})` }).click();
    await noor.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => noor.getByText('Not saved yet').count()).toBe(0);
  });

  test('put a logo in the portal', async () => {
    await section(noor, 'Branding');
    const former = await logoOf(noor);
    await noor.getByLabel('Picture of the logo').setInputFiles({ name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') });
    await shows(noor, 'A logo is a PNG, JPEG or WebP picture.');
    browser.takeComplaints();
    await noor.getByLabel('Picture of the logo').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: logo });
    await expect.poll(() => logoOf(noor)).not.toBe(former);
    await noor.getByRole('button', { name: 'Save' }).click();
    await shows(noor, 'The branding is saved');

    const ada = await (await browser.person(screen)).newPage();
    await ada.goto(await linkFromCli(product, 'client-link', 'ada@lindqvist.example'));
    const mark = ada.getByRole('banner').getByRole('img');
    await mark.waitFor();
    expect(await mark.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(3);
    await look(ada, 'portal-with-logo');
    await ada.context().close();

    // As it was, for the tests that come after.
    await noor.request.post(`${url}/admin/graphql`, {
      data: { query: 'mutation ($logo: ID) { updateBusiness(input: { logoFileId: $logo }) { id } }', variables: { logo: former } },
    });
  });

  test('invite to the team, change a role, and remove', async () => {
    await section(noor, 'Team');
    const [name, email] = [`Tomás (${screen.name})`, `tomas-${screen.name}@northwind.example`];
    await noor.getByRole('button', { name: 'Invite' }).click();
    const dialog = noor.getByRole('dialog', { name: 'Invite to the team' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByLabel('E-mail').fill(email);
    await dialog.getByLabel('Support', { exact: false }).check();
    await look(noor, 'admin-settings-invite');
    await dialog.getByRole('button', { name: 'Invite' }).click();
    await noor.getByLabel(`Role of ${name}`).selectOption('Read only');
    await shows(noor, `${name} is read only now`);
    await noor.getByRole('button', { name: `Remove ${name}` }).click();
    await noor.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await noor.getByRole('list', { name: 'Team members' }).getByText(email).waitFor({ state: 'detached' });
  });
});

async function section(noor: Page, name: string): Promise<void> {
  await noor.goto(`${url}/admin/settings/${name.toLowerCase()}`);
  await noor.getByRole('heading', { level: 1, name }).waitFor();
}

/** The file that is shown; empty without one. */
async function logoOf(noor: Page): Promise<string> {
  const logo = noor.getByRole('img', { name: /^Logo of/ });
  const source = (await logo.count()) > 0 ? await logo.getAttribute('src') : '';
  return source!.split('/').at(-1)!;
}
