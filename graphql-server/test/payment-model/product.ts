import { parseArgs } from 'node:util';
import { devConfig } from '../../dev/dev-config.ts';
import { createLocalFiles } from '../../src/adapters/local-files.ts';
import { createPostmarkMailer } from '../../src/adapters/postmark.ts';
import { createStripeClients } from '../../src/adapters/stripe.ts';
import { createApp } from '../../src/app.ts';
import { DomainError } from '../../src/shared/domain-error.ts';
import { act, type Action } from './actions.ts';

/**
 * The whole product, API and jobs, as a process of its own that can be killed. Its database and the
 * outside services live elsewhere. What is asked of it comes as messages, and is done as its doors do it.
 */
export interface ProductSettings {
  databaseUrl: string;
  port: number;
  dataDir: string;
  postmarkHost: string;
  /** Of each lane's Stripe, by the name of its account. */
  stripePorts: Record<string, number>;
}

export interface Request { id: number; action: Action }
export type Answer = { id: number } & ({ value: unknown } | { refusal: { code: string; message: string } } | { fault: string });

const settings = JSON.parse(parseArgs({ allowPositionals: true }).positionals[0] ?? '') as ProductSettings;
const config = devConfig({ PORTAL_DATA: settings.dataDir, PORT: String(settings.port) }, settings.databaseUrl);
const app = await createApp(config, {
  adapters: {
    mailer: createPostmarkMailer({ token: config.mail.postmarkToken, from: config.mail.from, requestHost: settings.postmarkHost }),
    // Nobody reads what is printed here.
    pdf: { render: async () => Buffer.from('%PDF-'), close: async () => {} },
    files: createLocalFiles(config.filesDir),
    stripe: (key) => createStripeClients({ host: '127.0.0.1', port: portOf(key), protocol: 'http' })(key),
  },
  log: (line) => console.error(line),
});
await new Promise<void>((resolve) => app.server.listen(config.port, config.host, resolve));

process.on('message', ({ id, action }: Request) => {
  act(app.services, action).then(
    (value) => answer({ id, value }),
    (error: unknown) => answer({ id, ...(error instanceof DomainError ? { refusal: { code: error.code, message: error.message } } : { fault: String((error as Error).stack ?? error) }) }),
  );
});
// The test has ended, in whatever way.
process.on('disconnect', () => process.exit());
process.send?.('ready');

function answer(given: Answer): void {
  process.send?.(given);
}

function portOf(key: string): number {
  const port = settings.stripePorts[key.replace(/^[ps]k_test_/, '')];
  if (!port) throw new Error('This key opens no Stripe of the test.');
  return port;
}
