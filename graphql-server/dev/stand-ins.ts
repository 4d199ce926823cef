import { join } from 'node:path';
import { createLocalFiles } from '../src/adapters/local-files.ts';
import { createPostmarkMailer } from '../src/adapters/postmark.ts';
import { createPdfRenderer } from '../src/adapters/puppeteer.ts';
import { createStripeClients } from '../src/adapters/stripe.ts';
import type { Config } from '../src/config.ts';
import type { Adapters } from '../src/context.ts';
import { startPostmarkStandIn, type PostmarkStandIn } from './postmark/postmark-stand-in.ts';
import { reachStripeSimulator } from './stripe/reach-stripe-simulator.ts';
import { startStripeSimulator, type StripeSimulator } from './stripe/start-stripe-simulator.ts';

export interface StandIns {
  postmark: PostmarkStandIn;
  stripe: StripeSimulator;
  /** The product's own adapters, pointed at the stand-ins. */
  adapters: Adapters;
  close(): Promise<void>;
}

/**
 * One stand-in for each outside service; everything on this side of the wire is the real thing.
 * `stripeUrl` names a simulator that already runs elsewhere, and is not stopped with the others.
 */
export async function startStandIns(config: Config, options: { stateDir?: string; deliveryDelayMs?: number; stripeUrl?: string | undefined } = {}): Promise<StandIns> {
  const { webhookUser: user, webhookPassword: password } = config.mail;
  const webhook = (path: string) => `http://127.0.0.1:${config.port}/webhooks/postmark/${path}`;
  const stateFile = (name: string) => (options.stateDir ? { stateFile: join(options.stateDir, name) } : {});

  const postmark = await startPostmarkStandIn({
    ...stateFile('outbox.json'),
    ...(options.deliveryDelayMs !== undefined && { deliveryDelayMs: options.deliveryDelayMs }),
    webhooks: () => ({ inboundUrl: webhook('inbound'), eventsUrl: webhook('events'), user, password }),
  });
  const stripe = options.stripeUrl ? reachStripeSimulator(options.stripeUrl) : await startStripeSimulator(stateFile('stripe.json'));
  return {
    postmark,
    stripe,
    adapters: {
      mailer: createPostmarkMailer({ token: config.mail.postmarkToken, from: config.mail.from, requestHost: postmark.requestHost }),
      pdf: createPdfRenderer({ cacheDir: config.cacheDir, ...(config.chromiumPath && { executablePath: config.chromiumPath }) }),
      files: createLocalFiles(config.filesDir),
      stripe: createStripeClients({ host: stripe.host, port: stripe.port, protocol: 'http' }),
    },
    async close() {
      await Promise.all([postmark.close(), stripe.close()]);
    },
  };
}
