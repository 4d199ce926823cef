import { fileURLToPath } from 'node:url';
import { createApp } from './app.ts';
import { createLocalFiles } from './adapters/local-files.ts';
import { createPostmarkMailer } from './adapters/postmark.ts';
import { createPdfRenderer } from './adapters/puppeteer.ts';
import { createStripeClients } from './adapters/stripe.ts';
import { checkDatabase } from './check-database.ts';
import { ConfigError, configFrom, type Config } from './config.ts';
import { readEnv } from './env.ts';
import { migrate } from './migrate.ts';
import { loadWebs } from './webs.ts';

const SHUTDOWN_MS = 20_000;

/** Production: the real providers, a real database, the built webs. */
async function serve(): Promise<void> {
  const config = configFrom(readEnv());
  await checkDatabase(config.databaseUrl);
  await migrate(config.databaseUrl);
  const app = await createApp(config, {
    adapters: {
      mailer: createPostmarkMailer({ token: config.mail.postmarkToken, from: config.mail.from }),
      pdf: createPdfRenderer(rendererOptions(config)),
      files: createLocalFiles(config.filesDir),
      stripe: createStripeClients(),
    },
    log: (line) => console.error(line),
    webs: await loadWebs(config, { portal: builtWeb('client-web'), admin: builtWeb('admin-web') }),
  });
  app.server.listen(config.port, config.host, () => console.log(`Portal ${config.portalUrl}, dashboard ${config.adminUrl}, listening on ${config.host}:${config.port}`));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      // Whoever still holds a connection open is not waited for.
      setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
      void app.close().then(() => process.exit(0));
    });
  }
}

const builtWeb = (name: string) => fileURLToPath(new URL(`../../${name}/build/handler.js`, import.meta.url));

const rendererOptions = ({ cacheDir, chromiumPath }: Config) => ({ cacheDir, ...(chromiumPath && { executablePath: chromiumPath }) });

serve().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
