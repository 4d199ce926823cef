import { presentAccount } from './accounts.ts';
import { listBalanceTransactions, presentBalance, ripen } from './balance-transactions.ts';
import { createCustomer, updateCustomer } from './customers.ts';
import { acceptDispute, updateDispute } from './disputes.ts';
import { expanded } from './expand.ts';
import type { FormParams } from './form-encoding.ts';
import { having, listPage } from './lists.ts';
import { cancelPaymentIntent, confirmPaymentIntent, createPaymentIntent, paymentIntent, updatePaymentIntent } from './payment-intents.ts';
import { presentConfigurations } from './payment-method-configurations.ts';
import { cancelPayout, createPayout, updatePayout } from './payouts.ts';
import { cancelRefund, createRefund, updateRefund } from './refunds.ts';
import type { Scene } from './scene.ts';
import { CONTROLS } from './simulator-controls.ts';
import { listEvents } from './stripe-events.ts';
import { StripeFailure } from './stripe-failure.ts';
import { found } from './stripe-state.ts';
import { testPaymentMethod } from './test-payment-methods.ts';
import { createToken } from './tokens.ts';
import { createWebhookEndpoint, deleteWebhookEndpoint, updateWebhookEndpoint, withoutSecret } from './webhook-endpoints.ts';

export type Act = (scene: Scene, params: FormParams, id: string) => object;

/** What a secret key may do. `:id` stands for one path segment. */
const ROUTES: Record<string, Act> = {
  'GET /v1/account': ({ account }) => presentAccount(account),
  'GET /v1/payment_method_configurations': ({ account }) => presentConfigurations(account),

  'POST /v1/tokens': createToken,
  'GET /v1/tokens/:id': ({ account }, _, id) => found(account.tokens, 'token', id),

  'POST /v1/customers': createCustomer,
  'GET /v1/customers': ({ account }, params) => listPage('/v1/customers', account.customers, params, having(params, ['email'])),
  'GET /v1/customers/:id': ({ account }, _, id) => found(account.customers, 'customer', id),
  'POST /v1/customers/:id': (scene, params, id) => updateCustomer(scene, found(scene.account.customers, 'customer', id), params),

  'POST /v1/payment_intents': createPaymentIntent,
  'GET /v1/payment_intents': ({ account }, params) => listPage('/v1/payment_intents', account.paymentIntents, params, having(params, ['customer'])),
  'GET /v1/payment_intents/:id': (scene, _, id) => paymentIntent(scene, id),
  'POST /v1/payment_intents/:id': (scene, params, id) => updatePaymentIntent(scene, paymentIntent(scene, id), params),
  'POST /v1/payment_intents/:id/confirm': (scene, params, id) => confirmPaymentIntent(scene, paymentIntent(scene, id), params, 'server'),
  'POST /v1/payment_intents/:id/cancel': (scene, params, id) => cancelPaymentIntent(scene, paymentIntent(scene, id), params),

  'GET /v1/payment_methods/:id': ({ account }, _, id) => testPaymentMethod(id)?.method ?? found(account.paymentMethods, 'PaymentMethod', id).method,

  'GET /v1/charges': ({ account }, params) => listPage('/v1/charges', account.charges, params, having(params, ['customer', 'payment_intent'])),
  'GET /v1/charges/:id': ({ account }, _, id) => found(account.charges, 'charge', id),

  'POST /v1/refunds': createRefund,
  'GET /v1/refunds': ({ account }, params) => listPage('/v1/refunds', account.refunds, params, having(params, ['charge', 'payment_intent'])),
  'GET /v1/refunds/:id': ({ account }, _, id) => found(account.refunds, 'refund', id),
  'POST /v1/refunds/:id': (scene, params, id) => updateRefund(scene, found(scene.account.refunds, 'refund', id), params),
  'POST /v1/refunds/:id/cancel': (scene, _, id) => cancelRefund(scene, found(scene.account.refunds, 'refund', id)),

  'GET /v1/disputes': ({ account }, params) => listPage('/v1/disputes', account.disputes, params, having(params, ['charge', 'payment_intent'])),
  'GET /v1/disputes/:id': ({ account }, _, id) => found(account.disputes, 'dispute', id),
  'POST /v1/disputes/:id': (scene, params, id) => updateDispute(scene, found(scene.account.disputes, 'dispute', id), params),
  'POST /v1/disputes/:id/close': (scene, _, id) => acceptDispute(scene, found(scene.account.disputes, 'dispute', id)),
  'GET /v1/radar/early_fraud_warnings': ({ account }, params) => listPage('/v1/radar/early_fraud_warnings', account.earlyFraudWarnings, params, having(params, ['charge', 'payment_intent'])),
  'GET /v1/radar/early_fraud_warnings/:id': ({ account }, _, id) => found(account.earlyFraudWarnings, 'early fraud warning', id),

  'GET /v1/balance': ({ account }) => presentBalance(account),
  'GET /v1/balance_transactions': listBalanceTransactions,
  'GET /v1/balance_transactions/:id': ({ account }, _, id) => found(account.balanceTransactions, 'balance transaction', id),

  'POST /v1/payouts': createPayout,
  'GET /v1/payouts': ({ account }, params) => listPage('/v1/payouts', account.payouts, params, having(params, ['destination', 'status'])),
  'GET /v1/payouts/:id': ({ account }, _, id) => found(account.payouts, 'payout', id),
  'POST /v1/payouts/:id': (scene, params, id) => updatePayout(scene, found(scene.account.payouts, 'payout', id), params),
  'POST /v1/payouts/:id/cancel': (scene, _, id) => cancelPayout(scene, found(scene.account.payouts, 'payout', id)),

  'POST /v1/webhook_endpoints': createWebhookEndpoint,
  'GET /v1/webhook_endpoints': ({ account }, params) => {
    const page = listPage('/v1/webhook_endpoints', account.webhookEndpoints, params, having(params, []));
    return { ...page, data: page.data.map(withoutSecret) };
  },
  'GET /v1/webhook_endpoints/:id': ({ account }, _, id) => withoutSecret(found(account.webhookEndpoints, 'webhook endpoint', id)),
  'POST /v1/webhook_endpoints/:id': (scene, params, id) => updateWebhookEndpoint(scene, found(scene.account.webhookEndpoints, 'webhook endpoint', id), params),
  'DELETE /v1/webhook_endpoints/:id': (scene, _, id) => deleteWebhookEndpoint(scene, found(scene.account.webhookEndpoints, 'webhook endpoint', id)),

  'GET /v1/events': listEvents,
  'GET /v1/events/:id': ({ account }, _, id) => found(account.events, 'event', id),

  ...CONTROLS,
};

export function answerApi(scene: Scene, method: string, path: string, params: FormParams): object {
  ripen(scene.account);
  for (const [route, act] of Object.entries(ROUTES)) {
    const match = pattern(route).exec(`${method} ${path}`);
    if (match) return expanded(scene.account, act(scene, params, decodeURIComponent(match[1] ?? '')), params);
  }
  throw new StripeFailure(404, { type: 'invalid_request_error', message: `Unrecognized request URL (${method}: ${path}). The simulator knows a part of Stripe's API only. If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.` });
}

const patterns = new Map<string, RegExp>();
function pattern(route: string): RegExp {
  const known = patterns.get(route) ?? new RegExp(`^${route.replace(':id', '([^/]+)')}$`);
  patterns.set(route, known);
  return known;
}
