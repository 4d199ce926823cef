import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { accountOfPublishableKey } from './api-key.ts';
import { answerChallenge } from './attempt-payment.ts';
import { type FormParams, requiredText, textOf } from './form-encoding.ts';
import { failureOf, paramsOf, readBody, sendJson } from './http-exchange.ts';
import { confirmPaymentIntent, paymentIntent } from './payment-intents.ts';
import type { Scene } from './scene.ts';
import { invalidRequest, StripeFailure } from './stripe-failure.ts';
import { stripeId } from './stripe-id.ts';
import type { StoredPaymentIntent } from './stripe-state.ts';
import type { StripeWorld } from './stripe-world.ts';

const ROOT = '/dev/stripe';

const FILES: Record<string, { file: string; type: string }> = {
  '/stripe.js': { file: 'stripe.js', type: 'text/javascript; charset=utf-8' },
  '/payment-element': { file: 'payment-element.html', type: 'text/html; charset=utf-8' },
  '/payment-element.js': { file: 'payment-element.js', type: 'text/javascript; charset=utf-8' },
  '/payment-element.css': { file: 'payment-element.css', type: 'text/css; charset=utf-8' },
  '/card-fields.js': { file: 'card-fields.js', type: 'text/javascript; charset=utf-8' },
  '/countries.js': { file: 'countries.js', type: 'text/javascript; charset=utf-8' },
  '/test-numbers.js': { file: 'test-numbers.js', type: 'text/javascript; charset=utf-8' },
  '/appearance.js': { file: 'appearance.js', type: 'text/javascript; charset=utf-8' },
  '/three-d-secure': { file: 'three-d-secure.html', type: 'text/html; charset=utf-8' },
  '/three-d-secure.js': { file: 'three-d-secure.js', type: 'text/javascript; charset=utf-8' },
  '/three-d-secure.css': { file: 'three-d-secure.css', type: 'text/css; charset=utf-8' },
};

// The frames hold what a person types: they run their own scripts, reach their own origin, and nothing else.
const PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self' data:; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

/** The side that a browser talks to with a publishable key; true when the request was for it. */
export function serveBrowser(world: StripeWorld, request: IncomingMessage, response: ServerResponse, log: (line: string) => void): boolean {
  const url = URL.parse(request.url ?? '/', 'http://stripe');
  if (!url) return false;
  if (url.pathname !== ROOT && !url.pathname.startsWith(`${ROOT}/`)) return false;
  const path = url.pathname.slice(ROOT.length);
  const file = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
  if (file && (request.method === 'GET' || request.method === 'HEAD')) sendFile(response, file);
  else void answer(world, request, response, url, path, log);
  return true;
}

function sendFile(response: ServerResponse, { file, type }: { file: string; type: string }): void {
  const headers: Record<string, string> = { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };
  if (type.startsWith('text/html')) Object.assign(headers, { 'content-security-policy': PAGE_POLICY, 'referrer-policy': 'no-referrer' });
  response.writeHead(200, headers).end(readFileSync(new URL(`./browser/${file}`, import.meta.url)));
}

async function answer(world: StripeWorld, request: IncomingMessage, response: ServerResponse, url: URL, path: string, log: (line: string) => void): Promise<void> {
  const requestId = stripeId('req');
  try {
    const body = await readBody(request);
    const params = paramsOf(request, url, body);
    const account = world.account(accountOfPublishableKey(textOf(params, 'key') ?? request.headers.authorization?.replace(/^Bearer /i, '')));
    const scene: Scene = { world, account, cause: { requestId, idempotencyKey: null } };
    const intent = act(scene, request.method ?? 'GET', path, params);
    world.save();
    sendJson(response, 200, publicFields(intent), { 'request-id': requestId });
  } catch (error) {
    // A decline changes the intent too.
    world.save();
    const failure = failureOf(error, log);
    const shown = failure.body.error.payment_intent;
    if (shown) failure.body.error.payment_intent = publicFields(shown as StoredPaymentIntent);
    sendJson(response, failure.status, failure.body, { 'request-id': requestId });
  }
}

function act(scene: Scene, method: string, path: string, params: FormParams): StoredPaymentIntent {
  const [, id, verb] = /^\/v1\/payment_intents\/([^/]+)(\/[a-z_]+)?$/.exec(path) ?? [];
  if (!id) throw new StripeFailure(404, { type: 'invalid_request_error', message: `Unrecognized request URL (${method}: ${path}).` });
  const intent = paymentIntent(scene, id);
  if (requiredText(params, 'client_secret') !== intent.client_secret) {
    throw invalidRequest('The client_secret provided does not match the client_secret associated with the PaymentIntent.', { code: 'payment_intent_invalid_parameter', param: 'client_secret' });
  }
  if (method === 'GET' && !verb) return intent;
  if (method === 'POST' && verb === '/confirm') return confirmPaymentIntent(scene, intent, params, 'browser');
  if (method === 'POST' && verb === '/answer_challenge') {
    if (intent.status !== 'requires_action') throw invalidRequest(`There is no challenge to answer: this PaymentIntent has a status of ${intent.status}.`, { code: 'payment_intent_unexpected_state', payment_intent: structuredClone(intent) });
    answerChallenge(scene, intent, requiredText(params, 'outcome') === 'complete');
    return intent;
  }
  throw new StripeFailure(404, { type: 'invalid_request_error', message: `Unrecognized request URL (${method}: ${path}).` });
}

/** A payer sees less of an intent than its owner: no metadata, no customer, no charge. */
function publicFields(intent: StoredPaymentIntent): object {
  const { id, object, amount, amount_details, automatic_payment_methods, canceled_at, cancellation_reason, capture_method, client_secret, confirmation_method, created, currency, description, last_payment_error, livemode, next_action, payment_method, payment_method_configuration_details, payment_method_types, processing, receipt_email, setup_future_usage, shipping, source, status } = intent;
  return { id, object, amount, amount_details, automatic_payment_methods, canceled_at, cancellation_reason, capture_method, client_secret, confirmation_method, created, currency, description, last_payment_error, livemode, next_action, payment_method, payment_method_configuration_details, payment_method_types, processing, receipt_email, setup_future_usage, shipping, source, status };
}
