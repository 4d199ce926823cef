import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { StripeSimulator } from './start-stripe-simulator.ts';

/** A simulator that runs as a process of its own (main.ts), and stays when this one ends. */
export function reachStripeSimulator(url: string): StripeSimulator {
  const { hostname: host, port } = new URL(url);
  return {
    host,
    port: Number(port),
    handleBrowser(request, response) {
      if (!/^\/dev\/stripe(\/|$|\?)/.test(request.url ?? '')) return false;
      passOn(request, response, { host, port });
      return true;
    },
    async settled() {
      await fetch(`http://${host}:${port}/simulator/settled`, { method: 'POST' });
    },
    async close() {},
  };
}

// Its frames have to be of the page's own origin.
function passOn(request: IncomingMessage, response: ServerResponse, to: { host: string; port: string }): void {
  const passed = ask({ ...to, method: request.method, path: request.url, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    pipeline(answer, response, () => {});
  });
  passed.on('error', () => {
    if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain' });
    response.end('The Stripe simulator does not answer.');
  });
  pipeline(request, passed, () => {});
}
