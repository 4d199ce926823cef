/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import type { Page } from 'playwright-core';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { desktop, launchBrowser, phone, type TestBrowser } from './support/browser.ts';
import { withDatabase } from './support/database.ts';
import { look } from './support/look.ts';
import { documentOf, shows } from './support/page.ts';
import { linkFromCli, runCli } from './support/run-program.ts';

const product = inject('product');
const { url } = product;

let browser: TestBrowser;
beforeAll(async () => {
  browser = await launchBrowser(url);
});
afterAll(() => browser.close());
afterEach(({ task }) => browser.endTest(task));

describe.each([desktop, phone])("a business's payments on a $name", (screen) => {
  /** Mia owns a business that nobody else's tests know; Jo pays it. */
  let mia: Page;
  let jo: Page;
  const email = { mia: `mia-${screen.name}@quay.example`, jo: `jo-${screen.name}@sail.example` };
  const key = `quay_${screen.name}`;
  const clientName = `Sail & Son (${screen.name})`;
  let clientId: string;
  let invoice: { id: string; number: string };
  let paymentId: string;

  beforeAll(async () => {
    await runCli(product, 'create-business', `Quay (${screen.name})`, email.mia);
    mia = await (await browser.person(screen)).newPage();
    await mia.goto(await linkFromCli(product, 'sign-in-link', email.mia));
    await mia.waitForURL(/\/admin\/?$/);
    const create = 'mutation ($input: ClientInput!, $contact: ContactInput!) { createClient(input: $input, contact: $contact) { id } }';
    const { createClient } = await ask<{ createClient: { id: string } }>(mia, create, { input: { name: clientName }, contact: { name: 'Jo Sail', email: email.jo } });
    clientId = createClient.id;
    invoice = await aSentInvoice(20_000);
    jo = await (await browser.person(screen)).newPage();
    await jo.goto(await linkFromCli(product, 'client-link', email.jo));
  });
  afterAll(async () => {
    await mia.context().close();
    await jo.context().close();
  });

  test('the keys are put in, and what is wrong with them stands beside', async () => {
    await mia.goto(`${url}/admin/payments`);
    await mia.getByText('No payments yet').waitFor();
    await look(mia, 'admin-payments-empty');
    await mia.getByRole('link', { name: 'Connect Stripe' }).click();
    await mia.getByLabel('Secret key').fill('pk_test_wrong');
    await mia.getByLabel('Publishable key').fill(`pk_test_${key}`);
    await mia.getByRole('button', { name: 'Connect Stripe' }).click();
    await mia.getByText('It begins with sk_live_ or sk_test_.').waitFor();
    await mia.getByLabel('Secret key').fill(`sk_test_${key}`);
    await mia.getByRole('button', { name: 'Connect Stripe' }).click();

    await mia.getByText('Connected, test mode').waitFor();
    await mia.getByText(/^acct_/).waitFor();
    await mia.getByRole('button', { name: 'Check now' }).click();
    await mia.getByText(/^Checked/).waitFor();
    const switched = mia.getByLabel('Clients may pay a part of an invoice');
    await switched.check();
    await shows(mia, 'Clients may pay a part of an invoice');
    await look(mia, 'admin-settings-payments-connected');
    await mia.reload();
    expect(await switched.isChecked()).toBe(true);
  });

  test('a payment is on the list that was open before', async () => {
    await mia.goto(`${url}/admin/payments`);
    await mia.getByText('No payments yet').waitFor();
    const before = await documentOf(mia);
    await pay(invoice.id, 'pm_card_visa');
    await mia.getByRole('row').filter({ hasText: invoice.number }).getByText('€200.00').waitFor();
    expect(await documentOf(mia)).toBe(before);
    await look(mia, 'admin-payments');

    await mia.getByRole('searchbox', { name: 'Search payments' }).fill('nobody at all');
    await mia.getByText('No payment matches').waitFor();
    await mia.getByRole('searchbox', { name: 'Search payments' }).fill(invoice.number);
    await mia.getByRole('link', { name: clientName }).click();
    await mia.getByRole('heading', { level: 1, name: 'Payment of €200.00' }).waitFor();
    paymentId = new URL(mia.url()).pathname.split('/').at(-1)!;
    await look(mia, 'admin-payment');
  });

  test('a part is given back: the dialog says before what it does, and the invoice is owed again by itself', async () => {
    const other = await mia.context().newPage();
    await other.goto(`${url}/admin/invoices/${invoice.id}`);
    await balanceIs(other, '€0.00');

    await mia.getByRole('button', { name: 'Refund' }).click();
    const dialog = mia.getByRole('dialog', { name: 'Refund payment' });
    expect(await dialog.getByLabel('Amount in EUR').inputValue()).toBe('200.00');
    await dialog.getByLabel('Amount in EUR').fill('250');
    await dialog.getByText('Write an amount of at most €200.00').waitFor();
    await dialog.getByLabel('Amount in EUR').fill('50,00');
    await dialog.getByText(`${invoice.number} will be owed €50.00 again.`).waitFor();
    await dialog.getByLabel('Note').fill('One chair was broken');
    await look(mia, 'admin-refund');
    await dialog.getByRole('button', { name: 'Refund €50.00' }).click();

    const refunds = mia.getByRole('region', { name: 'Refunds' });
    await refunds.getByText('Given back', { exact: true }).waitFor();
    await refunds.getByText('One chair was broken').waitFor();
    await shows(mia, 'Partly refunded');
    await look(mia, 'admin-payment-refunded');

    await balanceIs(other, '€50.00');
    const payments = other.getByRole('region', { name: 'Payments' });
    await payments.getByText('-€50.00').waitFor();
    await look(other, 'admin-invoice-refunded');
    await payments.getByRole('link', { name: 'Card' }).click();
    await other.waitForURL(new RegExp(paymentId));
    await other.close();
  });

  test('what could not be booked waits, is tried again, and can be dismissed', async () => {
    await mia.goto(`${url}/admin/payments/inbox`);
    await mia.getByText('Nothing to look at').waitFor();
    await look(mia, 'admin-payments-inbox-empty');
    const { clientPayment } = await ask<{ clientPayment: { reference: string } }>(mia, 'query ($id: ID!) { clientPayment(id: $id) { reference } }', { id: paymentId });
    const known = await anEventThatWaits(clientPayment.reference, 'The server was away.');
    const unknown = await anEventThatWaits('pi_nobody', 'No such payment intent.');
    await mia.reload();

    const first = mia.locator(`[data-event="${known}"]`);
    await first.getByText('The server was away.').waitFor();
    await expect.poll(() => badgeOf(mia)).toBe(2);
    await first.getByRole('button', { name: 'View payload' }).click();
    const payload = mia.getByRole('dialog', { name: 'A payment came in' });
    await payload.getByText(clientPayment.reference).waitFor();
    await look(mia, 'admin-payment-event');
    await payload.getByRole('button', { name: 'Close' }).last().click();
    await look(mia, 'admin-payments-inbox');

    await first.getByRole('button', { name: 'Replay' }).click();
    await first.waitFor({ state: 'detached' });
    await expect.poll(() => badgeOf(mia)).toBe(1);
    const second = mia.locator(`[data-event="${unknown}"]`);
    await second.getByRole('button', { name: 'Dismiss' }).click();
    await mia.getByRole('dialog', { name: 'Dismiss this event?' }).getByRole('button', { name: 'Dismiss' }).click();
    await mia.getByText('Nothing to look at').waitFor();
    await expect.poll(() => badgeOf(mia)).toBe(0);

    await mia.getByRole('link', { name: 'Show all events' }).click();
    await mia.locator(`[data-event="${unknown}"]`).getByText('Dismissed').waitFor();
    await look(mia, 'admin-payment-events');
  });

  test('a dispute is told everywhere, until it is won', async () => {
    const disputed = await aSentInvoice(9_000);
    await mia.goto(`${url}/admin/payments/disputes`);
    await mia.getByText('No disputes').waitFor();
    await pay(disputed.id, 'pm_card_createDispute');
    const row = mia.getByRole('row').filter({ hasText: clientName });
    await row.getByText('Needs an answer').waitFor();
    await row.getByText(/^Answer by/).waitFor();
    await look(mia, 'admin-disputes');
    await expect.poll(() => badgeOf(mia)).toBe(1);

    await row.getByRole('link', { name: clientName, exact: true }).click();
    await mia.getByRole('region', { name: 'Disputes' }).getByText('The payer did not make this payment').waitFor();
    await look(mia, 'admin-payment-disputed');
    await mia.goto(`${url}/admin/invoices/${disputed.id}`);
    await shows(mia, 'A payer disputes a payment of this invoice');
    await balanceIs(mia, '€90.00');
    await look(mia, 'admin-invoice-disputed');

    await mia.goto(`${url}/admin`);
    await mia.getByRole('link', { name: '1 dispute needs an answer' }).waitFor();
    await look(mia, 'admin-dashboard-payments');
    await mia.getByRole('link', { name: '1 dispute needs an answer' }).click();
    await row.waitFor();
    const href = (await row.getByRole('link', { name: /Stripe/ }).getAttribute('href'))!;
    await control(`disputes/${href.split('/').at(-1)}/close`, { outcome: 'won' });
    await row.getByText('Won', { exact: true }).waitFor();
    await expect.poll(() => badgeOf(mia)).toBe(0);
  });

  test('a payout is shown on its way, and when it has arrived', async () => {
    await mia.goto(`${url}/admin/payments/payouts`);
    await mia.getByText('No payouts yet').waitFor();
    const payout = await control<{ id: string }>('payouts', { currency: 'eur' });
    const row = mia.getByRole('row').last();
    await row.getByText(/Pending|On its way/).waitFor();
    await control(`payouts/${payout.id}/settle`, { outcome: 'paid' });
    await row.getByText('Arrived').waitFor();
    await control(`payouts/${payout.id}/settle`, { outcome: 'failed' });
    await row.getByText('Failed').waitFor();
    await look(mia, 'admin-payouts');
  });

  test('money that settled nothing is placed by the suggestion', async () => {
    const record = 'mutation ($id: ID!) { recordPayment(input: { invoiceId: $id, amount: 12000, method: CASH, sendReceipt: false }) { id } }';
    await ask(mia, record, { id: invoice.id });
    const next = await aSentInvoice(30_000);
    await mia.goto(`${url}/admin/clients/${clientId}`);
    await mia.getByRole('button', { name: `Apply to ${next.number}` }).waitFor();
    await look(mia, 'admin-client-credit');

    await mia.goto(`${url}/admin/payments/inbox`);
    const credits = mia.getByRole('region', { name: 'Credit to place' });
    await look(mia, 'admin-credit-to-place');
    await credits.getByRole('button', { name: `Apply to ${next.number}` }).click();
    const dialog = mia.getByRole('dialog', { name: 'Apply credit' });
    expect(await dialog.getByLabel('Amount in EUR').inputValue()).toBe('70.00');
    await dialog.getByRole('button', { name: 'Apply credit' }).click();
    await credits.waitFor({ state: 'detached' });
    await mia.goto(`${url}/admin/invoices/${next.id}`);
    await balanceIs(mia, '€230.00');
  });

  test('who only reads finds no button that would be refused', async () => {
    const reader = `reader-${screen.name}@quay.example`;
    await ask(mia, 'mutation ($input: InviteTeamMemberInput!) { inviteTeamMember(input: $input) { id } }', { input: { name: 'Rae', email: reader, role: 'READ_ONLY' } });
    const rae = await (await browser.person(screen)).newPage();
    await rae.goto(await linkFromCli(product, 'sign-in-link', reader));
    await rae.waitForURL(/\/admin\/?$/);
    await rae.goto(`${url}/admin/payments/${paymentId}`);
    await rae.getByRole('heading', { level: 1, name: 'Payment of €200.00' }).waitFor();
    expect(await rae.getByRole('main').getByRole('button', { name: /Refund|Undo/ }).count()).toBe(0);
    await rae.goto(`${url}/admin/settings/payments`);
    await rae.getByText('Only an owner sees and changes the keys.').waitFor();
    expect(await rae.getByLabel('Clients may pay a part of an invoice').isDisabled()).toBe(true);
    await rae.context().close();
  });

  test('Stripe is disconnected: no Pay button is left, and all stays on record', async () => {
    await mia.goto(`${url}/admin/settings/payments`);
    await mia.getByRole('button', { name: 'Disconnect' }).click();
    const dialog = mia.getByRole('dialog', { name: 'Disconnect Stripe?' });
    await look(mia, 'admin-disconnect-stripe');
    await dialog.getByRole('button', { name: 'Disconnect' }).click();
    await mia.getByText('Not connected').waitFor();
    await mia.getByRole('button', { name: 'Connect Stripe' }).waitFor();
    await jo.goto(`${url}/invoices/${invoice.id}`);
    await jo.getByRole('heading', { level: 1 }).first().waitFor();
    expect(await jo.getByRole('button', { name: /^Pay/ }).count()).toBe(0);
    await mia.goto(`${url}/admin/payments/${paymentId}`);
    await mia.getByRole('heading', { level: 1, name: 'Payment of €200.00' }).waitFor();
    expect(await mia.getByRole('button', { name: 'Refund' }).count()).toBe(0);
  });

  async function aSentInvoice(unitPrice: number): Promise<{ id: string; number: string }> {
    const create = 'mutation ($input: CreateInvoiceInput!) { createInvoice(input: $input) { id } }';
    const { createInvoice } = await ask<{ createInvoice: { id: string } }>(mia, create, {
      input: { clientId, currency: 'EUR', lines: [{ description: 'Chairs', unitPrice }] },
    });
    const send = 'mutation ($id: ID!) { sendInvoice(input: { id: $id }) { id number } }';
    return (await ask<{ sendInvoice: { id: string; number: string } }>(mia, send, { id: createInvoice.id })).sendInvoice;
  }

  /** As Jo's browser does, without its typing. */
  async function pay(invoiceId: string, card: string): Promise<void> {
    const intend = 'mutation ($ids: [ID!]!) { createPaymentIntent(invoiceIds: $ids) { clientSecret } }';
    const { createPaymentIntent } = await ask<{ createPaymentIntent: { clientSecret: string } }>(jo, intend, { ids: [invoiceId] }, '/graphql');
    const { clientSecret } = createPaymentIntent;
    const [id] = clientSecret.split('_secret_');
    const response = await jo.request.post(`${url}/dev/stripe/v1/payment_intents/${id}/confirm`, {
      form: { key: `pk_test_${key}`, client_secret: clientSecret, payment_method: card, return_url: url },
    });
    expect(await response.json()).toMatchObject({ status: 'succeeded' });
  }

  /** What happens at Stripe's own dashboard, and at banks. */
  async function control<Answer>(path: string, parameters: Record<string, string>): Promise<Answer> {
    const response = await fetch(`${url}/dev/stripe/simulator/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer sk_test_${key}` },
      body: new URLSearchParams(parameters),
    });
    const answer = (await response.json()) as Answer;
    expect(response.status, JSON.stringify(answer)).toBe(200);
    return answer;
  }

  /** As if its job had failed until it gave up. */
  function anEventThatWaits(intentId: string, problem: string): Promise<string> {
    return withDatabase(product.dataDir, async ({ superuser }) => {
      const client = new Client({ connectionString: superuser });
      await client.connect();
      const payload = { id: `evt_${intentId}`, object: 'event', type: 'payment_intent.succeeded', livemode: false, data: { object: { id: intentId, object: 'payment_intent' } } };
      const { rows } = await client.query<{ id: string }>(
        `insert into provider_event (id, business_id, created_at, provider_event_id, type, object_id, payload, problem, attempts, tried_at)
         select uuidv7(), b.id, now(), $2, 'payment_intent.succeeded', $3, $4, $5, 1, now() from business b join team_member m on m.business_id = b.id
         where m.email = $1 returning id`,
        [email.mia, `evt_waits_${intentId}`, intentId, payload, problem],
      );
      await client.end();
      return rows[0]!.id;
    });
  }
});

/** As a developer would. */
async function ask<Answer>(person: Page, query: string, variables: object = {}, path = '/admin/graphql'): Promise<Answer> {
  const response = await person.request.post(`${url}${path}`, { data: { query, variables } });
  const { data, errors } = (await response.json()) as { data: Answer; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

async function balanceIs(page: Page, amount: string): Promise<void> {
  const summary = page.getByRole('region', { name: 'Summary' });
  await expect.poll(() => summary.locator('dt:text-is("Balance") + dd').textContent()).toContain(amount);
}

/** What is to look at in payments, as the navigation says. */
async function badgeOf(page: Page): Promise<number> {
  const text = await page.getByRole('navigation', { name: 'Main' }).filter({ visible: true }).textContent();
  return Number(/(\d+)\s*to look at/.exec(text ?? '')?.[1] ?? 0);
}
