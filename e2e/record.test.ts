/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, phone, type TestBrowser } from './support/browser.ts';
import { look } from './support/look.ts';
import { linkFromCli } from './support/run-program.ts';

const product = inject('product');
const { url } = product;
const clientName = 'Lindqvist & Daughters AB';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await launchBrowser(url);
});
afterAll(() => browser.close());
afterEach(({ task }) => browser.endTest(task));

describe.each([desktop, phone])('the record of a client on a $name', (screen) => {
  let noor: Page;

  beforeAll(async () => {
    noor = await (await browser.person(screen)).newPage();
    await noor.goto(await linkFromCli(product, 'sign-in-link', 'noor@northwind.example'));
    await noor.waitForURL(/\/admin\/?$/);
    await noor.goto(`${url}/admin/clients?q=lindqvist`);
    await noor.getByRole('link', { name: clientName }).click();
    await noor.getByRole('heading', { level: 1, name: clientName }).waitFor();
    await leaveANote();
  });
  afterAll(() => noor.context().close());

  /** The newest entry, whatever others have done before. */
  async function leaveANote(): Promise<void> {
    const ask = async <Data>(query: string, variables: object): Promise<Data> => {
      const response = await noor.request.post(`${url}/admin/graphql`, { data: { query, variables } });
      const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    };
    const clientId = new URL(noor.url()).pathname.split('/').at(-1);
    const { tickets } = await ask<{ tickets: { edges: { node: { id: string } }[] } }>('query ($clientId: ID!) { tickets(first: 1, filter: { clientId: $clientId }) { edges { node { id } } } }', { clientId });
    await ask('mutation ($id: ID!) { replyToTicket(input: { ticketId: $id, message: "They asked the same thing in spring.", isNote: true }) { id } }', { id: tickets.edges[0]!.node.id });
    await noor.reload();
  }

  const timeline = () => noor.getByRole('region', { name: 'Timeline' });
  const kinds = () => timeline().getByRole('listitem').evaluateAll((items) => [...new Set(items.map((item) => (item as HTMLElement).dataset['kind']))]);

  test('shows what was said and mailed, notes as such', async () => {
    await timeline().getByText('Internal note').first().waitFor();
    await look(noor, 'admin-client-record');
  });

  test('is searched in the words of messages, and leads to their ticket', async () => {
    await timeline().getByRole('searchbox').fill('slipw carpenter');
    await expect.poll(() => timeline().getByRole('listitem').count()).toBe(1);
    await timeline().getByText('The carpenter asks for them').waitFor();
    await timeline().getByRole('link', { name: /wrote in ticket #\d+/ }).click();
    await noor.getByRole('heading', { name: /Drawings for the boatyard/ }).first().waitFor();
    await noor.goBack();
  });

  test('is narrowed to mails, and says when there is nothing', async () => {
    await timeline().getByRole('searchbox').fill('');
    await noor.waitForURL(({ search }) => search === '');
    await timeline().getByRole('combobox').selectOption('Mails');
    await noor.waitForURL(/topic=mails/);
    await expect.poll(kinds).toEqual(['mail']);
    await timeline().getByRole('searchbox').fill('zeppelin');
    await timeline().getByText('Nothing matches “zeppelin”.').waitFor();
    await look(noor, 'admin-client-record-nothing');
    await timeline().getByRole('link', { name: 'Show all' }).click();
    await expect.poll(async () => (await kinds()).length).toBeGreaterThan(2);
  });

  test.each([['PDF', '%PDF-'], ['JSON', '{\n"format": "client-record"']])('is exported as %s', async (format, start) => {
    await noor.getByRole('button', { name: 'Export record' }).click();
    const arriving = noor.waitForEvent('download');
    await noor.getByRole('group', { name: 'Export record' }).getByRole('link', { name: format }).click();
    const download = await arriving;
    expect(download.suggestedFilename()).toMatch(new RegExp(`^Lindqvist & Daughters AB record \\d{4}-\\d\\d-\\d\\d\\.${format.toLowerCase()}$`));
    expect((await readFile(await download.path())).toString('latin1').slice(0, start.length)).toBe(start);
  });
});
