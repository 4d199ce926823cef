import { describe, expect, it } from 'vitest';
import { browser, control, eventTypes, failureOf, simulated } from './simulated.ts';

const typed = (account: string, routing = '110000000') => ({
  'payment_method_data[type]': 'us_bank_account',
  'payment_method_data[us_bank_account][routing_number]': routing,
  'payment_method_data[us_bank_account][account_number]': account,
  'payment_method_data[us_bank_account][account_holder_type]': 'company',
  'payment_method_data[billing_details][name]': 'Ada',
});

describe('an ACH debit', () => {
  it('is processing, and succeeds', async () => {
    const { simulator, stripe } = await simulated({ bankDelayMs: 60_000 });
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    expect(intent.payment_method_types).toEqual(['card', 'us_bank_account']);
    const { body } = await browser(simulator, `/v1/payment_intents/${intent.id}/confirm`, { client_secret: intent.client_secret!, ...typed('000123456789') });
    expect(body.status).toBe('processing');
    expect(await control(stripe, 'bank_debits/settle')).toMatchObject({ settled: 1 });
    expect(await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] })).toMatchObject({
      status: 'succeeded', amount_received: 2000,
      latest_charge: { payment_method_details: { type: 'us_bank_account', us_bank_account: { last4: '6789', routing_number: '110000000', account_holder_type: 'company', bank_name: 'STRIPE TEST BANK' } } },
    });
  });

  it.each([
    ['000111111113', 'pm_usBankAccount_accountClosed', 'account_closed'],
    ['000111111116', 'pm_usBankAccount_noAccount', 'no_account'],
    ['000222222227', 'pm_usBankAccount_insufficientFunds', 'insufficient_funds'],
    ['000333333335', 'pm_usBankAccount_debitNotAuthorized', 'debit_not_authorized'],
    ['000444444440', 'pm_usBankAccount_invalidCurrency', 'invalid_currency'],
  ])('on %s fails', async (number, token, code) => {
    const { simulator, stripe } = await simulated({ bankDelayMs: 60_000 });
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    expect((await browser(simulator, `/v1/payment_intents/${intent.id}/confirm`, { client_secret: intent.client_secret!, ...typed(number) })).body.status).toBe('processing');
    const byToken = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd', confirm: true, payment_method: token, allowed_payment_method_types: ['us_bank_account'] });
    expect(byToken.status).toBe('processing');
    await control(stripe, 'bank_debits/settle');
    for (const { id } of [intent, byToken]) {
      expect(await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] })).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code }, latest_charge: { status: 'failed', failure_code: code } });
    }
  });

  it('of too great a risk is stopped at once', async () => {
    const { simulator, stripe } = await simulated();
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    const { status, body } = await browser(simulator, `/v1/payment_intents/${intent.id}/confirm`, { client_secret: intent.client_secret!, ...typed('000000004954') });
    expect([status, body.error.code]).toEqual([402, 'payment_intent_payment_attempt_failed']);
    expect((await stripe.charges.list()).data).toMatchObject([{ status: 'failed', outcome: { type: 'blocked', risk_level: 'highest' } }]);
  });

  it('that stays processing can be called back', async () => {
    const { stripe } = await simulated({ bankDelayMs: 1 });
    const pay = (payment_method: string) => stripe.paymentIntents.create({ amount: 2000, currency: 'usd', confirm: true, payment_method, allowed_payment_method_types: ['us_bank_account'] });
    const intent = await pay('pm_usBankAccount_processing');
    expect(await control(stripe, 'bank_debits/settle')).toMatchObject({ settled: 0 });
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('processing');
    expect(await stripe.paymentIntents.cancel(intent.id)).toMatchObject({ status: 'canceled' });
    expect((await eventTypes(stripe)).slice(-2)).toEqual(['charge.failed', 'payment_intent.canceled']);
  });

  it.each([
    ['000123456789', '110000001', 'routing_number_invalid'],
    ['000123456789', '011401533', 'bank_account_unusable'],
    ['000999999991', '110000000', 'bank_account_unusable'],
    ['12', '110000000', 'account_number_invalid'],
  ])('refuses account %s at %s', async (account, routing, code) => {
    const { simulator, stripe } = await simulated();
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd' });
    const { body } = await browser(simulator, `/v1/payment_intents/${intent.id}/confirm`, { client_secret: intent.client_secret!, ...typed(account, routing) });
    expect(body.error.code).toBe(code);
  });

  it('is for dollars', async () => {
    const { stripe } = await simulated();
    expect((await failureOf(stripe.paymentIntents.create({ amount: 2000, currency: 'eur', allowed_payment_method_types: ['us_bank_account'] }))).message).toContain('No valid payment method types');
  });
});

describe('a SEPA debit', () => {
  it.each([
    ['pm_sepaDebit_insufficientFunds_at', 'insufficient_funds'],
    ['pm_sepaDebit_exceedsWeeklyVolumeLimit_be', 'charge_exceeds_source_limit'],
    ['pm_sepaDebit_exceedsWeeklyTransactionLimit_fr', 'charge_exceeds_weekly_limit'],
    ['pm_sepaDebit_failed_ie', 'payment_intent_payment_attempt_failed'],
  ])('by %s fails with %s', async (payment_method, code) => {
    const { stripe } = await simulated({ bankDelayMs: 60_000 });
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'eur', confirm: true, payment_method, allowed_payment_method_types: ['sepa_debit'] });
    await control(stripe, 'bank_debits/settle');
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code } });
  });

  it.each([
    ['DE91370400440000055555', 'sepa_debit_bank_not_supported'],
    ['AT511904300000066666', 'sepa_debit_debits_not_supported'],
  ])('refuses %s when it is entered', async (iban, code) => {
    const { simulator, stripe } = await simulated();
    const intent = await stripe.paymentIntents.create({ amount: 2000, currency: 'eur' });
    const { body } = await browser(simulator, `/v1/payment_intents/${intent.id}/confirm`, {
      client_secret: intent.client_secret!,
      'payment_method_data[type]': 'sepa_debit',
      'payment_method_data[sepa_debit][iban]': iban,
      'payment_method_data[billing_details][name]': 'Ada',
      'payment_method_data[billing_details][email]': 'ada@example.com',
    });
    expect(body.error.code).toBe(code);
  });
});
