/* oxlint-disable vitest/expect-expect -- to wait for what a person would see is to expect it */
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { violations } from './support/axe.ts';
import { desktop, launchBrowser, phone, type Screen, type TestBrowser } from './support/browser.ts';
import { focused, tabTo } from './support/keyboard.ts';
import { look } from './support/look.ts';
import { answerBank, challengedCard, fillAccount, fillCard, fillIban, goodCard, paymentFrame, slowAccount } from './support/payment-element.ts';
import { linkFromCli, runCli } from './support/run-program.ts';

const product = inject('product');
const { url } = product;
const key = 'sk_test_pierbooks';

let browser: TestBrowser;
/** Ida's business takes payments in part; Tom pays. */
let ida: Page;
let tom: Page;
let clientId: string;

beforeAll(async () => {
  browser = await launchBrowser(url);
  await runCli(product, 'create-business', 'Pier Books', 'ida@pier.example');
  ida = await (await browser.person(desktop)).newPage();
  await ida.goto(await linkFromCli(product, 'sign-in-link', 'ida@pier.example'));
  await ida.waitForURL(/\/admin\/?$/);
  await asIda('mutation ($input: ConnectStripeInput!) { connectStripe(input: $input) { isConnected } }', {
    input: { secretKey: key, publishableKey: key.replace('sk', 'pk') },
  });
  const created = await asIda<{ createClient: { id: string } }>(
    'mutation ($input: ClientInput!, $contact: ContactInput!) { createClient(input: $input, contact: $contact) { id } }',
    { input: { name: 'Tom & Tide' }, contact: { name: 'Tom Tide', email: 'tom@tide.example' } },
  );
  clientId = created.createClient.id;
});
afterAll(() => browser.close());
afterEach(({ task }) => browser.endTest(task));

