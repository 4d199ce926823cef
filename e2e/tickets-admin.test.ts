/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, phone, pictures, type TestBrowser } from './support/browser.ts';
import { look } from './support/look.ts';
import { mailWith } from './support/outbox.ts';
import { badgeBecomes, badgeOf, documentOf, goToSection, shows } from './support/page.ts';
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
  await ask(noor, '/admin/graphql', 'mutation { updateBusiness(input: { undoSendSeconds: 10 }) { id } }');
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

async function ticketCalled(subject: string): Promise<string> {
  const { tickets } = await ask<{ tickets: { edges: { node: { id: string; subject: string } }[] } }>(noor, '/admin/graphql', 'query ($text: String) { tickets(first: 50, filter: { box: ALL, text: $text }) { edges { node { id subject } } } }', { text: subject });
  return tickets.edges.find(({ node }) => node.subject === subject)!.node.id;
}

/** As the provider hands it over. */
async function mailComesIn({ from, name, to, cc = '', subject, text }: { from: string; name: string; to: string; cc?: string; subject: string; text: string }): Promise<void> {
  const { POSTMARK_WEBHOOK_PASSWORD } = JSON.parse(readFileSync(join(product.dataDir, 'secrets.json'), 'utf8'));
  const taken = await fetch(`${url}/webhooks/postmark/inbound`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${Buffer.from(`postmark:${POSTMARK_WEBHOOK_PASSWORD}`).toString('base64')}` },
    body: JSON.stringify({
      From: from, FromName: name, FromFull: { Email: from, Name: name, MailboxHash: '' },
      To: to, ToFull: [{ Email: to, Name: '', MailboxHash: to.replace(/^[^+]*\+|@.*$/g, '') }], OriginalRecipient: to,
      Cc: cc, CcFull: cc ? [{ Email: cc, Name: '', MailboxHash: '' }] : [],
      Subject: subject, MessageID: crypto.randomUUID(), Date: new Date().toUTCString(), TextBody: text, HtmlBody: '', Headers: [], Attachments: [],
    }),
  });
  expect(taken.status).toBe(200);
}

/** The live connections of somebody, to cut and to let come back. */
async function connectionsOf(context: BrowserContext): Promise<{ cut: () => Promise<void>; restore: () => void }> {
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await context.routeWebSocket(/graphql/, (socket) => {
    if (isCut) return void socket.close({ code: 1001 });
    open.add(socket);
    socket.connectToServer();
  });
  return {
    async cut() {
      isCut = true;
      await Promise.all([...open].map((socket) => socket.close({ code: 1001 })));
    },
    restore: () => (isCut = false),
  };
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
    await expect.poll(() => thread(noor).getByText(/^Goes out in/).textContent()).toMatch(/Goes out in [1-8] s/);
    await look(noor, 'admin-tickets-undo');
    await thread(noor).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => field(noor).inputValue()).toBe('The old one stays.');
    await thread(noor).getByText('The old one stays.').waitFor({ state: 'detached' });
  });

  test('a draft survives a reload', async () => {
    await noor.reload();
    await shows(noor, /Your draft is restored/);
    expect(await field(noor).inputValue()).toBe('The old one stays.');
  });

  test('each ticket has a draft of its own', async () => {
    const other = await ticketCalled('Purchase order number on the invoice');
    await open(noor, other);
    expect(await field(noor).inputValue()).toBe('');
    await field(noor).fill('Something else');
    await open(noor, ticketId);
    expect(await field(noor).inputValue()).toBe('The old one stays.');
    await open(noor, other);
    await noor.getByRole('button', { name: 'Discard' }).click();
    expect(await field(noor).inputValue()).toBe('');
    await open(noor, ticketId);
  });

  test('files are pasted and dropped, and refused in words', async () => {
    await field(noor).evaluate((field) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['pasted'], 'pasted.txt', { type: 'text/plain' }));
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }));
      field.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    });
    for (const name of ['pasted.txt', 'dropped.txt']) await noor.getByRole('button', { name: `Remove ${name}` }).click();
    const files = noor.getByRole('list', { name: 'Files to send' });
    await noor.getByTestId('reply-files').setInputFiles([
      { name: 'film.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(20_000_001) },
      { name: 'setup.exe', mimeType: 'application/octet-stream', buffer: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)]) },
    ]);
    await files.getByRole('alert').filter({ hasText: 'Files of up to 20 MB can be sent.' }).waitFor();
    await files.getByRole('alert').filter({ hasText: /program/ }).waitFor();
    // The browser tells of the refusal as well.
    browser.takeComplaints();
    await look(noor, 'admin-tickets-files');
    for (const name of ['film.bin', 'setup.exe']) await noor.getByRole('button', { name: `Dismiss ${name}` }).click();
    await files.waitFor({ state: 'detached' });
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

  test('who is in copy is mailed as well; what came back says why, and the way out', async () => {
    const about = noor.getByRole('complementary', { name: 'About the client' });
    await about.getByRole('button', { name: 'Add someone' }).click();
    await about.getByLabel('E-mail').fill('hardbounce-yard@lindqvist.example');
    await about.getByLabel('Name').fill('The yard');
    await about.getByRole('button', { name: 'Add', exact: true }).click();
    await about.getByText('hardbounce-yard@lindqvist.example').waitFor();
    await field(noor).fill('To both of you.');
    await field(noor).press('Control+Enter');
    const sent = thread(noor).getByRole('listitem').filter({ hasText: 'To both of you.' });
    const way = sent.getByRole('button', { name: /^Remove from copy/ });
    await way.waitFor({ timeout: 40_000 });
    await sent.getByText('Bounced').first().waitFor();
    await look(noor, 'admin-tickets-bounced');
    await way.click();
    await about.getByText('hardbounce-yard@lindqvist.example').waitFor({ state: 'detached' });
  });

  test('whom a mail names in Cc is kept in copy if the team agrees', async () => {
    const { ReplyTo } = await mailWith(url, 'To both of you');
    await mailComesIn({ from: ada.email, name: ada.name, to: ReplyTo, cc: 'controller@lindqvist.example', subject: 'Re: The slipway', text: 'Our controller reads along.' });
    const message = thread(noor).getByRole('listitem').filter({ hasText: 'Our controller reads along.' });
    await message.getByRole('button', { name: /^Keep in copy/ }).click();
    const about = noor.getByRole('complementary', { name: 'About the client' });
    await about.getByText('controller@lindqvist.example').waitFor();
    await message.getByRole('button', { name: /^Keep in copy/ }).waitFor({ state: 'detached' });
    await about.getByRole('button', { name: 'Remove controller@lindqvist.example from copy' }).click();
    await about.getByText('controller@lindqvist.example').waitFor({ state: 'detached' });
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
    await expect.poll(() => tom.getByRole('status').allTextContents()).toContain('New message from Noor Haddad: Yes, me.');
    await field(tom).press('Control+Enter');
    await tom.getByRole('alert').getByRole('button', { name: 'Send anyway' }).click();
    await thread(tom).getByText('I will').waitFor();
    await tom.context().close();
  });

  test('mail of a stranger is set aside, and accepted for a client', async () => {
    const { viewer } = await ask<{ viewer: { business: { inboundAddress: string } } }>(noor, '/admin/graphql', '{ viewer { business { inboundAddress } } }');
    await mailComesIn({ from: 'stranger@elsewhere.example', name: 'Sten Strand', to: viewer.business.inboundAddress, subject: 'A quote for a jetty', text: 'How much is a jetty?' });
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

  test('a mail is shown as it was sent, its outside pictures when they are asked for', async () => {
    await open(noor, await ticketCalled('Kilometerpauschale doppelt?'));
    await thread(noor).getByText('It is a program').or(thread(noor).getByText('Not kept')).first().waitFor();
    await thread(noor).getByText('Quoted text').click();
    await thread(noor).getByText('Tel. 0421 555 0142').waitFor();
    await thread(noor).getByRole('button', { name: 'Show original' }).click();
    const element = thread(noor).locator('iframe');
    const frame = element.contentFrame();
    await frame.getByText('Stunden auf der Baustelle').waitFor();
    expect((await element.getAttribute('sandbox'))!.split(' ').toSorted()).toEqual(['allow-popups', 'allow-popups-to-escape-sandbox', 'allow-same-origin']);
    const logo = frame.getByRole('img', { name: 'Brückner Bau' });
    expect(await logo.getAttribute('src')).toBeNull();
    await expect.poll(() => frame.locator('html').evaluate((html) => html.scrollHeight - window.innerHeight)).toBeLessThanOrEqual(0);
    await look(noor, 'admin-tickets-mail');
    await thread(noor).getByRole('button', { name: 'Show images' }).click();
    await expect.poll(() => logo.getAttribute('src')).toMatch(/^\/admin\/files\/mail-image\?message=/);
    // There is no such picture.
    await noor.waitForLoadState('networkidle');
    browser.takeComplaints();
  });

  test('a mail in the dark can be read', async () => {
    await open(noor, await ticketCalled('Kilometerpauschale doppelt?'));
    await thread(noor).getByRole('button', { name: 'Show original' }).click();
    const body = thread(noor).locator('iframe').contentFrame().locator('body');
    await body.getByText('Stunden auf der Baustelle').waitFor();
    expect(await body.evaluate((body) => getComputedStyle(body).filter)).toBe('none');
    // Also when night falls while it is open.
    await noor.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => body.evaluate((body) => getComputedStyle(body).filter).catch(() => '')).toContain('invert');
    await body.getByText('Stunden auf der Baustelle').waitFor();
    await noor.screenshot({ path: `${pictures}/1440/admin-tickets-mail-in-the-dark.png` });
    await noor.emulateMedia({ colorScheme: 'light' });
  });

  test('mail that was set aside is counted, and ignored; what was ignored says why, and is read again', async () => {
    await noor.goto(`${url}/admin/tickets/mail`);
    const boxes = noor.getByRole('navigation', { name: 'Boxes of tickets' });
    const waiting = async () => Number(/\d+$/.exec((await boxes.getByRole('link', { name: /^Inbound mail/ }).textContent())!.trim())?.[0] ?? 0);
    const before = await waiting();
    expect(before).toBeGreaterThan(0);
    const pavilion = noor.locator('[data-mail]').filter({ hasText: 'A pavilion in the garden?' });
    await pavilion.getByText("hedda@falk.example is nobody's contact.").waitFor();
    await pavilion.getByRole('button', { name: 'Ignore' }).click();
    await pavilion.waitFor({ state: 'detached' });
    await expect.poll(waiting).toBe(before - 1);
    await noor.goto(`${url}/admin/tickets/mail?list=ignored`);
    const news = noor.locator('[data-mail]').filter({ hasText: 'Twelve bridges' });
    await news.getByText('Automatic mail (List-Unsubscribe)').waitFor();
    await look(noor, 'admin-inbound-ignored');
    await news.getByRole('button', { name: 'Replay' }).click();
    await shows(noor, 'Read again: ignored');
  });

  test('the badge is in the title of every page, and right again after a lost connection', async () => {
    const context = await browser.person(desktop);
    const connections = await connectionsOf(context);
    const page = await context.newPage();
    await page.goto(await linkFromCli(product, 'sign-in-link', 'noor@northwind.example'));
    await page.waitForURL(/\/admin\/?$/);
    for (const section of ['Dashboard', 'Clients', 'Invoices', 'Estimates', 'Payments', 'Support tickets', 'Settings']) {
      await goToSection(page, new RegExp(`^${section}`), /./);
      await expect.poll(() => page.title()).toMatch(new RegExp(`^\\(${await badgeOf(page)}\\) `));
    }
    const [before, sameDocument] = [await badgeOf(page), await documentOf(page)];
    await connections.cut();
    await adaOpens(client, 'While nobody could hear', 'Hello?');
    await badgeBecomes(noor, before + 1);
    expect(await badgeOf(page)).toBe(before);
    connections.restore();
    await badgeBecomes(page, before + 1);
    expect(await page.title()).toContain(`(${before + 1})`);
    expect(await documentOf(page)).toBe(sameDocument);
    // What could not be reached is told in the console.
    browser.takeComplaints();
    await context.close();
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

  test('a long list goes on where it ended, and names no ticket twice', async () => {
    const opened: string[] = [];
    for (const part of [1, 2, 3]) {
      const openings = Array.from({ length: 18 }, (_, index) => `t${index}: openTicket(input: { subject: "Buoy ${part}-${index}", message: "Which colour?" }) { id }`);
      opened.push(...Object.values(await ask<Record<string, { id: string }>>(client, '/graphql', `mutation { ${openings.join(' ')} }`)).map(({ id }) => id));
    }
    await noor.goto(`${url}/admin/tickets?q=buoy`);
    const rows = list(noor).locator('a[data-ticket]');
    await expect.poll(() => rows.count()).toBe(50);
    await list(noor).getByRole('button', { name: /more/i }).click();
    await expect.poll(() => rows.count()).toBe(54);
    const ids = await rows.evaluateAll((links) => links.map((link) => (link as HTMLElement).dataset['ticket']));
    expect(new Set(ids).size).toBe(54);
    // Whoever comes after finds the list as it was.
    for (let at = 0; at < opened.length; at += 18) {
      await ask(client, '/graphql', `mutation { ${opened.slice(at, at + 18).map((id, index) => `t${index}: closeTicket(id: "${id}") { id }`).join(' ')} }`);
    }
  });
});
