import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveApi } from './api-server.ts';
import { bankAnswered } from './attempt-payment.ts';
import { serveBrowser } from './browser-api.ts';
import { sendJson } from './http-exchange.ts';
import { refundAnswered } from './refunds.ts';
import type { Scene } from './scene.ts';
import { NOBODY } from './stripe-events.ts';
import { StripeWorld } from './stripe-world.ts';

/** A small Stripe for development and tests. It moves no money and refuses live keys. */
export interface StripeSimulator {
  /** For stripe-node: `new Stripe(key, { host, port, protocol: 'http' })`. */
  host: string;
  port: number;
  /** Serves `/dev/stripe/…` on the main origin: stripe.js, its frames, what they call, and the controls. True when it took the request. */
  handleBrowser(request: IncomingMessage, response: ServerResponse): boolean;
  /** Resolves when no webhook is due or under way; later retries are not waited for. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface StripeSimulatorOptions {
  port?: number;
  /** JSON; without it all is forgotten on close. */
  stateFile?: string;
  log?: (line: string) => void;
  /** How long a bank takes to answer a debit or a refund. */
  bankDelayMs?: number;
  /** Pauses before the second, third … attempt to deliver a webhook. */
  webhookRetryDelaysMs?: readonly number[];
}

const RETRY_DELAYS_MS = [1_000, 5_000, 15_000, 60_000, 300_000, 1_800_000, 7_200_000];

export async function startStripeSimulator(options: StripeSimulatorOptions = {}): Promise<StripeSimulator> {
  const log = options.log ?? (() => {});
  const world = new StripeWorld({
    stateFile: options.stateFile,
    bankDelayMs: options.bankDelayMs ?? 3_000,
    webhookRetryDelaysMs: options.webhookRetryDelaysMs ?? RETRY_DELAYS_MS,
    log,
    bankAnswered(world, account, pending) {
      const scene: Scene = { world, account, cause: NOBODY };
      if (pending.what === 'bank_debit') bankAnswered(scene, pending);
      else refundAnswered(scene, pending);
    },
  });
  const server = createServer((request, response) => {
    if (request.url === '/simulator/settled') void world.deliveries.settled().then(() => sendJson(response, 200, { object: 'simulator.settled' }));
    else if (!serveBrowser(world, request, response, log)) void serveApi(world, request, response, log);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    handleBrowser: (request, response) => serveControls(world, request, response, log) || serveBrowser(world, request, response, log),
    settled: () => world.deliveries.settled(),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await world.close();
    },
  };
}

/** The controls, where whoever runs the product finds them: the simulator's own port is another each time. */
function serveControls(world: StripeWorld, request: IncomingMessage, response: ServerResponse, log: (line: string) => void): boolean {
  if (!request.url?.startsWith('/dev/stripe/simulator/')) return false;
  request.url = request.url.slice('/dev/stripe'.length);
  void serveApi(world, request, response, log);
  return true;
}
