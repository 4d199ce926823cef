/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, pictures, type TestBrowser } from './support/browser.ts';
import { linkFromCli } from './support/run-program.ts';

const product = inject('product');
const { url } = product;

let browser: TestBrowser;
let client: Page;
let admin: Page;
beforeAll(async () => {
  browser = await launchBrowser(url);
  client = await signedIn(product.clientLink, 'Overview');
  admin = await signedIn(await linkFromCli(product, 'sign-in-link', 'noor@northwind.example'), 'Dashboard');
});
afterAll(() => browser.close());
afterEach(({ task }) => browser.endTest(task));

test('/graphql runs a query and a subscription as the client', async () => {
  await client.goto(`${url}/graphql`);
  await run(client, 'Overview');
  await answers(client, 'Ada Lindqvist');
  await client.screenshot({ path: `${pictures}/1440/playground-portal.png` });

  const [socket] = await Promise.all([client.waitForEvent('websocket'), run(client, 'WatchInvoices')]);
  expect(socket.url()).toBe(`${url.replace('http', 'ws')}/graphql`);
  const number = await sendInvoiceToAda();
  await answers(client, number);
});

test('/admin/graphql runs a query and a subscription as the team member', async () => {
  await admin.goto(`${url}/admin/graphql`);
  await run(admin, 'Overview');
  await answers(admin, 'Northwind Studio');
  await admin.screenshot({ path: `${pictures}/1440/playground-admin.png` });

  await run(admin, 'WatchTickets');
  await admin.locator('.result-window').getByText('awaitingTeam').first().waitFor();
  const before = await awaitingTeam();
  await ask(client, '/graphql', 'mutation { openTicket(input: { subject: "From the playground", message: "Does it move?" }) { id } }');
  await expect.poll(awaitingTeam).toBe(before + 1);
});

async function awaitingTeam(): Promise<number> {
  return Number(/"awaitingTeam":\s*(\d+)/.exec(await responseOf(admin))?.[1]);
}

async function signedIn(link: string, heading: string): Promise<Page> {
  const page = await (await browser.person(desktop)).newPage();
  await page.goto(link);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  return page;
}

/** Runs what stands in the tab of this name. */
async function run(page: Page, operation: string): Promise<void> {
  await page.getByRole('tab', { name: operation }).click();
  // GraphiQL reads a tab a moment after it has shown it, and remembers what it read.
  await page.waitForFunction((operation) => Object.values(localStorage).some((kept) => {
    const { tabs, activeTabIndex } = kept.startsWith('{') ? JSON.parse(kept) : {};
    return tabs?.[activeTabIndex]?.operationName === operation;
  }), operation);
  await page.locator('.graphiql-query-editor .view-line', { hasText: operation }).waitFor();
  await page.getByRole('button', { name: /^Execute query/ }).click();
}

async function answers(page: Page, text: string): Promise<void> {
  await expect.poll(() => responseOf(page)).toContain(text);
}

/** The editor writes each space as one that does not break. */
async function responseOf(page: Page): Promise<string> {
  const text = (await page.locator('.result-window').textContent()) ?? '';
  return text.replaceAll('\u00a0', ' ');
}

async function sendInvoiceToAda(): Promise<string> {
  const { clients } = await ask<{ clients: { edges: { node: { id: string } }[] } }>(
    admin, '/admin/graphql', '{ clients(filter: { text: "lindqvist" }) { edges { node { id } } } }',
  );
  const clientId = clients.edges[0]!.node.id;
  const { createInvoice } = await ask<{ createInvoice: { id: string } }>(
    admin, '/admin/graphql', `mutation { createInvoice(input: { clientId: "${clientId}", lines: [{ description: "Ropes", unitPrice: 4200 }] }) { id } }`,
  );
  const { sendInvoice } = await ask<{ sendInvoice: { number: string } }>(
    admin, '/admin/graphql', `mutation { sendInvoice(input: { id: "${createInvoice.id}" }) { number } }`,
  );
  return sendInvoice.number;
}

/** With the cookies of whoever has this page. */
async function ask<T>(page: Page, path: string, query: string): Promise<T> {
  const response = await page.request.post(`${url}${path}`, { data: { query } });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
