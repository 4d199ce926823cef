import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp, type App } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import type { Clock } from '../../src/shared/clock.ts';
import { devConfig } from '../../dev/dev-config.ts';
import { startStandIns, type StandIns } from '../../dev/stand-ins.ts';
import { createTestDatabase } from './database.ts';
import { stopLooking } from './rows.ts';

export interface Portal {
  url: string;
  config: Config;
  app: App;
  postmark: StandIns['postmark'];
  stripe: StandIns['stripe'];
  /** Of the superuser, who stands above row-level security. */
  adminDatabaseUrl: string;
  /** Everything that was logged. */
  logged: string[];
  close(): Promise<void>;
}

/** The PDF browser is unpacked once for all runs. */
const CACHE_DIR = fileURLToPath(new URL('../../../.data/cache', import.meta.url));

/** The whole server on its own database, with the stand-ins of the outside services, on a free port. */
export async function startPortal(env: Record<string, string> = {}, options: { clock?: Clock } = {}): Promise<Portal> {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'portal-files-'));
  const port = await freePort();
  const config = devConfig({ PORTAL_DATA: dataDir, PORT: String(port), CACHE_DIR, ...env }, database.url);
  const standIns = await startStandIns(config, { deliveryDelayMs: 0 });
  const logged: string[] = [];
  const app = await createApp(config, { adapters: standIns.adapters, log: (line) => logged.push(line), ...options });
  await new Promise<void>((resolve) => app.server.listen(port, '127.0.0.1', resolve));
  return {
    url: config.portalUrl,
    config,
    app,
    postmark: standIns.postmark,
    stripe: standIns.stripe,
    adminDatabaseUrl: database.adminUrl,
    logged,
    async close() {
      await app.close();
      await standIns.close();
      await stopLooking({ adminDatabaseUrl: database.adminUrl });
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
