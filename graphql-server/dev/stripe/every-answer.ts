import type Stripe from 'stripe';
import { control, paid } from './simulated.ts';

export interface Answer {
  object: string;
}

/** For the tests of shapes: an account's life, and every object that the simulator answers with in its course. */
export async function everyAnswer(stripe: Stripe): Promise<Answer[]> {
  const answers: Answer[] = [];
  const keep = <T extends object>(answer: T): T => {
    answers.push(answer as unknown as Answer);
    return answer;
  };

  const customer = keep(await stripe.customers.create({ email: 'ada@example.com', address: { country: 'GB' } }));
  keep(await stripe.customers.update(customer.id, { name: 'Ada' }));
  const endpoint = keep(await stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['charge.failed'] }));
  keep(await stripe.webhookEndpoints.update(endpoint.id, { description: 'Portal' }));

  const pay = (payment_method: string, currency = 'eur', allowed_payment_method_types?: ('sepa_debit' | 'us_bank_account')[]) =>
    stripe.paymentIntents.create({ amount: 2000, currency, customer: customer.id, confirm: true, payment_method, ...(allowed_payment_method_types ? { allowed_payment_method_types } : { automatic_payment_methods: { enabled: true, allow_redirects: 'never' } }) });
  for (const declined of ['pm_card_visa_chargeDeclined', 'pm_card_radarBlock', 'pm_card_chargeDeclinedExpiredCard']) await pay(declined).catch(() => {});
  keep(await pay('pm_card_authenticationRequired'));
  keep(await pay('pm_usBankAccount_processing', 'usd', ['us_bank_account']));
  const abandoned = keep(await stripe.paymentIntents.create({ amount: 2000, currency: 'jpy', receipt_email: 'ada@example.com' }));
  keep(await stripe.paymentIntents.update(abandoned.id, { amount: 3000 }));
  keep(await stripe.paymentIntents.cancel(abandoned.id, { cancellation_reason: 'abandoned' }));

  for (const method of ['pm_card_visa', 'pm_card_pendingRefund', 'pm_card_refundFail']) {
    const intent = keep(await pay(method));
    const refund = keep(await stripe.refunds.create({ payment_intent: intent.id, amount: 500, reason: 'requested_by_customer' }));
    keep(await stripe.refunds.update(refund.id, { metadata: { note: 'x' } }));
  }
  keep(await stripe.refunds.cancel((await stripe.refunds.create({ payment_intent: (await pay('pm_card_pendingRefund')).id })).id));
  for (const [method, type, currency] of [
    ['pm_sepaDebit_success_de', 'sepa_debit', 'eur'], ['pm_sepaDebit_failed_at', 'sepa_debit', 'eur'], ['pm_sepaDebit_disputed_fr', 'sepa_debit', 'eur'],
    ['pm_usBankAccount_success', 'us_bank_account', 'usd'], ['pm_usBankAccount_accountClosed', 'us_bank_account', 'usd'], ['pm_usBankAccount_dispute', 'us_bank_account', 'usd'],
  ] as const) keep(await pay(method, currency, [type]));
  await control(stripe, 'bank_debits/settle');
  await control(stripe, 'refunds/settle');

  for (const [method, text] of [['pm_card_createDispute', 'winning_evidence'], ['pm_card_createDisputeProductNotReceived', 'losing_evidence'], ['pm_card_createDisputeInquiry', 'escalate_inquiry_evidence'], ['pm_card_createDisputeInquiry', 'It came.']] as const) {
    const intent = await paid(stripe, { method });
    const [dispute] = (await stripe.disputes.list({ payment_intent: intent.id })).data;
    keep(keep(dispute!) && (await stripe.disputes.update(dispute!.id, { evidence: { uncategorized_text: text } })));
  }
  keep(await stripe.disputes.close((await stripe.disputes.list()).data[0]!.id));
  keep(await paid(stripe, { method: 'pm_card_createIssuerFraudRecord' }));

  await paid(stripe, { amount: 90_000, method: 'pm_card_bypassPending' });
  keep(await stripe.payouts.cancel(keep(await stripe.payouts.create({ amount: 1000, currency: 'usd' })).id));
  const payout = keep(await control<Stripe.Payout>(stripe, 'payouts', { currency: 'usd' }));
  keep(await stripe.payouts.update(payout.id, { metadata: { week: '7' } }));
  for (const outcome of ['in_transit', 'paid', 'failed']) keep(await control(stripe, `payouts/${payout.id}/settle`, { outcome }));

  for (const list of [stripe.customers, stripe.paymentIntents, stripe.charges, stripe.refunds, stripe.disputes, stripe.payouts, stripe.balanceTransactions, stripe.webhookEndpoints, stripe.radar.earlyFraudWarnings, stripe.paymentMethodConfigurations]) {
    for (const row of await allOf(list as unknown as Listed)) keep(row);
  }
  for (const charge of await stripe.charges.list({ limit: 100 }).autoPagingToArray({ limit: 1000 })) keep(await stripe.paymentMethods.retrieve(charge.payment_method!));
  keep(await stripe.balance.retrieve());
  keep(await stripe.accounts.retrieveCurrent());
  keep(await stripe.paymentIntents.retrieve(abandoned.id, { expand: ['customer'] }));
  keep(await stripe.payouts.retrieve(payout.id, { expand: ['destination', 'balance_transaction', 'failure_balance_transaction'] }));
  keep((await stripe.charges.list({ limit: 1, expand: ['data.balance_transaction', 'data.payment_intent', 'data.refunds'] })).data[0]!);
  for (const event of await allOf(stripe.events as unknown as Listed)) keep(event);
  return answers;
}

interface Listed {
  list(params: object): { autoPagingToArray(options: { limit: number }): Promise<object[]> };
}

const allOf = (resource: Listed) => resource.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
