/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, phone, type TestBrowser } from './support/browser.ts';
import { look } from './support/look.ts';
import { buttonOf, mailWith } from './support/outbox.ts';
import { documentOf, goToSection, shows } from './support/page.ts';
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

describe.each([desktop, phone])('an estimate on a $name', (screen) => {
  let noor: Page;
  let ada: Page;
  let number: string;
  let path: string;

  beforeAll(async () => {
    noor = await (await browser.person(screen)).newPage();
    ada = await (await browser.person(screen)).newPage();
    await noor.goto(await linkFromCli(product, 'sign-in-link', 'noor@northwind.example'));
    await noor.waitForURL(/\/admin\/?$/);
  });
  afterAll(async () => {
    await noor.context().close();
    await ada.context().close();
  });

  test('is written on the client’s page and sent', async () => {
    await noor.goto(`${url}/admin/clients?q=lindqvist`);
    await noor.getByRole('link', { name: clientName }).click();
    await noor.getByRole('heading', { level: 1, name: clientName }).waitFor();
    await noor.getByRole('link', { name: 'New estimate' }).click();
    await noor.getByLabel('Description, line 1').fill('Sauna on the pier');
    await noor.getByLabel('Unit price, line 1').fill('3800');
    await noor.getByRole('button', { name: 'Send…' }).click();
    const dialog = noor.getByRole('dialog', { name: 'Send estimate' });
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    const heading = noor.getByRole('heading', { level: 1, name: /^EST-/ });
    await heading.waitFor();
    number = (await heading.textContent())!.trim();
    path = new URL(noor.url()).pathname.replace('/admin', '');
  });

  test('opens in the portal by the button of its mail', async () => {
    await ada.goto(buttonOf(await mailWith(url, `Estimate ${number}`)));
    await ada.waitForURL(`${url}${path}`);
    const preview = ada.getByRole('region', { name: `Estimate ${number}, the document` });
    await preview.getByText('Sauna on the pier').waitFor();
    await shows(ada, 'Awaiting your answer');
    await look(ada, 'portal-estimate');
  });

  test('is what the overview offers next', async () => {
    await goToSection(ada, /Overview/);
    await look(ada, 'portal-overview-estimate');
    await ada.getByRole('region', { name: 'To answer' }).getByRole('link', { name: number, exact: true }).click();
    await ada.waitForURL(`${url}${path}`);
  });

  test('is accepted with a typed name, and both sides see it at once', async () => {
    const documents = await Promise.all([noor, ada].map(documentOf));
    await ada.getByRole('button', { name: 'Accept…' }).click();
    const dialog = ada.getByRole('dialog', { name: `Accept estimate ${number}` });
    await dialog.getByRole('button', { name: /^Accept / }).click();
    await dialog.getByText('Type your name.').waitFor();
    await look(ada, 'portal-estimate-accept');
    await dialog.getByLabel('Your name').fill('Ada L.');
    await dialog.getByRole('button', { name: /^Accept / }).click();

    await ada.getByText(/^by Ada L\./).waitFor();
    await shows(ada, 'Accepted');
    expect(await ada.getByRole('button', { name: 'Accept…' }).count()).toBe(0);
    expect(await ada.evaluate(() => document.activeElement?.textContent)).toContain('by Ada L.');
    await noor.getByRole('region', { name: 'Summary' }).getByText('Ada L.').waitFor();
    expect(await Promise.all([noor, ada].map(documentOf))).toEqual(documents);
    await look(ada, 'portal-estimate-accepted');
  });

  test('becomes an invoice in one click, which the client sees once it is sent', async () => {
    const sameDocument = await documentOf(ada);
    await noor.getByRole('button', { name: 'Convert to invoice' }).click();
    await noor.waitForURL(/\/admin\/invoices\//);
    await shows(noor, 'Sauna on the pier');
    await shows(ada, 'Invoiced');
    expect(await documentOf(ada)).toBe(sameDocument);
    // A draft is not the client's to see.
    expect(await ada.getByRole('link', { name: /^See invoice/ }).count()).toBe(0);

    await noor.getByRole('button', { name: 'Send', exact: true }).click();
    await noor.getByRole('dialog', { name: 'Send invoice' }).getByRole('button', { name: 'Send', exact: true }).click();
    await noor.getByRole('heading', { level: 1, name: /^INV-/ }).waitFor();
    await ada.reload();
    await ada.getByRole('link', { name: /^See invoice INV-/ }).click();
    await ada.getByRole('region', { name: 'Amount due' }).getByRole('link', { name: number }).waitFor();
  });

  test('another one is declined with a reason', async () => {
    const id = await aSentEstimate(noor);
    await noor.goto(`${url}/admin/estimates/${id}`);
    await ada.goto(`${url}/estimates/${id}`);
    await ada.getByRole('button', { name: 'Decline…' }).click();
    const dialog = ada.getByRole('dialog', { name: /^Decline estimate/ });
    await dialog.getByLabel('Your name').fill('Ada L.');
    await dialog.getByLabel('Reason').fill('Too high for this year.');
    await look(ada, 'portal-estimate-decline');
    await dialog.getByRole('button', { name: 'Decline estimate' }).click();
    await shows(ada, '“Too high for this year.”');
    await shows(noor, /Too high for this year\./);
    await goToSection(ada, /Estimates/);
    await look(ada, 'portal-estimates');
  });

  test('all of it is on the client’s timeline, and can be found there', async () => {
    await noor.goto(`${url}/admin/clients?q=lindqvist`);
    await noor.getByRole('link', { name: clientName }).click();
    const timeline = noor.getByRole('region', { name: 'Timeline' });
    await timeline.getByRole('link', { name: new RegExp(`accepted estimate ${number}`) }).waitFor();
    await look(noor, 'admin-client-timeline');
    await timeline.getByRole('searchbox').fill(`accepted estimate ${number}`);
    await expect.poll(() => timeline.getByRole('listitem').count()).toBe(1);
  });
});

async function aSentEstimate(noor: Page): Promise<string> {
  const ask = async <Data>(query: string, variables: object = {}): Promise<Data> => {
    const response = await noor.request.post(`${url}/admin/graphql`, { data: { query, variables } });
    const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
    expect(errors).toBeUndefined();
    return data;
  };
  const { clients } = await ask<{ clients: { edges: { node: { id: string } }[] } }>(
    '{ clients(first: 1, filter: { text: "Lindqvist & Daughters" }) { edges { node { id } } } }',
  );
  const { createEstimate } = await ask<{ createEstimate: { id: string } }>(
    'mutation ($input: CreateEstimateInput!) { createEstimate(input: $input) { id } }',
    { input: { clientId: clients.edges[0]!.node.id, lines: [{ description: 'A second pier', unitPrice: 990_000 }] } },
  );
  await ask('mutation ($id: ID!) { sendEstimate(input: { id: $id }) { id } }', { id: createEstimate.id });
  return createEstimate.id;
}
