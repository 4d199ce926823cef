import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import type { WebHandler } from '../src/app.ts';
import type { Config } from '../src/config.ts';
import { writeEnv } from '../src/env.ts';

/** The webs from source, with hot reload: Vite inside this server, for `npm run dev`. */
export async function viteWebs(config: Pick<Config, 'port'>): Promise<{ portal: WebHandler; admin: WebHandler }> {
  writeEnv({ API_URL: `http://127.0.0.1:${config.port}` });
  return { portal: await serve('client-web', 24678), admin: await serve('admin-web', 24679) };
}

async function serve(name: string, reloadPort: number): Promise<WebHandler> {
  const root = fileURLToPath(new URL(`../../${name}`, import.meta.url));
  // The bundling loader writes a file beside the config, which `node --watch` would take for a change of ours.
  const vite = await createServer({
    root,
    configFile: `${root}/vite.config.ts`,
    configLoader: 'runner',
    server: { middlewareMode: true, ws: { port: reloadPort } },
  });
  return (req, res) => vite.middlewares(req, res);
}
