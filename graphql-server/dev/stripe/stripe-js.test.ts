import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Frame, type Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { chromiumExecutable } from '../../src/adapters/chromium.ts';
import { afterwards, simulated } from './simulated.ts';

// A page such as the portal's, with the simulator under its own origin.
const PAGE = `<!doctype html><title>Pay</title>
  <dialog id="dialog">A dialog in the top layer</dialog>
  <div id="payment"></div><button id="pay">Pay</button><p id="outcome"></p>
  <script src="/dev/stripe/stripe.js"></script>
  <script>
    const secret = new URLSearchParams(location.search).get('secret');
    const stripe = Stripe('pk_test_demo');
    const elements = stripe.elements({ clientSecret: secret });
    elements.create('payment').mount('#payment');
    document.getElementById('pay').addEventListener('click', async () => {
      document.getElementById('outcome').textContent = '';
      const { error, paymentIntent } = await stripe.confirmPayment({ elements, redirect: 'if_required' });
      document.getElementById('outcome').textContent = error ? error.code : paymentIntent.status;
    });
  </script>`;

describe('stripe.js', () => {
  it('takes a US bank account', async () => {
    const { page, stripe, intentId } = await paying();
    const frame = await paymentFrame(page);
    await frame.locator('#us_bank_account-tab').click();
    await page.locator('#pay').click();
    await frame.waitForFunction(`document.querySelector('#routing-error').textContent === 'Your routing number is incomplete.'`);
    await frame.locator('#holder-name').fill('Ada');
    await frame.locator('#routing').fill('110000000');
    await frame.locator('#account').fill('000123456789');
    await page.locator('#pay').click();
    expect(await outcomeOf(page)).toBe('processing');
    expect(await stripe.paymentIntents.retrieve(intentId, { expand: ['payment_method'] })).toMatchObject({ status: 'processing', payment_method: { us_bank_account: { last4: '6789' }, billing_details: { name: 'Ada' } } });
  });

  it('lays the 3-D Secure challenge over the page, but not into the top layer', async () => {
    const { page } = await paying();
    await payByCard(page, '4000000000003220');
    const challenge = await challengeFrame(page);
    const overlay = await page.evaluate(`(() => {
      const box = document.querySelector('iframe[title="3-D Secure challenge"]').parentElement;
      const { position, zIndex } = getComputedStyle(box);
      return { tag: box.tagName, isInBody: box.parentElement === document.body, isModal: box.matches(':modal'), position, zIndex };
    })()`);
    expect(overlay).toEqual({ tag: 'DIV', isInBody: true, isModal: false, position: 'fixed', zIndex: '2147483647' });
    expect(await isOnTop(page)).toBe(true);

    // https://github.com/stripe/stripe-js/issues/599
    await page.evaluate(`document.querySelector('dialog').showModal()`);
    expect(await isOnTop(page)).toBe(false);
    await page.evaluate(`document.querySelector('dialog').close()`);

    await challenge.locator('[data-outcome="complete"]').click();
    expect(await outcomeOf(page)).toBe('succeeded');
    expect(await page.$('iframe[title="3-D Secure challenge"]')).toBeNull();
  });

  it('tells that the challenge was failed', async () => {
    const { page } = await paying();
    await payByCard(page, '4000000000003220');
    await (await challengeFrame(page)).locator('[data-outcome="fail"]').click();
    expect(await outcomeOf(page)).toBe('payment_intent_authentication_failure');
  });
});

async function paying() {
  const { simulator, stripe } = await simulated({ bankDelayMs: 600_000 });
  const server = createServer((request, response) => {
    if (!simulator.handleBrowser(request, response)) response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterwards(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { executablePath, env } = await chromiumExecutable({ cacheDir: join(tmpdir(), 'client-portal-test-chromium') });
  const browser = await launch({ executablePath, env, args: ['--no-sandbox', '--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'] });
  afterwards(() => browser.close());
  const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?secret=${intent.client_secret!}`);
  return { page, stripe, intentId: intent.id };
}

async function payByCard(page: Page, number: string): Promise<void> {
  const frame = await paymentFrame(page);
  await frame.locator('#number').fill(number);
  await frame.locator('#expiry').fill('12 / 34');
  await frame.locator('#cvc').fill('123');
  await page.locator('#pay').click();
}

const paymentFrame = (page: Page) => frameWith(page, 'iframe[title="Secure payment input frame"]', '#element:not([hidden])');
const challengeFrame = (page: Page) => frameWith(page, 'iframe[title="3-D Secure challenge"]', '#amount:not(:empty)');

async function frameWith(page: Page, selector: string, content: string): Promise<Frame> {
  const frame = await (await page.waitForSelector(selector))!.contentFrame();
  await frame.waitForSelector(content);
  return frame;
}

/** Where the challenge is, a click reaches it. */
async function isOnTop(page: Page): Promise<unknown> {
  return page.evaluate(`document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.matches('iframe[title="3-D Secure challenge"]') ?? false`);
}

async function outcomeOf(page: Page): Promise<unknown> {
  await page.waitForFunction(`document.querySelector('#outcome').textContent !== ''`);
  return page.evaluate(`document.querySelector('#outcome').textContent`);
}
