import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { browser, client, failureOf, paid, payByCard, simulated, webhooks } from './simulated.ts';

describe('the API, through stripe-node', () => {
  it('tells the account of a key, and takes any well-formed test key', async () => {
    const { simulator } = await simulated();
    const one = await client(simulator, 'sk_test_demo').accounts.retrieveCurrent();
    const other = await client(simulator, 'sk_test_other').accounts.retrieveCurrent();
    expect(one).toMatchObject({ object: 'account', charges_enabled: true });
    expect(other.id).not.toBe(one.id);
  });

  it.each([
    ['sk_live_4eC39HqLyjWDarjtT1zdp7dc', 'The simulator refuses live keys'],
    ['rk_live_4eC39HqLyjWDarjtT1zdp7dc', 'The simulator refuses live keys'],
    ['whatever', 'Invalid API Key provided'],
    ['pk_test_demo', 'cannot be made with a publishable API key'],
    ['sk_test_expired_key', 'Expired API Key'],
  ])('refuses the key %s', async (key, sentence) => {
    const { simulator } = await simulated();
    const refusal = await failureOf(client(simulator, key).customers.list());
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(refusal.statusCode).toBe(401);
    expect(refusal.message).toContain(sentence);
  });

  it('refuses a request without a key', async () => {
    const { simulator } = await simulated();
    const response = await fetch(`http://${simulator.host}:${simulator.port}/v1/account`);
    expect(response.status).toBe(401);
    expect(response.headers.get('request-id')).toMatch(/^req_/);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  it('keeps accounts apart', async () => {
    const { simulator, stripe } = await simulated();
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    const refusal = await failureOf(client(simulator, 'sk_test_other').paymentIntents.retrieve(intent.id));
    expect(refusal).toMatchObject({ code: 'resource_missing', statusCode: 404, message: `No such payment_intent: '${intent.id}'` });
  });

  it('creates an intent as it was asked for', async () => {
    const { stripe } = await simulated();
    const customer = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada', metadata: { client: '7' } });
    const intent = await stripe.paymentIntents.create({
      amount: 123_45,
      currency: 'EUR',
      customer: customer.id,
      description: 'Invoices INV-1 & INV-2 — “ü”',
      metadata: { invoices: 'a,b', 'odd key[0]': '100%' },
      automatic_payment_methods: { enabled: true },
      receipt_email: 'ada@example.com',
    });
    expect(intent).toMatchObject({
      amount: 123_45,
      currency: 'eur',
      customer: customer.id,
      description: 'Invoices INV-1 & INV-2 — “ü”',
      metadata: { invoices: 'a,b' },
      payment_method_types: ['card', 'sepa_debit'],
      status: 'requires_payment_method',
      receipt_email: 'ada@example.com',
      livemode: false,
    });
    expect(intent.id).toMatch(/^pi_3\w{23}$/);
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_\\w{25}$`));
    const updated = await stripe.paymentIntents.update(intent.id, { amount: 200_00, metadata: { invoices: '', note: 'x' } });
    expect(updated).toMatchObject({ amount: 200_00, metadata: { note: 'x' } });
    expect(updated.metadata.invoices).toBeUndefined();
  });

  it.each([
    [{ amount: 49, currency: 'usd' }, 'amount_too_small', 'Amount must be at least $0.50 usd'],
    [{ amount: 100_000_000, currency: 'usd' }, 'amount_too_large', 'Amount must be no more than $999,999.99 usd'],
    [{ amount: 10.5, currency: 'usd' }, 'parameter_invalid_integer', 'Invalid integer: 10.5'],
    [{ amount: 0, currency: 'jpy' }, 'parameter_invalid_integer', 'greater than or equal to 1'],
    [{ currency: 'usd' }, 'parameter_missing', 'Missing required param: amount.'],
    [{ amount: 1000, currency: 'xyz' }, undefined, 'Invalid currency: xyz'],
    [{ amount: 1005, currency: 'kwd' }, undefined, 'multiple of 10'],
    [{ amount: 550, currency: 'isk' }, undefined, 'evenly divisible by 100'],
    [{ amount: 5001, currency: 'ugx' }, undefined, 'evenly divisible by 100'],
    [{ amount: 29, currency: 'gbp' }, 'amount_too_small', 'Amount must be at least £0.30 gbp'],
    [{ amount: 49, currency: 'krw' }, 'amount_too_small', 'Amount must be at least ₩50 krw'],
    [{ amount: 10_000_000_000, currency: 'cop' }, 'amount_too_large', 'no more than'],
    [{ amount: 1000, currency: 'usd', invoice: 'x' }, 'parameter_unknown', 'Received unknown parameter: invoice'],
  ])('refuses %o', async (params, code, sentence) => {
    const { stripe } = await simulated();
    const refusal = await failureOf(stripe.paymentIntents.create(params as Stripe.PaymentIntentCreateParams));
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(refusal.code).toBe(code);
    expect(refusal.message).toContain(sentence);
  });

  it('answers a repeated idempotency key with the first answer, and refuses it for other parameters', async () => {
    const { stripe } = await simulated();
    const first = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' }, { idempotencyKey: 'k1' });
    const again = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' }, { idempotencyKey: 'k1' });
    expect(again.id).toBe(first.id);
    expect(again.client_secret).toBe(first.client_secret);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
    const refusal = await failureOf(stripe.paymentIntents.create({ amount: 2001, currency: 'usd' }, { idempotencyKey: 'k1' }));
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(refusal.statusCode).toBe(400);
  });

  it('does not hold a refused parameter against its idempotency key', async () => {
    const { stripe } = await simulated();
    await failureOf(stripe.paymentIntents.create({ amount: 1, currency: 'usd' }, { idempotencyKey: 'k' }));
    await expect(stripe.paymentIntents.create({ amount: 2000, currency: 'usd' }, { idempotencyKey: 'k' })).resolves.toMatchObject({ amount: 2000 });
  });

  it.each([
    ['jpy', 50], ['isk', 500], ['ugx', 500], ['kwd', 5120], ['huf', 17501], ['idr', 999_999_999_999], ['mga', 1],
  ])('takes an amount of %s as Stripe writes it: %d', async (currency, amount) => {
    const { stripe } = await simulated();
    expect(await stripe.paymentIntents.create({ amount, currency })).toMatchObject({ amount, currency });
  });

  it('lists by pages, newest first, and by time', async () => {
    const { stripe } = await simulated();
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) made.unshift((await stripe.paymentIntents.create({ amount: 1000 + n, currency: 'usd' })).id);
    const page = await stripe.paymentIntents.list({ limit: 2 });
    expect(page.data.map(({ id }) => id)).toEqual(made.slice(0, 2));
    expect(page.has_more).toBe(true);
    const all = await stripe.paymentIntents.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
    expect(all.map(({ id }) => id)).toEqual(made);
    const future = await stripe.paymentIntents.list({ created: { gt: Math.floor(Date.now() / 1000) + 60 } });
    expect(future.data).toEqual([]);
  });
});

describe('paying in the browser', () => {
  it('takes 4242 4242 4242 4242', async () => {
    const { simulator, stripe } = await simulated();
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd', metadata: { invoice: '1' } });
    const { status, body } = await payByCard(simulator, intent, '4242 4242 4242 4242');
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: intent.id, status: 'succeeded' });
    expect(body).not.toHaveProperty('metadata');

    const paid = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge.balance_transaction'] });
    const charge = paid.latest_charge as Stripe.Charge;
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 2000 });
    expect(charge).toMatchObject({ object: 'charge', paid: true, amount_captured: 2000, metadata: { invoice: '1' }, payment_method_details: { card: { last4: '4242', brand: 'visa' } } });
    expect(charge.balance_transaction).toMatchObject({ amount: 2000, fee: 88, net: 1912 });
  });

  it.each([
    ['4000000000000002', 'card_declined', 'generic_decline', 'Your card was declined.'],
    ['4000000000009995', 'card_declined', 'insufficient_funds', 'Your card has insufficient funds.'],
    ['4000000000009987', 'card_declined', 'lost_card', 'Your card was declined.'],
    ['4000000000000069', 'expired_card', undefined, 'Your card has expired.'],
    ['4000000000000127', 'incorrect_cvc', undefined, "Your card's security code is incorrect."],
    ['4000000000000119', 'processing_error', undefined, 'An error occurred while processing your card. Try again in a little bit.'],
    ['4111111111111111', 'card_declined', 'test_mode_live_card', 'Your request was in test mode'],
  ])('declines %s with %s', async (number, code, declineCode, sentence) => {
    const { simulator, stripe } = await simulated();
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    const { status, body } = await payByCard(simulator, intent, number);
    expect(status).toBe(402);
    expect(body.error).toMatchObject({ type: 'card_error', code, payment_intent: { id: intent.id, status: 'requires_payment_method' } });
    expect(body.error.decline_code).toBe(declineCode);
    expect(body.error.message).toContain(sentence);

    const declined = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] });
    expect(declined).toMatchObject({ status: 'requires_payment_method', amount_received: 0, last_payment_error: { code }, latest_charge: { status: 'failed', paid: false } });

    expect((await payByCard(simulator, intent, '5555555555554444')).body.status).toBe('succeeded');
    expect((await stripe.paymentIntents.retrieve(intent.id)).last_payment_error).toBeNull();
  });

  it('refuses a mistyped number without an attempt', async () => {
    const { simulator, stripe } = await simulated();
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    const { status, body } = await payByCard(simulator, intent, '4242424242424241');
    expect(status).toBe(402);
    expect(body.error).toMatchObject({ code: 'incorrect_number' });
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ latest_charge: null, last_payment_error: null });
  });

  it('does not capture twice', async () => {
    const { simulator, stripe } = await simulated();
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    await payByCard(simulator, intent, '4242424242424242');
    const { status, body } = await payByCard(simulator, intent, '4242424242424242');
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'payment_intent_unexpected_state', payment_intent: { status: 'succeeded' } });
    expect((await stripe.charges.list({ payment_intent: intent.id })).data).toHaveLength(1);
  });

  it('needs the client secret, and the publishable key of the same account', async () => {
    const { simulator, stripe } = await simulated();
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    expect((await payByCard(simulator, { ...intent, client_secret: `${intent.id}_secret_guess` }, '4242424242424242')).status).toBe(400);
    expect((await payByCard(simulator, intent, '4242424242424242', 'pk_test_other')).status).toBe(404);
    expect((await payByCard(simulator, intent, '4242424242424242', 'pk_live_demo')).status).toBe(401);
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('requires_payment_method');
  });

  it.each([
    ['complete', 'succeeded', null],
    ['fail', 'requires_payment_method', 'payment_intent_authentication_failure'],
  ])('asks for 3-D Secure, and on %s is %s', async (outcome, status, code) => {
    const { simulator, stripe } = await simulated();
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    const asked = await payByCard(simulator, intent, '4000002500003155');
    expect(asked.body).toMatchObject({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } });
    await browser(simulator, `/v1/payment_intents/${intent.id}/answer_challenge`, { client_secret: intent.client_secret!, outcome });
    const after = await stripe.paymentIntents.retrieve(intent.id);
    expect(after.status).toBe(status);
    expect(after.last_payment_error?.code ?? null).toBe(code);
  });

  it.each([
    ['DE89370400440532013000', 'succeeded', ['charge.pending', 'payment_intent.processing', 'charge.succeeded', 'payment_intent.succeeded']],
    ['AT861904300235473202', 'requires_payment_method', ['charge.pending', 'payment_intent.processing', 'charge.failed', 'payment_intent.payment_failed']],
  ])('debits %s: processing, then %s', async (iban, status, events) => {
    const { simulator, stripe } = await simulated({ bankDelayMs: 60_000 });
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'eur' });
    const { body } = await browser(simulator, `/v1/payment_intents/${intent.id}/confirm`, {
      client_secret: intent.client_secret!,
      'payment_method_data[type]': 'sepa_debit',
      'payment_method_data[sepa_debit][iban]': iban,
      'payment_method_data[billing_details][name]': 'Ada',
      'payment_method_data[billing_details][email]': 'ada@example.com',
    });
    expect(body.status).toBe('processing');
    await expect(stripe.paymentIntents.cancel(intent.id)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
    await stripe.rawRequest('POST', '/simulator/bank_debits/settle');
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe(status);
    const types = (await stripe.events.list()).data.map(({ type }) => type).toReversed();
    expect(types).toEqual(['payment_intent.created', ...events]);
  });

  it('lets the bank answer by itself after a while', async () => {
    const { simulator, stripe } = await simulated({ bankDelayMs: 20 });
    const received = await webhooks(stripe, ['payment_intent.succeeded']);
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'eur' });
    await browser(simulator, `/v1/payment_intents/${intent.id}/confirm`, {
      client_secret: intent.client_secret!,
      'payment_method_data[type]': 'sepa_debit',
      'payment_method_data[sepa_debit][iban]': 'DE89370400440532013000',
      'payment_method_data[billing_details][name]': 'Ada',
      'payment_method_data[billing_details][email]': 'ada@example.com',
    });
    expect((await received.next()).type).toBe('payment_intent.succeeded');
  });

  it('serves stripe.js and its frames, with nothing inline', async () => {
    const { simulator } = await simulated();
    const at = (path: string) => fetch(`http://${simulator.host}:${simulator.port}/dev/stripe${path}`);
    expect(await (await at('/stripe.js')).text()).toContain('window.Stripe');
    for (const page of ['/payment-element', '/three-d-secure']) {
      const response = await at(page);
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
      const html = await response.text();
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=/);
      for (const [, file] of html.matchAll(/(?:src|href)="([^"#]+)"/g)) expect((await at(`/${file}`)).status).toBe(200);
    }
    expect((await at('/../../package.json')).status).not.toBe(200);
  });
});

describe('paying and refunding from the server', () => {
  it('declines a test payment method with a 402', async () => {
    const { stripe } = await simulated();
    const refusal = await failureOf(
      stripe.paymentIntents.create({ amount: 2000, currency: 'usd', confirm: true, payment_method: 'pm_card_visa_chargeDeclined', automatic_payment_methods: { enabled: true, allow_redirects: 'never' } }),
    );
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(refusal.payment_intent).toMatchObject({ status: 'requires_payment_method' });
  });

  it('cancels an open intent, which then cannot be paid', async () => {
    const { simulator, stripe } = await simulated();
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    expect(await stripe.paymentIntents.cancel(intent.id, { cancellation_reason: 'abandoned' })).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    expect((await payByCard(simulator, intent, '4242424242424242')).status).toBe(400);
  });

  it('refunds a part, then the rest, then no more', async () => {
    const { stripe } = await simulated();
    const intent = await paid(stripe);
    const part = await stripe.refunds.create({ payment_intent: intent.id, amount: 500, reason: 'requested_by_customer' });
    expect(part).toMatchObject({ object: 'refund', amount: 500, status: 'succeeded', payment_intent: intent.id });
    expect(await failureOf(stripe.refunds.create({ payment_intent: intent.id, amount: 1501 }))).toMatchObject({ param: 'amount', message: 'Refund amount ($15.01 usd) is greater than unrefunded amount on charge ($15.00 usd)' });
    expect(await stripe.refunds.create({ charge: part.charge as string })).toMatchObject({ amount: 1500 });
    expect(await failureOf(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({ code: 'charge_already_refunded' });
    const after = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge.refunds'] });
    expect(after.latest_charge).toMatchObject({ refunded: true, amount_refunded: 2000, refunds: { data: [{ amount: 1500 }, { amount: 500 }] } });
    const refunded = await stripe.events.list({ type: 'charge.refunded' });
    expect(refunded.data.map(({ data }) => data.previous_attributes)).toMatchObject([{ amount_refunded: 500 }, { amount_refunded: 0 }]);
  });
});

describe('webhooks', () => {
  it('are signed so that stripe-node accepts them, and nobody else could have', async () => {
    const { stripe, simulator } = await simulated();
    const received = await webhooks(stripe);
    await paid(stripe);
    await simulator.settled();
    expect(received.types()).toEqual(['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded']);
    const { payload, signature } = received.raw[0]!;
    expect(() => stripe.webhooks.constructEvent(payload, signature, 'whsec_other')).toThrow(Stripe.errors.StripeSignatureVerificationError);
    expect(() => stripe.webhooks.constructEvent(payload.replace('2000', '2001'), signature, received.secret)).toThrow(Stripe.errors.StripeSignatureVerificationError);
    expect((await stripe.events.retrieve(received.events[0]!.id)).pending_webhooks).toBe(0);
  });

  it('reach only endpoints that asked for them', async () => {
    const { stripe, simulator } = await simulated();
    const received = await webhooks(stripe, ['payment_intent.succeeded']);
    const disabled = await webhooks(stripe);
    await stripe.webhookEndpoints.update(disabled.id, { disabled: true });
    await paid(stripe);
    await paid(client(simulator, 'sk_test_other'));
    await simulator.settled();
    expect(received.types()).toEqual(['payment_intent.succeeded']);
    expect(disabled.types()).toEqual([]);
  });

  it('come again until they are accepted', async () => {
    const { stripe } = await simulated({ webhookRetryDelaysMs: [5, 5, 5] });
    const received = await webhooks(stripe, ['payment_intent.succeeded'], [500, 404]);
    await paid(stripe);
    const first = await received.next();
    const second = await received.next();
    expect(second.id).toBe(first.id);
    expect((await received.next()).id).toBe(first.id);
  });

  it('are duplicated, dropped and reordered when asked', async () => {
    const { stripe, simulator } = await simulated();
    const received = await webhooks(stripe);
    const fault = (faults: object) => stripe.rawRequest('POST', '/simulator/deliveries', faults as Record<string, unknown>);

    await fault({ duplicate: 1 });
    await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    await simulator.settled();
    expect(received.types()).toEqual(['payment_intent.created', 'payment_intent.created']);
    expect(new Set(received.events.map(({ id }) => id)).size).toBe(1);

    received.forget();
    await fault({ drop: 2 });
    await paid(stripe);
    await simulator.settled();
    expect(received.types()).toEqual(['payment_intent.succeeded']);

    received.forget();
    await fault({ reorder: 3 });
    await paid(stripe);
    await simulator.settled();
    expect(received.types()).toEqual(['payment_intent.succeeded', 'charge.succeeded', 'payment_intent.created']);
  });

  it('tell the secret of an endpoint once, and stop when it is deleted', async () => {
    const { stripe, simulator } = await simulated();
    const received = await webhooks(stripe);
    expect(received.secret).toMatch(/^whsec_\w{32}$/);
    expect(await stripe.webhookEndpoints.retrieve(received.id)).not.toHaveProperty('secret');
    expect(await stripe.webhookEndpoints.del(received.id)).toMatchObject({ deleted: true });
    await paid(stripe);
    await simulator.settled();
    expect(received.types()).toEqual([]);
  });
});

it('remembers across a restart, and delivers what it still owes', async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), 'stripe-simulator-')), 'state.json');
  const before = await simulated({ stateFile, webhookRetryDelaysMs: [50] });
  const received = await webhooks(before.stripe, ['payment_intent.succeeded'], [503]);
  const intent = await paid(before.stripe);
  await before.simulator.settled();
  await before.simulator.close();
  expect(received.types()).toEqual(['payment_intent.succeeded']);

  const after = await simulated({ stateFile });
  expect(await after.stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ status: 'succeeded' });
  await received.next();
  expect((await received.next()).data.object).toMatchObject({ id: intent.id });
});
