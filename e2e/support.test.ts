/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import { Client } from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { violations } from './support/axe.ts';
import { desktop, launchBrowser, phone, type TestBrowser } from './support/browser.ts';
import { withDatabase } from './support/database.ts';
import { focused, tabTo } from './support/keyboard.ts';
import { look } from './support/look.ts';
import { documentOf } from './support/page.ts';
import { linkFromCli } from './support/run-program.ts';

const product = inject('product');
const { url } = product;
/** 3 × 2 pixels. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AAQRAKAAAq0gP9v2nYsQAAAABJRU5ErkJggg==', 'base64');

let browser: TestBrowser;
beforeAll(async () => {
  browser = await launchBrowser(url);
});
afterAll(() => browser.close());
afterEach(({ task }) => browser.endTest(task));

const messages = (page: Page) => page.getByRole('list', { name: 'Messages' });
const chooser = (page: Page) => page.locator('input[type=file]');

/** As the team, through its own door. */
function ask<T>(noor: Page, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  return noor.evaluate(async ([query, variables]) => {
    const response = await fetch('/admin/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
    const { data, errors } = await response.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }, [query, variables] as const);
}

async function ticketCalled(noor: Page, subject: string): Promise<string> {
  const { tickets } = await ask<{ tickets: { edges: { node: { id: string; subject: string } }[] } }>(noor, 'query { tickets(first: 50) { edges { node { id subject } } } }');
  return tickets.edges.find(({ node }) => node.subject === subject)!.node.id;
}

/** Not held back. */
async function teamSays(noor: Page, subject: string, message: string): Promise<void> {
  await ask(noor, 'mutation { updateBusiness(input: { undoSendSeconds: 0 }) { id } }');
  await ask(noor, 'mutation ($input: ReplyToTicketInput!) { replyToTicket(input: $input) { id } }', { input: { ticketId: await ticketCalled(noor, subject), message } });
}

const teamIn = async (screen = desktop): Promise<Page> => {
  const noor = await (await browser.person(screen)).newPage();
  await noor.goto(await linkFromCli(product, 'sign-in-link', 'noor@northwind.example'));
  await noor.waitForURL(/\/admin\/?$/);
  return noor;
};

/** As if another tab were in front. */
const showTab = (page: Page, visibility: 'visible' | 'hidden') =>
  page.evaluate((visibility) => {
    Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, visibility);

describe.each([desktop, phone])('Support on a $name', (screen) => {
  let ada: Page;
  let noor: Page;
  const subject = `Is the roof included? (${screen.name})`;

  beforeAll(async () => {
    ada = await (await browser.person(screen)).newPage();
    await ada.goto(product.clientLink);
    await ada.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    noor = await teamIn();
  });
  afterAll(async () => {
    await ada.context().close();
    await noor.context().close();
  });

  test('a draft survives a reload with its files, and says so', async () => {
    await ada.goto(`${url}/support`);
    await ada.getByRole('link', { name: 'Ask a question' }).click();
    await ada.getByRole('heading', { level: 1, name: 'New ticket' }).waitFor();
    await ada.getByLabel('Subject').fill(subject);
    await ada.getByLabel('Message').fill('Two things:\n- is the **roof** included?\n- see https://example.com/roof.\n<b>no markup</b>');
    await chooser(ada).setInputFiles([{ name: 'roof.png', mimeType: 'image/png', buffer: PNG }, { name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('a plan') }]);
    await ada.getByText('2 files attached.').waitFor({ state: 'attached' });

    await ada.reload();
    await ada.getByText('Your draft was restored.').waitFor();
    expect(await ada.getByLabel('Subject').inputValue()).toBe(subject);
    await ada.getByRole('button', { name: 'Remove plan.txt' }).waitFor();
    await look(ada, 'portal-new-ticket-draft');
  });

  test('files are refused in words, and taken away again', async () => {
    await chooser(ada).setInputFiles([{ name: 'setup.exe', mimeType: 'application/octet-stream', buffer: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)]) }]);
    const refused = ada.getByRole('listitem').filter({ hasText: 'setup.exe' });
    await refused.locator('.text-danger').waitFor();
    // The browser tells of the refusal as well.
    browser.takeComplaints();
    await ada.getByRole('button', { name: 'Open ticket' }).click();
    await ada.getByRole('alert').getByText('A file could not be uploaded.').waitFor();
    await chooser(ada).setInputFiles({ name: 'film.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(20_000_001) });
    await ada.getByRole('listitem').filter({ hasText: 'film.bin' }).getByText('It is larger than 20 MB.').waitFor();
    await ada.getByRole('button', { name: 'Remove film.bin' }).click();
    await ada.getByRole('button', { name: 'Remove setup.exe' }).click();
    await ada.getByRole('button', { name: 'Remove plan.txt' }).waitFor();
    expect(await focused(ada)).toMatch(/^Remove /);
  });

  test('a file on its way says so, and can be taken away before it is there', async () => {
    const gate = Promise.withResolvers<void>();
    await ada.route('**/files?*', async (route) => {
      await gate.promise;
      await route.fallback().catch(() => {});
    });
    await chooser(ada).setInputFiles({ name: 'slow.txt', mimeType: 'text/plain', buffer: Buffer.from('slow') });
    await ada.getByRole('progressbar', { name: 'Uploading slow.txt' }).waitFor();
    await ada.getByRole('button', { name: 'Remove slow.txt' }).click();
    await ada.getByText('slow.txt').waitFor({ state: 'detached' });
    gate.resolve();
    await ada.unroute('**/files?*');
  });

  test('what could not be sent stays as it was written', async () => {
    await ada.route('**/graphql', (route) => (route.request().postData()?.includes('OpenTicket') ? route.abort() : route.fallback()));
    await ada.getByRole('button', { name: 'Open ticket' }).click();
    await ada.getByRole('alert').getByText('The server did not answer.').waitFor();
    expect(await ada.getByLabel('Subject').inputValue()).toBe(subject);
    await ada.unroute('**/graphql');
    browser.takeComplaints();
  });

  test('the ticket is opened with its files, in the format that was meant', async () => {
    await ada.getByRole('button', { name: 'Open ticket' }).click();
    await ada.getByRole('heading', { level: 1, name: subject }).waitFor();
    const thread = messages(ada);
    await thread.getByRole('strong').filter({ hasText: 'roof' }).waitFor();
    expect(await thread.getByRole('link', { name: 'https://example.com/roof' }).getAttribute('rel')).toContain('noopener');
    await thread.getByText('<b>no markup</b>').waitFor();
    const picture = thread.locator('img');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(3);
    const [download] = await Promise.all([ada.waitForEvent('download'), thread.getByRole('link', { name: /plan\.txt/ }).click()]);
    expect(download.suggestedFilename()).toBe('plan.txt');
    await look(ada, 'portal-ticket-files');

    await ada.goto(`${url}/support/new`);
    await ada.getByRole('heading', { level: 1, name: 'New ticket' }).waitFor();
    expect(await ada.getByLabel('Message').inputValue()).toBe('');
  });

  test('an answer marks the ticket in the open list, and a line stands above it in the thread', async () => {
    await ada.goto(`${url}/support`);
    await ada.getByRole('link', { name: subject }).waitFor();
    const document = await documentOf(ada);
    await teamSays(noor, subject, 'The roof is **included**.\nThe gutter is not.');
    await ada.getByRole('link', { name: `Unread: ${subject}` }).waitFor();
    await ada.getByText(/: The roof is included\. The gutter is not\.$/).waitFor();
    expect(await documentOf(ada)).toBe(document);
    await look(ada, 'portal-support-unread');

    await ada.getByRole('link', { name: subject }).click();
    await messages(ada).getByText('New', { exact: true }).waitFor();
    await look(ada, 'portal-ticket-new');
    await ada.goBack();
    await ada.getByRole('link', { name: subject, exact: true }).waitFor();
  });

  test('an answer arrives in the open thread, is told to a screen reader, and read', async () => {
    await ada.getByRole('link', { name: subject }).click();
    await ada.getByLabel('Your reply').fill('And the gutter?');
    await teamSays(noor, subject, 'The gutter is 300 more.');
    await messages(ada).getByText('The gutter is 300 more.').waitFor();
    await expect.poll(() => ada.getByRole('status').allTextContents()).toContainEqual(expect.stringMatching(/^New message from .+: The gutter is 300 more\.$/));
    expect(await ada.getByLabel('Your reply').inputValue()).toBe('And the gutter?');
    await ada.getByRole('button', { name: 'Send reply' }).click();
    await messages(ada).getByText('And the gutter?').waitFor();
    // It may be in the thread before the answer to the one who sent it.
    await expect.poll(() => ada.getByLabel('Your reply').inputValue()).toBe('');
    await ada.goto(`${url}/support`);
    await ada.getByRole('link', { name: subject, exact: true }).waitFor();
  });

  test('it is closed, reopened, and reopened by an answer', async () => {
    await ada.getByRole('link', { name: subject }).click();
    await noor.goto(`${url}/admin/tickets/${await ticketCalled(noor, subject)}`);
    await noor.getByRole('button', { name: 'Close', exact: true }).waitFor();
    await ada.getByRole('button', { name: 'Close ticket' }).click();
    await noor.getByRole('button', { name: 'Reopen' }).click();
    await ada.getByRole('button', { name: 'Close ticket' }).click();
    await ada.getByRole('button', { name: 'Reopen ticket' }).click();
    await noor.getByRole('button', { name: 'Close', exact: true }).waitFor();
    await ada.getByRole('button', { name: 'Close ticket' }).click();
    await ada.getByText('Your reply opens this ticket again.').waitFor();
    await ada.getByLabel('Your reply').fill('One more thing.');
    await ada.getByRole('button', { name: 'Send reply' }).click();
    await ada.getByRole('button', { name: 'Close ticket' }).waitFor();
    expect(await violations(ada)).toEqual([]);
  });

  test('a question about an invoice names it', async () => {
    await ada.goto(`${url}/invoices`);
    await ada.getByRole('link', { name: /^INV-/ }).first().click();
    await ada.getByRole('link', { name: 'Question about this invoice' }).click();
    expect(await ada.getByLabel('Subject').inputValue()).toMatch(/^Question about invoice INV-/);
    await ada.getByLabel('Message').fill('What is line two?');
    await ada.getByRole('button', { name: 'Open ticket' }).click();
    await ada.getByRole('heading', { level: 1, name: /^Question about invoice INV-/ }).waitFor();
    await ada.getByRole('link', { name: /^invoice INV-/ }).waitFor();
  });
});

test('what arrives while nobody looks is not read, and a line says so', async () => {
  const [page, noor] = [await (await browser.person(desktop)).newPage(), await teamIn()];
  const subject = 'Behind another tab';
  await page.goto(product.clientLink);
  await openTicket(page, subject);
  await showTab(page, 'hidden');
  const list = await page.context().newPage();
  await list.goto(`${url}/support`);
  await teamSays(noor, subject, 'Are you there?');
  await messages(page).getByText('New', { exact: true }).waitFor();
  await list.getByRole('link', { name: `Unread: ${subject}` }).waitFor();
  await Promise.all([page.waitForResponse((response) => response.request().postData()?.includes('markTicketRead') ?? false), showTab(page, 'visible')]);
  await list.reload();
  await list.getByRole('link', { name: subject, exact: true }).waitFor();
});

test('a ticket that is merged leads to the other one, with what was being written', async () => {
  const [page, noor] = [await (await browser.person(desktop)).newPage(), await teamIn()];
  await page.goto(product.clientLink);
  await openTicket(page, 'The other one');
  await openTicket(page, 'To be merged');
  const old = page.url();
  await page.getByLabel('Your reply').fill('Half a thought');
  const [fromId, intoId] = [await ticketCalled(noor, 'To be merged'), await ticketCalled(noor, 'The other one')];
  await ask(noor, 'mutation ($fromId: ID!, $intoId: ID!) { mergeTickets(fromId: $fromId, intoId: $intoId) { id } }', { fromId, intoId });
  await page.getByRole('heading', { level: 1, name: 'The other one' }).waitFor();
  await page.getByText('was merged into this one').waitFor();
  await expect.poll(() => page.getByLabel('Your reply').inputValue()).toBe('Half a thought');

  await page.goto(old);
  await page.getByRole('heading', { level: 1, name: 'The other one' }).waitFor();
  await page.getByText('was merged into this one').waitFor();
});

test('files come by paste and by drop', async () => {
  const page = await (await browser.person(desktop)).newPage();
  await page.goto(product.clientLink);
  await page.goto(`${url}/support/new`);
  // Kept once the page is ready to take them.
  await page.getByLabel('Message').fill('With files');
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith('draft:')));
  await page.getByLabel('Message').evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['pasted'], 'pasted.txt', { type: 'text/plain' }));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }));
    field.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await page.getByRole('button', { name: 'Remove pasted.txt' }).waitFor();
  await page.getByRole('button', { name: 'Remove dropped.txt' }).waitFor();
  await page.getByText('2 files attached.').waitFor({ state: 'attached' });
});

