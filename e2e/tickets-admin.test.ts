/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, phone, type TestBrowser } from './support/browser.ts';
import { look } from './support/look.ts';
import { mailWith } from './support/outbox.ts';
import { shows } from './support/page.ts';
import { linkFromCli } from './support/run-program.ts';

const product = inject('product');
const { url } = product;
const ada = { name: 'Ada Lindqvist', email: 'ada@lindqvist.example', company: 'Lindqvist & Daughters AB' };

let browser: TestBrowser;
let noor: Page;
beforeAll(async () => {
  browser = await launchBrowser(url);
  noor = await (await browser.person(desktop)).newPage();
  await noor.goto(await linkFromCli(product, 'sign-in-link', 'noor@northwind.example'));
  await noor.waitForURL(/\/admin\/?$/);
});
afterAll(() => browser.close());
afterEach(({ task }) => browser.endTest(task));

const list = (page: Page) => page.getByRole('region', { name: 'List of tickets' });
const thread = (page: Page) => page.getByRole('list', { name: 'Messages' });
const field = (page: Page) => page.getByRole('textbox', { name: /^(Reply to|Internal note)/ });

/** What a page of that person asks of the API. */
async function ask<T>(page: Page, path: string, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  return page.evaluate(async ([path, query, variables]) => {
    const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query, variables }) });
    const { data, errors } = await response.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }, [path, query, variables] as const) as Promise<T>;
}

async function adaOpens(page: Page, subject: string, message: string): Promise<string> {
  const { openTicket } = await ask<{ openTicket: { id: string } }>(page, '/graphql', 'mutation ($input: OpenTicketInput!) { openTicket(input: $input) { id } }', { input: { subject, message } });
  return openTicket.id;
}

