import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FormParams, parseForm } from './form-encoding.ts';
import { invalidRequest, StripeFailure, type StripeErrorBody } from './stripe-failure.ts';

const MOST_BYTES = 1_000_000;

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new StripeFailure(413, { type: 'invalid_request_error', message: 'Request body is too large.' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Parameters of a request: from the query of a GET or DELETE, from the body of a POST. */
export function paramsOf(request: IncomingMessage, url: URL, body: string): FormParams {
  if (request.method !== 'POST') return parseForm(url.search.slice(1));
  if (!request.headers['content-type']?.startsWith('application/json')) return parseForm(body);
  // Stripe's v1 takes forms only; JSON is for the simulator's own controls.
  if (!url.pathname.startsWith('/simulator/')) throw invalidRequest('Invalid request: this API takes application/x-www-form-urlencoded bodies.');
  return parseForm(new URLSearchParams(Object.entries(JSON.parse(body || '{}') as Record<string, unknown>).map(([name, value]): [string, string] => [name, String(value)])).toString());
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-cache, no-store', ...headers }).end(JSON.stringify(body, null, 2));
}

export function failureOf(error: unknown, log: (line: string) => void): { status: number; body: { error: StripeErrorBody } } {
  if (error instanceof StripeFailure) return { status: error.status, body: { error: error.error } };
  log(`stripe simulator: ${error instanceof Error ? error.stack : String(error)}`);
  return { status: 500, body: { error: { type: 'api_error', message: 'Sorry! There was an error while talking to the simulator.' } } };
}
