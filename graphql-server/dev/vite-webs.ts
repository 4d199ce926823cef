import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import type { WebHandler } from '../src/app.ts';

/** The webs from source, with hot reload: Vite inside this server, for `npm run dev`. */
export async function viteWebs(): Promise<{ portal: WebHandler; admin: WebHandler }> {
  return { portal: await serve('client-web', 24678), admin: await serve('admin-web', 24679) };
}

async function serve(name: string, hmrPort: number): Promise<WebHandler> {
  const root = fileURLToPath(new URL(`../../${name}`, import.meta.url));
  const vite = await createServer({ root, configFile: `${root}/vite.config.ts`, server: { middlewareMode: true, hmr: { port: hmrPort } } });
  return (req, res) => vite.middlewares(req, res);
}