test('a mail is shown as it was sent in a frame where nothing runs, its images when they are asked for', async () => {
  const page = await (await browser.person(desktop)).newPage();
  await page.goto(product.clientLink);
  await openTicket(page, 'As a mail');
  await withDatabase(product.dataDir, async ({ superuser }) => {
    const client = new Client({ connectionString: superuser });
    await client.connect();
    await client.query(`update ticket_message m set channel = 'EMAIL', html = $1 from ticket t where t.id = m.ticket_id and t.subject = 'As a mail'`, [
      `<p>In <b>colour</b></p><p>${'and with many words '.repeat(12)}</p><img data-remote-src="https://elsewhere.example/a.png" alt="a boat">`,
    ]);
    await client.end();
  });
  await page.reload();
  await messages(page).getByText('by e-mail', { exact: true }).waitFor();
  await page.getByText('The e-mail as it was sent').click();
  const frame = page.frameLocator('iframe[title^="E-mail from"]');
  await frame.getByText('colour').waitFor();
  expect(await page.locator('iframe[title^="E-mail from"]').getAttribute('sandbox')).not.toContain('allow-scripts');
  // All of it is in sight.
  await expect.poll(() => frame.locator('html').evaluate((html) => html.scrollHeight - window.innerHeight)).toBeLessThanOrEqual(0);
  expect(await frame.getByRole('img', { name: 'a boat' }).getAttribute('src')).toBeNull();
  await look(page, 'portal-ticket-mail');
  await page.getByRole('button', { name: 'Show images' }).click();
  await expect.poll(() => frame.getByRole('img', { name: 'a boat' }).getAttribute('src')).toMatch(/^\/files\/mail-image\?message=/);
  // Narrower, it is taller.
  const height = async () => (await page.locator('iframe[title^="E-mail from"]').boundingBox())!.height;
  const before = await height();
  await page.setViewportSize({ ...desktop, width: 390 });
  await expect.poll(height).toBeGreaterThan(before);
  // There is no such picture.
  await page.waitForLoadState('networkidle');
  browser.takeComplaints();
});

async function openTicket(page: Page, subject: string): Promise<void> {
  await page.goto(`${url}/support/new`);
  await page.getByLabel('Subject').fill(subject);
  await page.getByLabel('Message').fill('A question.');
  await page.getByRole('button', { name: 'Open ticket' }).click();
  await page.getByRole('heading', { level: 1, name: subject }).waitFor();
}

test('a ticket is answered with the keyboard alone', async () => {
  const page = await (await browser.person(desktop)).newPage();
  await page.goto(product.clientLink);
  await page.goto(`${url}/support/new`);
  await page.getByRole('heading', { level: 1, name: 'New ticket' }).waitFor();
  await tabTo(page, /^Subject/);
  await page.keyboard.type('By the keyboard');
  await tabTo(page, /^Message/);
  await page.keyboard.type('Is this enough?');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { level: 1, name: 'By the keyboard' }).waitFor();
  await tabTo(page, /^Your reply/);
  await page.keyboard.type('It is.');
  await tabTo(page, /^Send reply$/);
  await page.keyboard.press('Enter');
  await messages(page).getByText('It is.').waitFor();
});
