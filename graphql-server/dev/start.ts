import { writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp, type App } from '../src/app.ts';
import { runCli } from '../src/cli.ts';
import { ConfigError } from '../src/config.ts';
import { readEnv, writeEnv } from '../src/env.ts';
import { migrate } from '../src/migrate.ts';
import { loadWebs } from '../src/webs.ts';
import { DEMO_CLIENT, DEMO_OWNER, seedDemo } from './demo/seed-demo.ts';
import { addressFile, dataDirOf, devConfig } from './dev-config.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { startStandIns } from './stand-ins.ts';
import { viteWebs } from './vite-webs.ts';

/** `npm start` and `npm run dev`: the whole product with nothing but Node. */
async function start(): Promise<void> {
  const env = readEnv();
  const dataDir = dataDirOf(env);
  const step = progress();

  const database = env['DATABASE_URL'] ? null : await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') });
  const config = devConfig(env, database?.url ?? env['DATABASE_URL'] ?? '');
  step('database');
  await migrate(config.databaseUrl);
  step('migrations');

  const standIns = await startStandIns(config, { stateDir: dataDir, stripeUrl: env['STRIPE_SIMULATOR_URL'] });
  writeEnv({ PUBLIC_STRIPE_JS_URL: '/dev/stripe/stripe.js' });
  const webs = env['PORTAL_DEV']
    ? await viteWebs(config)
    : await loadWebs(config, { portal: builtWeb('client-web'), admin: builtWeb('admin-web') });
  const app = await createApp(config, { adapters: standIns.adapters, webs, log: (line) => console.error(line) });
  await listen(app, (req, res) => standIns.postmark.handleOutbox(req, res) || standIns.stripe.handleBrowser(req, res) || void app.handle(req, res));
  step('server');
  if (await seedDemo(app.services)) step('demo business');

  let isEnding = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Ctrl-C reaches us twice, from the terminal and through npm; the second must not cut the first short.
    process.on(signal, () => {
      if (isEnding) return;
      isEnding = true;
      const end = async () => {
        await app.close();
        await standIns.close();
        await database?.stop();
        process.exit(0);
      };
      void end();
    });
  }
  writeFileSync(addressFile(dataDir), JSON.stringify({ PORTAL_URL: config.portalUrl, ADMIN_URL: config.adminUrl }));
  await announceUrls(config.portalUrl, { ...env, PORT: String(config.port), DATABASE_URL: config.databaseUrl });
}

/** The development pages stand before the product's own; the product never knows of them. */
async function listen(app: App, handle: RequestListener): Promise<void> {
  const { port, host } = app.services.config;
  app.server.removeAllListeners('request');
  app.server.on('request', handle);
  await new Promise<void>((resolve, reject) => {
    app.server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new ConfigError(`Port ${port} is taken. Stop what uses it, or choose another: PORT=4100 npm start`) : error),
    );
    app.server.listen(port, host, resolve);
  });
}

async function announceUrls(url: string, env: Record<string, string | undefined>): Promise<void> {
  const lines: string[] = [];
  await runCli(['sign-in-link', DEMO_OWNER], env, (line) => lines.push(line));
  await runCli(['client-link', DEMO_CLIENT], env, (line) => lines.push(line));
  const link = (path: string) => lines.join('\n').match(new RegExp(`\\S+${path}\\S+`))?.[0];
  console.log(`
  Portal       ${url}
  Dashboard    ${url}/admin
  Playground   ${url}/graphql and ${url}/admin/graphql
  Outbox       ${url}/dev/outbox
`);
  if (link('/admin/l/')) console.log(`  Sign in as the demo admin (once, 15 minutes)\n    ${link('/admin/l/')}`);
  if (link('(?<!/admin)/l/')) console.log(`  Sign in as a demo client\n    ${link('(?<!/admin)/l/')}\n`);
}

const builtWeb = (name: string) => fileURLToPath(new URL(`../../${name}/build/handler.js`, import.meta.url));

function progress(): (what: string) => void {
  let since = performance.now();
  return (what) => {
    const now = performance.now();
    console.log(`  ready: ${what} (${((now - since) / 1000).toFixed(1)} s)`);
    since = now;
  };
}

start().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
