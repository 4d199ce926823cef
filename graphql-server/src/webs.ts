import type { WebHandler } from './app.ts';
import type { Config } from './config.ts';
import { writeEnv } from './env.ts';

/** The built webs, mounted in this process. */
export async function loadWebs(config: Config, files: { portal: string; admin: string }): Promise<{ portal: WebHandler; admin: WebHandler }> {
  writeEnv({
    API_URL: `http://127.0.0.1:${config.port}`,
    // They see a plain socket; what the browser sees is told to them by header.
    PROTOCOL_HEADER: 'x-forwarded-proto',
    HOST_HEADER: 'x-forwarded-host',
  });
  return {
    portal: await load(files.portal, config.portalUrl),
    admin: await load(files.admin, config.adminUrl),
  };
}

async function load(file: string, publicUrl: string): Promise<WebHandler> {
  const { handler } = (await import(file)) as { handler: WebHandler };
  const { protocol, host } = new URL(publicUrl);
  return (req, res) => {
    req.headers['x-forwarded-proto'] = protocol.replace(':', '');
    req.headers['x-forwarded-host'] = host;
    handler(req, res);
  };
}