async function open(page: Page, id: string): Promise<void> {
  await page.goto(`${url}/admin/tickets/${id}`);
  await thread(page).waitFor();
  // A key does something once the page is awake, which the restoring of a draft and the like need as well.
  await expect.poll(async () => {
    await page.keyboard.press('?');
    return page.getByRole('dialog', { name: 'Keyboard shortcuts' }).isVisible();
  }).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

describe('tickets of the team', () => {
  let client: Page;
  let ticketId: string;

  beforeAll(async () => {
    client = await (await browser.person(desktop)).newPage();
    await client.goto(await linkFromCli(product, 'client-link', ada.email));
    await client.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    ticketId = await adaOpens(client, 'The slipway of Saltsjöbaden', 'Is the **winch** part of it?\n- the old one\n- a new one');
  });

  test('the list moves by keys, and the thread stands beside it', async () => {
    await noor.goto(`${url}/admin/tickets`);
    await list(noor).getByRole('link', { name: /slipway of Saltsjöbaden/ }).waitFor();
    await expect.poll(async () => {
      await noor.keyboard.press('k');
      return noor.evaluate(() => document.activeElement?.hasAttribute('data-ticket'));
    }).toBe(true);
    for (let presses = 0; presses < 20; presses++) await noor.keyboard.press('k');
    expect(await noor.evaluate(() => document.activeElement?.textContent)).toContain('slipway of Saltsjöbaden');
    await noor.keyboard.press('Enter');
    await noor.getByRole('heading', { level: 1, name: 'The slipway of Saltsjöbaden' }).waitFor();
    expect(new URL(noor.url()).pathname).toBe(`/admin/tickets/${ticketId}`);
    await thread(noor).getByRole('strong').getByText('winch').waitFor();
    expect(await noor.title()).toMatch(/^\(\d+\) #\d+ The slipway/);
    await list(noor).getByRole('link', { name: /slipway/ }).waitFor();
    await noor.getByRole('complementary', { name: 'About the client' }).getByText('Owed').first().waitFor();
    await look(noor, 'admin-tickets-thread');
  });

  test('what was read is not unread any more', async () => {
    await expect.poll(() => list(noor).getByRole('link', { name: /^Unread.*slipway/ }).count()).toBe(0);
  });

  test('a reply can be taken back, and is a draft again', async () => {
    await open(noor, ticketId);
    await noor.keyboard.press('r');
    await noor.keyboard.type('The old one stays.');
    await noor.keyboard.press('Control+Enter');
    await thread(noor).getByText('The old one stays.').waitFor();
    await thread(noor).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => field(noor).inputValue()).toBe('The old one stays.');
    await thread(noor).getByText('The old one stays.').waitFor({ state: 'detached' });
  });

  test('a draft survives a reload', async () => {
    await noor.reload();
    await shows(noor, /Your draft is restored/);
    expect(await field(noor).inputValue()).toBe('The old one stays.');
  });

  test('a note is never seen by the client', async () => {
    await noor.getByText('Internal note', { exact: true }).click();
    await field(noor).fill('They always ask about winches.');
    await noor.getByRole('button', { name: 'Add note' }).click();
    await thread(noor).getByText('Internal note. The client never sees it.').waitFor();
    await look(noor, 'admin-tickets-note');
    await client.goto(`${url}/support/${ticketId}`);
    await thread(client).getByText('the old one').waitFor();
    expect(await client.content()).not.toContain('always ask about winches');
  });

  test('a canned reply is filled in where a slash begins a line, files go with it, and it is delivered', async () => {
    await ask(noor, '/admin/graphql', 'mutation { saveCannedReply(name: "Thanks", body: "Dear {contact}, thank you for {ticket}.") { id } }');
    await field(noor).fill('');
    await field(noor).press('/');
    await noor.getByRole('textbox', { name: 'Find a canned reply' }).fill('than');
    await noor.keyboard.press('Enter');
    await expect.poll(() => field(noor).inputValue()).toMatch(/^Dear Ada Lindqvist, thank you for #\d+\.$/);
    await noor.getByTestId('reply-files').setInputFiles({ name: 'winch.txt', mimeType: 'text/plain', buffer: Buffer.from('12 kN') });
    await noor.getByRole('list', { name: 'Files to send' }).getByText('winch.txt').waitFor();
    await noor.getByRole('button', { name: 'Remove winch.txt' }).waitFor();
    await field(noor).press('Control+Enter');
    await thread(noor).getByText('Goes out in').waitFor();
    await thread(noor).getByRole('link', { name: /winch\.txt/ }).waitFor();
    await thread(noor).getByText('Delivered').waitFor({ timeout: 30_000 });
    expect((await mailWith(url, 'thank you for')).To).toContain(ada.email);
  });

  test('by keys: assigned, tagged, snoozed and closed', async () => {
    await open(noor, ticketId);
    await noor.keyboard.press('a');
    await noor.getByRole('button', { name: 'Assigned to you' }).waitFor();
    await noor.keyboard.press('#');
    await noor.getByRole('textbox', { name: 'Find or add a tag' }).fill('#Winch');
    await noor.keyboard.press('Enter');
    await noor.getByRole('link', { name: 'winch', exact: true }).waitFor();
    await noor.keyboard.press('Escape');
    await noor.keyboard.press('z');
    await noor.getByRole('dialog', { name: 'Snooze' }).getByRole('button', { name: /^Tomorrow/ }).click();
    await shows(noor, /^Snoozed until/);
    await noor.keyboard.press('e');
    await noor.getByRole('button', { name: 'Reopen' }).waitFor();
    await noor.goto(`${url}/admin/tickets?box=all&tag=winch`);
    await expect.poll(() => list(noor).locator('a[data-ticket]').count()).toBe(1);
    await look(noor, 'admin-tickets-tag');
  });

  test('one ticket goes into another of the same client', async () => {
    const other = await adaOpens(client, 'Another word on the winch', 'Red, please.');
    await open(noor, other);
    await noor.getByRole('button', { name: 'Merge' }).click();
    const dialog = noor.getByRole('dialog', { name: /^Merge/ });
    await dialog.getByRole('searchbox').fill('Saltsjöbaden');
    await dialog.getByRole('radio', { name: /slipway of Saltsjöbaden/ }).check();
    await look(noor, 'admin-tickets-merge');
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await noor.getByRole('heading', { level: 1, name: 'The slipway of Saltsjöbaden' }).waitFor();
    await thread(noor).getByText('Red, please.').waitFor();
  });

  test('who writes sees who else does, and who was faster', async () => {
    const id = await adaOpens(client, 'Who answers first?', 'Anybody?');
    await ask(noor, '/admin/graphql', 'mutation { inviteTeamMember(input: { name: "Tom Ek", email: "tom@northwind.example", role: SUPPORT }) { id } }');
    const tom = await (await browser.person(desktop)).newPage();
    await tom.goto(await linkFromCli(product, 'sign-in-link', 'tom@northwind.example'));
    await tom.waitForURL(/\/admin\/?$/);
    await Promise.all([open(noor, id), open(tom, id)]);
    await field(tom).pressSequentially('I will');
    await shows(noor, 'Tom Ek is replying…');
    await field(noor).pressSequentially('Yes, me.');
    await shows(tom, 'Noor Haddad is replying…');
    await field(noor).press('Control+Enter');
    await shows(tom, 'Noor Haddad wrote while you were writing.');
    await field(tom).press('Control+Enter');
    await tom.getByRole('alert').getByRole('button', { name: 'Send anyway' }).click();
    await thread(tom).getByText('I will').waitFor();
    await tom.context().close();
  });

  test('mail of a stranger is set aside, and accepted for a client', async () => {
    const { viewer } = await ask<{ viewer: { business: { inboundAddress: string } } }>(noor, '/admin/graphql', '{ viewer { business { inboundAddress } } }');
    const { POSTMARK_WEBHOOK_PASSWORD } = JSON.parse(readFileSync(join(product.dataDir, 'secrets.json'), 'utf8'));
    const to = viewer.business.inboundAddress;
    const taken = await fetch(`${url}/webhooks/postmark/inbound`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${Buffer.from(`postmark:${POSTMARK_WEBHOOK_PASSWORD}`).toString('base64')}` },
      body: JSON.stringify({
        From: 'stranger@elsewhere.example', FromName: 'Sten Strand', FromFull: { Email: 'stranger@elsewhere.example', Name: 'Sten Strand', MailboxHash: '' },
        To: to, ToFull: [{ Email: to, Name: '', MailboxHash: to.replace(/^[^+]*\+|@.*$/g, '') }], Cc: '', CcFull: [], OriginalRecipient: to,
        Subject: 'A quote for a jetty', MessageID: crypto.randomUUID(), Date: new Date().toUTCString(), TextBody: 'How much is a jetty?', HtmlBody: '', Headers: [], Attachments: [],
      }),
    });
    expect(taken.status).toBe(200);
    await noor.goto(`${url}/admin/tickets/mail`);
    const row = noor.locator('[data-mail]').filter({ hasText: 'A quote for a jetty' });
    await expect.poll(async () => {
      if ((await row.count()) === 0) await noor.reload();
      return row.count();
    }).toBe(1);
    await expect.poll(async () => {
      await row.getByRole('button', { name: /A quote for a jetty/, expanded: false }).click({ timeout: 1_000 }).catch(() => {});
      return row.getByText('How much is a jetty?').isVisible();
    }).toBe(true);
    await look(noor, 'admin-inbound-mail');
    await row.getByRole('button', { name: /^Accept/ }).click();
    const dialog = noor.getByRole('dialog', { name: 'Open a ticket for this mail' });
    await dialog.getByRole('searchbox').fill('Lindqvist');
    await dialog.getByRole('radio', { name: new RegExp(ada.company) }).check();
    await dialog.getByRole('button', { name: 'Open ticket' }).click();
    await dialog.waitFor({ state: 'detached' });
    await row.waitFor({ state: 'detached' });
    await noor.goto(`${url}/admin/tickets?q=jetty&box=all`);
    await list(noor).getByRole('link', { name: /A quote for a jetty/ }).waitFor();
  });

  test('the settings of support stand, with the address to copy', async () => {
    await noor.goto(`${url}/admin/settings/support`);
    await noor.getByRole('heading', { level: 1, name: 'Support' }).waitFor();
    await shows(noor, /@inbound\./);
    await look(noor, 'admin-settings-support');
  });

  test('on a phone there is the list, or the thread', async () => {
    await noor.setViewportSize({ width: phone.width, height: phone.height });
    await noor.goto(`${url}/admin/tickets?box=all`);
    await look(noor, 'admin-tickets-phone');
    await list(noor).locator('a[data-ticket]').first().click();
    await thread(noor).waitFor();
    await list(noor).waitFor({ state: 'hidden' });
    await look(noor, 'admin-ticket-phone');
    await noor.getByRole('link', { name: 'All tickets' }).click();
    await list(noor).waitFor();
    await noor.setViewportSize({ width: desktop.width, height: desktop.height });
  });
});
