import { lookup } from 'node:dns/promises';
import { Agent as HttpAgent, get as getHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, get as getHttps } from 'node:https';
import { connect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { pictureType } from '../files/file-type.ts';
import { isPublicAddress } from './public-address.ts';

/** The internet, as a port: what a name stands for, and a connection to one address. */
export interface Outside {
  resolve(host: string): Promise<string[]>;
  dial(address: string, port: number): Socket;
}

export const internet: Outside = {
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  dial: (address, port) => connect({ host: address, port }),
};

export interface Picture { contentType: string; content: Buffer }

/** Why there is no picture, for people and for the log. */
export class NoPicture extends Error {
  override readonly name = 'NoPicture';
}

const MAX_REDIRECTS = 3;
const MAX_BYTES = 5_000_000;
const MAX_MS = 10_000;

/**
 * A picture of somebody else's server, asked for as by nobody: no cookie, no referrer. A name is resolved once for
 * each step, and the connection goes to the address that was looked at, so that it cannot become another in between.
 */
export async function fetchPicture(address: string, outside: Outside = internet, maxMs = MAX_MS): Promise<Picture> {
  const signal = AbortSignal.timeout(maxMs);
  try {
    return await pictureAt(address, outside, signal, MAX_REDIRECTS);
  } catch (error) {
    if (error instanceof NoPicture) throw error;
    throw new NoPicture(signal.aborted ? 'It took too long.' : 'Its server could not be reached.', { cause: error });
  }
}

async function pictureAt(address: string, outside: Outside, signal: AbortSignal, redirectsLeft: number): Promise<Picture> {
  const url = URL.parse(address);
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new NoPicture('Its address is none of the web.');
  // The usual ports alone: others are for services that should not be spoken to by hearsay.
  if (url.port !== '') throw new NoPicture('Its address names a port.');
  const response = await ask(url, await publicAddressOf(url, outside, signal), outside, signal);
  const { statusCode = 0, headers } = response;
  if ([301, 302, 303, 307, 308].includes(statusCode) && headers.location) {
    response.destroy();
    if (redirectsLeft === 0) throw new NoPicture('It moved too often.');
    return pictureAt(URL.parse(headers.location, url.href)?.href ?? '', outside, signal, redirectsLeft - 1);
  }
  if (statusCode !== 200) {
    response.destroy();
    throw new NoPicture(`Its server answered ${statusCode}.`);
  }
  const content = await bodyOf(response);
  const contentType = await pictureType(content);
  if (!contentType) throw new NoPicture('It is no picture.');
  return { contentType, content };
}

/** One, if all that the name stands for are public: a name with both is a trap. */
async function publicAddressOf({ hostname }: URL, outside: Outside, signal: AbortSignal): Promise<string> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = isIP(host) ? [host] : await orAborted(outside.resolve(host), signal);
  if (addresses.length === 0) throw new NoPicture('Its server does not exist.');
  if (!addresses.every(isPublicAddress)) throw new NoPicture('Its server is not on the public internet.');
  return addresses.find((address) => isIP(address) === 4) ?? addresses[0]!;
}

function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([answer, new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }))]);
}

function ask(url: URL, address: string, outside: Outside, signal: AbortSignal): Promise<IncomingMessage> {
  const isSecure = url.protocol === 'https:';
  const servername = isIP(url.hostname.replace(/^\[|\]$/g, '')) ? undefined : url.hostname;
  const agent = isSecure ? new HttpsAgent() : new HttpAgent();
  agent.createConnection = (): Duplex => {
    const socket = outside.dial(address, isSecure ? 443 : 80);
    return isSecure ? connectTls({ socket, ...(servername && { servername }), ALPNProtocols: ['http/1.1'] }) : socket;
  };
  const options: RequestOptions = {
    agent, signal, hostname: url.hostname, path: `${url.pathname}${url.search}`,
    headers: { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'Mozilla/5.0 (compatible; mail picture proxy)', connection: 'close' },
  };
  return new Promise((resolve, reject) => {
    (isSecure ? getHttps : getHttp)(options, resolve).on('error', reject);
  });
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new NoPicture('It is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
