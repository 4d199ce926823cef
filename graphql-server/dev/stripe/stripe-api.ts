import { presentAccount } from './accounts.ts';
import type { Scene } from './attempt-payment.ts';
import { createCustomer, updateCustomer } from './customers.ts';
import { expanded } from './expand.ts';
import { type FormParams, listOf, textOf } from './form-encoding.ts';
import { listPage } from './lists.ts';
import { cancelPaymentIntent, confirmPaymentIntent, createPaymentIntent, paymentIntent, updatePaymentIntent } from './payment-intents.ts';
import { createRefund, updateRefund } from './refunds.ts';
import { setDeliveryFaults, settleBankDebits, redeliver } from './simulator-controls.ts';
import { noSuch, StripeFailure } from './stripe-failure.ts';
import { testPaymentMethod } from './test-payment-methods.ts';
import { createWebhookEndpoint, deleteWebhookEndpoint, updateWebhookEndpoint, withoutSecret } from './webhook-endpoints.ts';

type Act = (scene: Scene, params: FormParams, id: string) => object;

/** What a secret key may do. `:id` stands for one path segment. */
const ROUTES: Record<string, Act> = {
  'GET /v1/account': ({ account }) => presentAccount(account),

  'POST /v1/customers': createCustomer,
  'GET /v1/customers': ({ account }, params) => listPage('/v1/customers', account.customers, params, ({ email }) => params.email === undefined || email === params.email),
  'GET /v1/customers/:id': ({ account }, _, id) => found(account.customers, 'customer', id),
  'POST /v1/customers/:id': (scene, params, id) => updateCustomer(scene, found(scene.account.customers, 'customer', id), params),

  'POST /v1/payment_intents': createPaymentIntent,
  'GET /v1/payment_intents': ({ account }, params) => listPage('/v1/payment_intents', account.paymentIntents, params, ({ customer }) => params.customer === undefined || customer === params.customer),
  'GET /v1/payment_intents/:id': (scene, _, id) => paymentIntent(scene, id),
  'POST /v1/payment_intents/:id': (scene, params, id) => updatePaymentIntent(scene, paymentIntent(scene, id), params),
  'POST /v1/payment_intents/:id/confirm': (scene, params, id) => confirmPaymentIntent(scene, paymentIntent(scene, id), params, 'server'),
  'POST /v1/payment_intents/:id/cancel': (scene, params, id) => cancelPaymentIntent(scene, paymentIntent(scene, id), params),

  'GET /v1/payment_methods/:id': ({ account }, _, id) => testPaymentMethod(id)?.method ?? found(account.paymentMethods, 'PaymentMethod', id).method,

  'GET /v1/charges': ({ account }, params) =>
    listPage('/v1/charges', account.charges, params, (charge) => (params.payment_intent === undefined || charge.payment_intent === params.payment_intent) && (params.customer === undefined || charge.customer === params.customer)),
  'GET /v1/charges/:id': ({ account }, _, id) => found(account.charges, 'charge', id),
  'GET /v1/balance_transactions/:id': ({ account }, _, id) => found(account.balanceTransactions, 'balance transaction', id),

  'POST /v1/refunds': createRefund,
  'GET /v1/refunds': ({ account }, params) =>
    listPage('/v1/refunds', account.refunds, params, (refund) => (params.payment_intent === undefined || refund.payment_intent === params.payment_intent) && (params.charge === undefined || refund.charge === params.charge)),
  'GET /v1/refunds/:id': ({ account }, _, id) => found(account.refunds, 'refund', id),
  'POST /v1/refunds/:id': (scene, params, id) => updateRefund(scene, found(scene.account.refunds, 'refund', id), params),

  'POST /v1/webhook_endpoints': createWebhookEndpoint,
  'GET /v1/webhook_endpoints': ({ account }, params) => {
    const page = listPage('/v1/webhook_endpoints', account.webhookEndpoints, params);
    return { ...page, data: page.data.map(withoutSecret) };
  },
  'GET /v1/webhook_endpoints/:id': ({ account }, _, id) => withoutSecret(found(account.webhookEndpoints, 'webhook endpoint', id)),
  'POST /v1/webhook_endpoints/:id': (scene, params, id) => updateWebhookEndpoint(scene, found(scene.account.webhookEndpoints, 'webhook endpoint', id), params),
  'DELETE /v1/webhook_endpoints/:id': (scene, _, id) => deleteWebhookEndpoint(scene, found(scene.account.webhookEndpoints, 'webhook endpoint', id)),

  'GET /v1/events': ({ account }, params) => {
    const types = [...listOf(params, 'types'), ...(textOf(params, 'type') ? [textOf(params, 'type')!] : [])];
    return listPage('/v1/events', account.events, params, (event) => types.length === 0 || types.includes(event.type));
  },
  'GET /v1/events/:id': ({ account }, _, id) => found(account.events, 'event', id),

  'POST /simulator/deliveries': setDeliveryFaults,
  'POST /simulator/bank_debits/settle': settleBankDebits,
  'POST /simulator/events/:id/redeliver': (scene, _, id) => redeliver(scene, found(scene.account.events, 'event', id)),
};

export function answerApi(scene: Scene, method: string, path: string, params: FormParams): object {
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

function found<T>(rows: Record<string, T>, object: string, id: string): T {
  const row = Object.hasOwn(rows, id) ? rows[id] : undefined;
  if (!row) throw noSuch(object, id, 'id');
  return row;
}
