import type { IncomingMessage } from 'node:http';

/** The body was longer than the door takes. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** Reads at most `limit` bytes; refuses the rest before it is held in memory. */
export async function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > limit) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function cookieOf(req: IncomingMessage, name: string): string | null {
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=') || null;
  }
  return null;
}

/**
 * The visitor's address. X-Forwarded-For is believed only as far as our own proxies wrote it:
 * with one trusted proxy, its last entry.
 */
export function addressOf(req: IncomingMessage, trustedProxies: number): string | null {
  const forwarded = String(req.headers['x-forwarded-for'] ?? '').split(',').map((part) => part.trim()).filter(Boolean);
  const viaProxy = trustedProxies > 0 ? forwarded.at(-trustedProxies) : undefined;
  return viaProxy ?? req.socket.remoteAddress ?? null;
}

/**
 * Whether a change was asked for by a page of our own. Browsers say so in Sec-Fetch-Site; older
 * ones name the origin. A program names neither and carries no cookie of somebody else's.
 */
export function isSameOrigin(req: IncomingMessage, allowed: string[]): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = req.headers;
  return origin === undefined || allowed.includes(origin);
}