describe.each([desktop, phone])('what is paid, on a $name', (screen) => {
  beforeAll(async () => {
    await tomSignsIn(screen);
  });
  afterAll(() => tom.context().close());
  beforeEach(() => partialPayments(false));

  test('all of one currency at once, and the receipt says what it settled', async () => {
    const numbers = [];
    for (const price of [1_000, 2_000, 3_000, 4_000, 5_000, 6_000]) numbers.push((await anInvoice(price, { dueDate: `2027-01-0${price / 1_000}` })).number);
    await anInvoice(700, { currency: 'USD' });
    await overview();
    await press(tom.getByRole('button', { name: /^Pay all 6 · €210\.00/ }));
    const dialog = tom.getByRole('dialog', { name: 'Pay 6 invoices' });
    await paymentFrame(tom).getByLabel('Card number').waitFor();
    const listed = dialog.getByRole('list', { name: 'Invoices to pay' }).getByRole('listitem');
    expect(await listed.count()).toBe(5);
    await dialog.getByRole('button', { name: 'Show 1 more' }).click();
    expect((await listed.allTextContents()).map((text) => /INV-[\d-]+/.exec(text)?.[0])).toEqual(numbers);
    await look(tom, 'pay-all');

    await fillCard(tom, goodCard);
    await dialog.getByRole('button', { name: 'Pay €210.00' }).click();
    await dialog.getByText('Paid €210.00').waitFor();
    const receipt = dialog.getByLabel('Receipt');
    for (const number of numbers) expect(await receipt.textContent()).toContain(number);
    expect(await receipt.textContent()).toMatch(/Recipient\s*Pier Books\s*Method\s*Card/);
    await look(tom, 'pay-receipt');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await tom.getByRole('button', { name: /^Pay all/ }).waitFor({ state: 'detached' });
  });

  test('selected ones of two currencies, each by itself', async () => {
    const [one, other] = [await anInvoice(1_100), await anInvoice(1_200)];
    await tom.goto(`${url}/invoices`);
    for (const { number } of [one, other]) await tom.getByRole('checkbox', { name: `Select ${number}` }).check();
    const bar = tom.getByRole('region', { name: 'Selection' });
    await bar.getByRole('button', { name: 'Pay selected · €23.00' }).waitFor();
    // Left of the first test.
    await tom.getByRole('row').filter({ hasText: 'US$7.00' }).first().getByRole('checkbox').check();
    await bar.getByText('One payment has one currency').waitFor();
    await look(tom, 'pay-selection');
    await bar.getByRole('button', { name: 'Pay 1 · US$7.00' }).click();
    const dialog = await payWithCard(tom, 'US$7.00', goodCard);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await bar.getByRole('button', { name: 'Pay 2 · €23.00' }).click();
    await (await payWithCard(tom, '€23.00', goodCard)).getByRole('button', { name: 'Done' }).click();
  });

  test('a part, where the business allows it, the oldest due first', async () => {
    await partialPayments(true);
    const late = await anInvoice(10_000, { dueDate: '2027-03-01' });
    const early = await anInvoice(5_000, { dueDate: '2027-02-01' });
    await overview();
    await press(tom.getByRole('button', { name: /^Pay all 2/ }));
    const dialog = tom.getByRole('dialog', { name: 'Pay 2 invoices' });
    await dialog.getByRole('radio', { name: /^Another amount/ }).check();
    const field = dialog.getByLabel('Amount in EUR');
    await field.fill('150.01');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.getByText('at most €150.00').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('70');
    await dialog.getByText('Settles 1 of 2 invoices, the oldest due first. €80.00 stays owed.').waitFor();
    await look(tom, 'pay-part');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await fillCard(tom, goodCard);
    await dialog.getByText('€80.00 stays owed').waitFor();
    await dialog.getByRole('button', { name: 'Pay €70.00' }).click();
    await dialog.getByText('Paid €70.00').waitFor();
    const receipt = await dialog.getByLabel('Receipt').textContent();
    expect(receipt).toContain(early.number);
    expect(receipt).toMatch(new RegExp(`${late.number}\\s*€80.00\\s*still owed\\s*€20.00`));
    await dialog.getByRole('button', { name: 'Done' }).click();

    await tom.goto(`${url}/invoices/${late.id}`);
    await tom.getByRole('region', { name: 'Amount due' }).getByText('€80.00', { exact: true }).waitFor();
    expect(await tom.getByRole('region', { name: 'Payments' }).textContent()).toMatch(/Paid by card.*€20\.00\s*Still owed\s*€80\.00/s);
    await look(tom, 'pay-part-paid');
    await asIda('mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { id } }', { input: { invoiceId: late.id, amount: 8_000, method: 'CASH' } });
  });

  test('a deposit first, then the rest', async () => {
    const { id, number } = await anInvoice(10_000, { deposit: 3_000 });
    await tom.goto(`${url}/invoices/${id}`);
    await tom.getByText('€30.00 of it still due').waitFor();
    await press(tom.getByRole('button', { name: 'Pay deposit €30.00' }));
    const dialog = tom.getByRole('dialog', { name: `Pay invoice ${number}` });
    expect(await dialog.getByRole('radio', { name: /The deposit/ }).isChecked()).toBe(true);
    expect(await dialog.getByRole('radio').count()).toBe(2);
    await look(tom, 'pay-deposit');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await (await payWithCard(tom, '€30.00', goodCard)).getByRole('button', { name: 'Done' }).click();

    await tom.getByRole('button', { name: 'Pay €70.00' }).click();
    await (await payWithCard(tom, '€70.00', goodCard)).getByRole('button', { name: 'Done' }).click();
    await tom.getByRole('region', { name: 'Total' }).getByText(/^Paid on/).waitFor();
  });
});

