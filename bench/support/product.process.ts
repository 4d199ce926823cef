// The built server, in a process of its own. It differs from production in the mail, which a stand-in takes.
import type * as App from '../../graphql-server/src/app.ts';
import type * as Config from '../../graphql-server/src/config.ts';
import type * as LocalFiles from '../../graphql-server/src/adapters/local-files.ts';
import type * as Postmark from '../../graphql-server/src/adapters/postmark.ts';
import type * as Puppeteer from '../../graphql-server/src/adapters/puppeteer.ts';
import type * as Stripe from '../../graphql-server/src/adapters/stripe.ts';
import { built } from './built.ts';

const { createApp } = await built<typeof App>('app.js');
const { configFrom } = await built<typeof Config>('config.js');
const { createLocalFiles } = await built<typeof LocalFiles>('adapters/local-files.js');
const { createPostmarkMailer } = await built<typeof Postmark>('adapters/postmark.js');
const { createPdfRenderer } = await built<typeof Puppeteer>('adapters/puppeteer.js');
const { createStripeClients } = await built<typeof Stripe>('adapters/stripe.js');

const config = configFrom(process.env);
const app = await createApp(config, {
  adapters: {
    mailer: createPostmarkMailer({ token: config.mail.postmarkToken, from: config.mail.from, requestHost: process.env['POSTMARK_STAND_IN']! }),
    pdf: createPdfRenderer({ cacheDir: config.cacheDir }),
    files: createLocalFiles(config.filesDir),
    stripe: createStripeClients(),
  },
  log: (line) => console.error(line),
});
// A visitor comes back after others had their turn.
app.server.keepAliveTimeout = 120_000;
app.server.listen(config.port, config.host, () => process.send!('listening'));
process.once('disconnect', () => void app.close().then(() => process.exit(0)));
