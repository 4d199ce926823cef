import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostmarkStandIn, type PostmarkStandIn } from '../../graphql-server/dev/postmark/postmark-stand-in.ts';
import type * as Cli from '../../graphql-server/src/cli.ts';
import { built, root } from './built.ts';
import type { Database } from './postgres.ts';

/** What was unpacked for `npm start` serves here too. */
export const cacheDir = join(root, '.data', 'cache');

export interface Product {
  pid: number;
  postmark: PostmarkStandIn;
  /** Into the dashboard, by the link that the command line prints. */
  signIn(email: string): Promise<Visitor>;
  stop(): Promise<void>;
}

export interface Answer<T> { data: T; bytes: number }

/** A signed-in browser that keeps its connections. */
export type Visitor = <T = unknown>(query: string, variables?: object) => Promise<Answer<T>>;

/** The built server in production mode on a free port. */
export async function startProduct({ url }: Database, { runsJobs = false } = {}): Promise<Product> {
  const port = await freePort();
  const filesDir = mkdtempSync(join(tmpdir(), 'portal-bench-'));
  const webhook = { user: 'postmark', password: randomBytes(18).toString('base64url') };
  const origin = `http://127.0.0.1:${port}`;
  const postmark = await startPostmarkStandIn({
    deliveryDelayMs: 0,
    webhooks: () => ({ inboundUrl: `${origin}/webhooks/postmark/inbound`, eventsUrl: `${origin}/webhooks/postmark/events`, ...webhook }),
  });
  const env = {
    NODE_ENV: 'production', DATABASE_URL: url, HOST: '127.0.0.1', PORT: String(port), PORTAL_URL: origin, ADMIN_URL: `${origin}/admin`,
    SECRET_KEY: randomBytes(32).toString('base64'), FILES_DIR: filesDir, CACHE_DIR: cacheDir, RUN_JOBS: runsJobs ? 'on' : 'off',
    POSTMARK_SERVER_TOKEN: 'bench', MAIL_FROM: 'billing@bench.example', POSTMARK_INBOUND_ADDRESS: 'tickets@bench.example',
    POSTMARK_WEBHOOK_USER: webhook.user, POSTMARK_WEBHOOK_PASSWORD: webhook.password, POSTMARK_STAND_IN: postmark.requestHost,
  };
  const child = fork(join(import.meta.dirname, 'product.process.ts'), { env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env }, execArgv: [] });
  const ended = once(child, 'exit');
  await Promise.race([once(child, 'message'), ended.then(([code]) => Promise.reject(new Error(`The server ended with ${code}.`)))]);

  return {
    pid: child.pid!,
    postmark,
    async signIn(email) {
      const { runCli } = await built<typeof Cli>('cli.js');
      const lines: string[] = [];
      await runCli(['sign-in-link', email], env, (line) => lines.push(line));
      const link = /http\S+\/l\/\S+/.exec(lines.join('\n'))?.[0];
      if (!link) throw new Error(`No link was printed:\n${lines.join('\n')}`);
      const response = await fetch(link, { method: 'POST', redirect: 'manual' });
      return visitor(port, response.headers.get('set-cookie')?.split(';')[0] ?? '');
    },
    async stop() {
      child.disconnect();
      await ended;
      await postmark.close();
      rmSync(filesDir, { recursive: true, force: true });
    },
  };
}

/** On node:http, as its own work should weigh little beside the server's. */
function visitor(port: number, cookie: string): Visitor {
  const agent = new Agent({ keepAlive: true });
  return async <T>(query: string, variables: object = {}) => {
    const text = await new Promise<string>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', cookie };
      const sent = request({ host: '127.0.0.1', port, path: '/admin/graphql', method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject).on('end', () => resolve(Buffer.concat(chunks).toString()));
      });
      sent.on('error', reject).end(JSON.stringify({ query, variables }));
    });
    const { data, errors } = JSON.parse(text) as { data: T; errors?: unknown };
    if (errors) throw new Error(text);
    return { data, bytes: text.length };
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