describe('how a payment goes', () => {
  beforeAll(async () => {
    await partialPayments(false);
    await tomSignsIn(desktop);
  });
  afterAll(() => tom.context().close());

  test("the bank's question stands above the dialog; No leaves the form, Yes pays", async () => {
    const dialog = await opened(await anInvoice(4_200));
    await fillCard(tom, challengedCard);
    await dialog.getByRole('button', { name: 'Pay €42.00' }).click();
    await answerBank(tom, 'Fail');
    await dialog.getByRole('alert').filter({ hasText: 'unable to authenticate' }).waitFor();
    expect(await focused(tom)).toBe('Pay €42.00');
    await dialog.getByRole('button', { name: 'Pay €42.00' }).click();
    await tom.locator('iframe[title="3-D Secure challenge"]').waitFor();
    await tom.screenshot({ path: new URL('screenshots/1440/pay-bank.png', import.meta.url).pathname });
    await answerBank(tom, 'Complete');
    await dialog.getByText('Paid €42.00').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
  });

  test('a SEPA debit is on its way, and turns to paid while one looks', async () => {
    const dialog = await opened(await anInvoice(5_100));
    await fillIban(tom, 'DE89370400440532013000');
    await dialog.getByRole('button', { name: 'Pay €51.00' }).click();
    await dialog.getByText('€51.00 is on its way').waitFor();
    await dialog.getByText('up to 6 business days').waitFor();
    await dialog.getByText('Paid €51.00').waitFor();
    expect(await dialog.getByLabel('Receipt').textContent()).toContain('Bank debit');
    await dialog.getByRole('button', { name: 'Done' }).click();
  });

  test('an ACH debit that is on its way is shown to who comes back, and cannot be paid twice', async () => {
    const invoice = await anInvoice(6_300, { currency: 'USD' });
    const dialog = await opened(invoice);
    await fillAccount(tom, slowAccount);
    await dialog.getByRole('button', { name: 'Pay US$63.00' }).click();
    await dialog.getByText('US$63.00 is on its way').waitFor();
    await look(tom, 'pay-processing');
    await closeAndComeBack();
    await tom.goto(`${url}/invoices/${invoice.id}`);
    await tom.getByText('Your payment is being processed by your bank, which takes up to 4 business days').waitFor();
    expect(await tom.getByRole('button', { name: /^Pay/ }).count()).toBe(0);
  });

  test('whoever closes the page in the middle is given the same payment again', async () => {
    const invoice = await anInvoice(7_500);
    const begun = intentsOf(tom);
    await opened(invoice);
    await fillCard(tom, challengedCard);
    await tom.getByRole('dialog').getByRole('button', { name: 'Pay €75.00' }).click();
    await tom.locator('iframe[title="3-D Secure challenge"]').waitFor();
    await closeAndComeBack();
    const again = intentsOf(tom);
    const dialog = await opened(invoice);
    await (await payWithCard(tom, '€75.00', goodCard)).getByLabel('Receipt').waitFor();
    expect(again).toEqual(begun);
    expect(again).toHaveLength(1);
    await dialog.getByRole('button', { name: 'Done' }).click();

    // Its address is where a bank that wants the whole window sends the payer; the secret does not stay in it.
    await tom.goto(`${url}/payments/${again[0]}?payment_intent=pi_1&payment_intent_client_secret=pi_1_secret_2&redirect_status=succeeded`);
    await tom.getByText('Paid €75.00').waitFor();
    expect(new URL(tom.url()).search).not.toContain('secret');
    await look(tom, 'pay-returned');
  });

  test('paid in one tab, the form in the other says so', async () => {
    const invoice = await anInvoice(8_800);
    await opened(invoice);
    const otherTab = await tom.context().newPage();
    await otherTab.goto(`${url}/invoices/${invoice.id}`);
    await press(otherTab.getByRole('button', { name: 'Pay €88.00' }));
    await payWithCard(otherTab, '€88.00', goodCard);
    await tom.getByRole('dialog').getByText('Paid €88.00').waitFor();
    await otherTab.close();
  });

  test('what was given back is shown, and owed again', async () => {
    const invoice = await anInvoice(4_000);
    await opened(invoice);
    await (await payWithCard(tom, '€40.00', goodCard)).getByRole('button', { name: 'Done' }).click();
    await tom.getByRole('region', { name: 'Total' }).getByText(/^Paid on/).waitFor();
    const found = await asIda<{ invoice: { payments: { id: string }[] } }>('query ($id: ID!) { invoice(id: $id) { payments { id } } }', { id: invoice.id });
    await asIda('mutation ($input: CreateRefundInput!) { createRefund(input: $input) { id } }', {
      input: { paymentId: found.invoice.payments[0]!.id, amount: 1_500, requestKey: crypto.randomUUID() },
    });
    await tom.getByRole('region', { name: 'Amount due' }).getByText('€15.00', { exact: true }).waitFor();
    const history = tom.getByRole('region', { name: 'Payments' });
    await history.getByText('Returned in part').waitFor();
    expect(await history.textContent()).toMatch(/Paid by card.*€40\.00\s*Returned in part\s*-€15\.00\s*Still owed\s*€15\.00/s);
    await look(tom, 'pay-returned-in-part');
  });

  test('made void while the form is open, nothing can be paid, and there is a way on', async () => {
    const invoice = await anInvoice(9_900);
    const dialog = await opened(invoice);
    await makeVoid(invoice.id);
    await dialog.getByRole('alert').filter({ hasText: 'Nothing was taken here' }).waitFor();
    await look(tom, 'pay-changed');
    await dialog.getByRole('button', { name: 'Look again' }).click();
    await dialog.getByText('There is nothing left to pay here').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
  });

  test('an answer that is lost on the way is found out, not paid again', async () => {
    const dialog = await opened(await anInvoice(3_300));
    await fillCard(tom, goodCard);
    let isCut = true;
    await tom.route(/\/confirm$|\/v1\/payment_intents\/pi_\w+\?/, async (route) => {
      if (isCut && route.request().method() === 'POST') await route.fetch();
      return isCut ? route.abort('internetdisconnected') : route.continue();
    });
    await dialog.getByRole('button', { name: 'Pay €33.00' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'please do not pay a second time' }).waitFor();
    isCut = false;
    await dialog.getByText('Paid €33.00').waitFor();
    expect(browser.takeComplaints().filter((complaint) => !complaint.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    await tom.unrouteAll();
    await dialog.getByRole('button', { name: 'Done' }).click();
  });

  test('a form that cannot be loaded says so, and is loaded at the next try', async () => {
    await tom.route(/\/dev\/stripe\/stripe\.js/, (route) => route.abort());
    const invoice = await anInvoice(2_500);
    await tom.goto(`${url}/invoices/${invoice.id}`);
    await press(tom.getByRole('button', { name: /^Pay / }));
    const dialog = tom.getByRole('dialog');
    await dialog.getByRole('alert').filter({ hasText: 'could not be loaded' }).waitFor();
    browser.takeComplaints();
    await tom.unrouteAll();
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await paymentFrame(tom).getByLabel('Card number').waitFor();
    await tom.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await makeVoid(invoice.id);
  });

  test('a part is chosen and paid with the keyboard alone, in both themes', async () => {
    await partialPayments(true);
    const { id, number } = await anInvoice(6_000);
    await tom.goto(`${url}/invoices/${id}`);
    await tom.getByRole('heading', { level: 1 }).first().waitFor();
    await tabTo(tom, /^Pay €60/);
    const dialog = tom.getByRole('dialog', { name: `Pay invoice ${number}` });
    await opensDialog(tom, () => tom.keyboard.press('Enter'));
    await tabTo(tom, /^The full balance/);
    await tom.keyboard.press('ArrowDown');
    await tabTo(tom, /^Amount in EUR/);
    await tom.keyboard.type('25');
    for (const colorScheme of ['light', 'dark'] as const) {
      await tom.emulateMedia({ colorScheme });
      expect(await violations(tom)).toEqual([]);
    }
    await tom.keyboard.press('Enter');
    await paymentFrame(tom).getByLabel('Card number').waitFor();
    await tabTo(tom, /^Card number$/);
    await tom.keyboard.type('4242424242424242');
    await tabTo(tom, /^Expiration date$/);
    await tom.keyboard.type('1234');
    await tabTo(tom, /^Security code$/);
    await tom.keyboard.type('123');
    for (const colorScheme of ['dark', 'light'] as const) {
      await tom.emulateMedia({ colorScheme });
      expect(await violations(tom)).toEqual([]);
    }
    await tabTo(tom, /^Pay €25/);
    // The focus goes round within the dialog.
    await tom.keyboard.press('Tab');
    expect(await focused(tom)).toBe('Close');
    await tom.keyboard.press('Shift+Tab');
    await tom.keyboard.press('Enter');
    await dialog.getByText('Paid €25.00').waitFor();
    expect(await focused(tom)).toBe('Paid €25.00');
    await tabTo(tom, /^Done$/);
    await tom.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await tom.getByRole('region', { name: 'Amount due' }).getByText('€35.00', { exact: true }).waitFor();
    expect(await tom.evaluate(() => document.activeElement !== document.body)).toBe(true);
  });
});

async function tomSignsIn(screen: Screen): Promise<void> {
  tom = await (await browser.person(screen)).newPage();
  await tom.goto(await linkFromCli(product, 'client-link', 'tom@tide.example'));
}

interface Invoice {
  id: string;
  number: string;
}

/** Sent to Tom. */
async function anInvoice(unitPrice: number, more: { currency?: string; dueDate?: string; deposit?: number } = {}): Promise<Invoice> {
  const { createInvoice } = await asIda<{ createInvoice: { id: string } }>('mutation ($input: CreateInvoiceInput!) { createInvoice(input: $input) { id } }', {
    input: { clientId, currency: 'EUR', lines: [{ description: 'Charts of the pier', unitPrice }], ...more },
  });
  const { sendInvoice } = await asIda<{ sendInvoice: Invoice }>('mutation ($id: ID!) { sendInvoice(input: { id: $id }) { id number } }', createInvoice);
  return sendInvoice;
}

async function makeVoid(id: string): Promise<void> {
  await asIda('mutation ($id: ID!) { voidInvoice(id: $id) { id } }', { id });
}

async function partialPayments(partialPayments: boolean): Promise<void> {
  await asIda('mutation ($input: UpdateBusinessInput!) { updateBusiness(input: $input) { id } }', { input: { partialPayments } });
}

async function asIda<Answer>(query: string, variables: object): Promise<Answer> {
  const response = await ida.request.post(`${url}/admin/graphql`, { data: { query, variables } });
  const { data, errors } = (await response.json()) as { data: Answer; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

async function overview(): Promise<void> {
  await tom.goto(url);
  await tom.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
}

/** The dialog of an invoice, opened from its page, with Stripe's form in it. */
async function opened({ id, number }: Invoice): Promise<Locator> {
  await tom.goto(`${url}/invoices/${id}`);
  await press(tom.getByRole('button', { name: /^Pay / }));
  await paymentFrame(tom).getByLabel('Card number').waitFor();
  return tom.getByRole('dialog', { name: `Pay invoice ${number}` });
}

const press = (button: Locator) => opensDialog(button.page(), () => button.click());

/** A page that has just come does not hear the first click. */
async function opensDialog(page: Page, act: () => Promise<void>): Promise<void> {
  const dialog = page.getByRole('dialog');
  const opens = async () => {
    if ((await dialog.count()) === 0) await act();
    return dialog.waitFor({ timeout: 1_000 }).then(() => true, () => false);
  };
  await expect.poll(opens).toBe(true);
}

async function payWithCard(page: Page, amount: string, card: string): Promise<Locator> {
  const dialog = page.getByRole('dialog');
  await fillCard(page, card);
  await dialog.getByRole('button', { name: `Pay ${amount}` }).click();
  await dialog.getByText(`Paid ${amount}`).waitFor();
  return dialog;
}

/** Closes the page as it is; the same browser opens another. */
async function closeAndComeBack(): Promise<void> {
  const context = tom.context();
  await tom.close();
  tom = await context.newPage();
}

/** Our ids of the payments that this page begins. */
function intentsOf(page: Page): string[] {
  const ids: string[] = [];
  page.on('response', async (response) => {
    if (!response.url().endsWith('/graphql')) return;
    const id = (await response.json().catch(() => null))?.data?.createPaymentIntent?.paymentIntentId;
    if (id) ids.push(id);
  });
  return ids;
}
