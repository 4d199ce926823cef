import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { OutgoingHttpHeaders } from 'node:http';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlayground } from './playground.ts';

const SCRIPT = 'export const answer = 42;\n';
let folder: string;
let built: TestServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'playground-'));
  mkdirSync(join(folder, 'dist/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.js'), 'secret');
  writeFileSync(join(folder, 'dist/index.html'), '<!doctype html><title>API playground</title>');
  writeFileSync(join(folder, 'dist/assets/index-abc.js'), SCRIPT);
  writeFileSync(join(folder, 'dist/assets/icons.woff2'), 'font');
  built = await serverOf(join(folder, 'dist'));
});

afterAll(() => {
  built.close();
  rmSync(folder, { recursive: true });
});

describe('the page', () => {
  it.each(['/graphql', '/admin/graphql'])('is served at %s, never cached, and runs no inline script', async (path) => {
    const page = await built.get(path);
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.text).toContain('API playground');
  });

  it('has headers but no body for HEAD', async () => {
    const page = await built.get('/graphql', { method: 'HEAD' });
    expect(page.status).toBe(200);
    expect(page.text).toBe('');
  });

  it('says how to build it when it is not built', async () => {
    const unbuilt = await serverOf(join(folder, 'nowhere'));
    const page = await unbuilt.get('/graphql');
    expect(page.status).toBe(503);
    expect(page.text).toContain('pnpm --filter playground build');
    expect((await unbuilt.get('/playground/assets/index-abc.js')).status).toBe(404);
    unbuilt.close();
  });
});

describe('the assets', () => {
  it('are cached for good, with their type', async () => {
    const script = await built.get('/playground/assets/index-abc.js?v=1');
    expect(script.status).toBe(200);
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(script.text).toBe(SCRIPT);
    expect((await built.get('/playground/assets/icons.woff2')).headers['content-type']).toBe('font/woff2');
  });

  it('are not sent again to whoever has them', async () => {
    const { headers } = await built.get('/playground/assets/index-abc.js');
    const again = await built.get('/playground/assets/index-abc.js', {
      headers: { 'if-none-match': String(headers.etag) },
    });
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
  });

  it('are compressed for whoever can read that', async () => {
    const script = await built.get('/playground/assets/index-abc.js', { headers: { 'accept-encoding': 'gzip, br' } });
    expect(script.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(script.body).toString()).toBe(SCRIPT);
  });

  it.each([
    '/playground/assets/../index.html',
    '/playground/assets/../../secret.js',
    '/playground/assets/..%2f..%2fsecret.js',
    '/playground/assets/%2e%2e/%2e%2e/secret.js',
    '/playground/assets/..\\..\\secret.js',
    '/playground/assets//etc/passwd',
    '/playground/assets/missing.js',
    '/playground/assets/',
  ])('lead nowhere else: %s', async (path) => {
    const response = await built.get(path);
    expect(response.status).toBe(404);
    expect(response.text).not.toContain('secret');
  });

  it('can only be read', async () => {
    const response = await built.get('/playground/assets/index-abc.js', { method: 'POST' });
    expect(response.status).toBe(405);
    expect(response.headers.allow).toBe('GET, HEAD');
  });
});

interface TestServer {
  get(
    path: string,
    options?: { method?: string; headers?: OutgoingHttpHeaders },
  ): Promise<{ status: number; headers: Record<string, unknown>; body: Buffer; text: string }>;
  close(): void;
}

/** Sends paths as they are: fetch would straighten `..` before it asks. */
async function serverOf(distDir: string): Promise<TestServer> {
  const playground = createPlayground(distDir);
  const server = createServer((req, res) => {
    if (playground.asset(req, res)) return;
    if (req.url === '/graphql' || req.url === '/admin/graphql') return playground.page(req, res);
    res.writeHead(404).end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    get: (path, options = {}) =>
      new Promise((resolve, reject) => {
        request({ host: '127.0.0.1', port, path, agent: false, ...options }, (res) => {
          const chunks: Buffer[] = [];
          res.on('data', (chunk: Buffer) => chunks.push(chunk));
          res.on('end', () => {
            const body = Buffer.concat(chunks);
            resolve({ status: res.statusCode ?? 0, headers: res.headers, body, text: body.toString() });
          });
        })
          .on('error', reject)
          .end();
      }),
    close: () => void server.close(),
  };
}
