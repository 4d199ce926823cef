import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { accountOfControl, accountOfEitherKey, accountOfSecretKey } from './api-key.ts';
import { failureOf, paramsOf, readBody, sendJson } from './http-exchange.ts';
import { recall, remember } from './idempotency.ts';
import { answerApi } from './stripe-api.ts';
import { API_VERSION } from './stripe-events.ts';
import { stripeId } from './stripe-id.ts';
import type { StripeWorld } from './stripe-world.ts';

/** The side that a server talks to with a secret key. */
export async function serveApi(world: StripeWorld, request: IncomingMessage, response: ServerResponse, log: (line: string) => void): Promise<void> {
  const requestId = stripeId('req');
  const idempotencyKey = header(request, 'idempotency-key');
  const headers: Record<string, string> = {
    'request-id': requestId,
    'stripe-version': header(request, 'stripe-version') ?? API_VERSION,
    ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
  };
  try {
    const body = await readBody(request);
    const url = new URL(request.url ?? '/', 'http://stripe');
    const method = request.method ?? 'GET';
    const account = accountOf(`${method} ${url.pathname}`)(world, request.headers.authorization);
    const key = method === 'POST' ? idempotencyKey : null;
    const path = `${method} ${url.pathname}`;
    const fingerprint = createHash('sha256').update(body).digest('base64');

    const before = key ? recall(account, key, path, fingerprint) : undefined;
    if (before) return sendJson(response, before.status, before.body, { ...headers, 'idempotent-replayed': 'true', 'original-request': before.requestId });

    const answer = attempt(() => answerApi({ world, account, cause: { requestId, idempotencyKey: key } }, method, url.pathname, paramsOf(request, url, body)), log);
    if (key) remember(account, key, { fingerprint, path, requestId, ...answer });
    if (method !== 'GET') world.changed();
    world.save();
    sendJson(response, answer.status, answer.body, headers);
  } catch (error) {
    const { status, body } = failureOf(error, log);
    sendJson(response, status, body, headers);
  }
}

/** A browser's key makes tokens, and nothing else here. */
function accountOf(path: string) {
  if (path.includes(' /simulator/')) return accountOfControl;
  return path === 'POST /v1/tokens' ? accountOfEitherKey : accountOfSecretKey;
}

function attempt(act: () => object, log: (line: string) => void): { status: number; body: object } {
  try {
    return { status: 200, body: act() };
  } catch (error) {
    return failureOf(error, log);
  }
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
