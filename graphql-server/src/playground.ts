import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** GraphiQL, built by us and served from our own origin. */
export interface Playground {
  /** The page itself: GET /graphql and GET /admin/graphql. */
  page(req: IncomingMessage, res: ServerResponse): void;
  /** Serves /playground/assets/*; false when the request is for something else. */
  asset(req: IncomingMessage, res: ServerResponse): boolean;
}

/** @param distDir what `pnpm --filter playground build` wrote */
export function createPlayground(distDir: string): Playground {
  const html = builtPage(distDir);
  const assets = builtAssets(join(distDir, 'assets'));

  return {
    page(req, res) {
      res.writeHead(html ? 200 : 503, PAGE_HEADERS);
      res.end(req.method === 'HEAD' ? undefined : (html ?? MISSING_BUILD));
    },
    asset(req, res) {
      const path = new URL(req.url ?? '/', 'http://localhost').pathname;
      if (!path.startsWith(ASSETS_AT)) return false;
      if (req.method !== 'GET' && req.method !== 'HEAD') refuse(res, 405, { allow: 'GET, HEAD' });
      else serve(assets.get(path.slice(ASSETS_AT.length)), req, res);
      return true;
    },
  };
}

interface Asset {
  contentType: string;
  etag: string;
  plain: Buffer;
  gzipped?: Buffer;
}

const ASSETS_AT = '/playground/assets/';

/** Monaco writes its colours into style elements and ships its icons as data. */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self'",
    "connect-src 'self'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const CONTENT_TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

const MISSING_BUILD = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The playground is not built</title>
<style>
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
  body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem }
  code { font-family: ui-monospace, monospace }
</style>
<h1>The playground is not built</h1>
<p>Build it once, then start the server again:</p>
<p><code>pnpm --filter playground build</code></p>
<p>The API itself answers POST requests at this address.</p>
</html>
`;

function builtPage(distDir: string): string | undefined {
  try {
    return readFileSync(join(distDir, 'index.html'), 'utf8');
  } catch {
    return undefined;
  }
}

/** Only what the build listed can be asked for, so that no path leads elsewhere. */
function builtAssets(directory: string): Map<string, Asset> {
  try {
    const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
    return new Map(files.map(({ name }) => [name, assetOf(name, readFileSync(join(directory, name)))]));
  } catch {
    return new Map();
  }
}

function assetOf(name: string, plain: Buffer): Asset {
  return {
    contentType: CONTENT_TYPES[extname(name)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
  };
}

function serve(asset: Asset | undefined, req: IncomingMessage, res: ServerResponse): void {
  if (!asset) return refuse(res, 404);
  const isGzipped = isCompressible(asset) && acceptsGzip(req);
  const etag = isGzipped ? asset.etag.replace(/"$/, '-gzip"') : asset.etag;
  const headers = {
    etag,
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  };
  if (req.headers['if-none-match']?.split(/\s*,\s*/).includes(etag)) {
    res.writeHead(304, headers).end();
    return;
  }
  const body = isGzipped ? (asset.gzipped ??= gzipSync(asset.plain)) : asset.plain;
  res.writeHead(200, {
    ...headers,
    'content-type': asset.contentType,
    'content-length': body.length,
    ...(isGzipped && { 'content-encoding': 'gzip' }),
  });
  res.end(req.method === 'HEAD' ? undefined : body);
}

function isCompressible({ contentType }: Asset): boolean {
  return /^text|javascript|json|svg|ttf/.test(contentType);
}

function acceptsGzip(req: IncomingMessage): boolean {
  return /\bgzip\b/.test(String(req.headers['accept-encoding'] ?? ''));
}

function refuse(res: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers });
  res.end(status === 404 ? 'Not found\n' : 'Method not allowed\n');
}
