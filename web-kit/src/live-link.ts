import { ApolloLink, Observable } from '@apollo/client';
import { print } from 'graphql';
import type { Client } from 'graphql-ws';

/** Subscriptions over graphql-ws. Its code is fetched with the first subscription. */
export function liveLink(uri: string, onReconnect: () => void): ApolloLink {
  let client: Promise<Client> | undefined;

  return new ApolloLink(({ query, operationName, variables, extensions }) =>
    new Observable((observer) => {
      let unsubscribe: (() => void) | undefined;
      let closed = false;
      client ??= connect(uri, onReconnect);
      client.then((ws) => {
        if (closed) return;
        unsubscribe = ws.subscribe(
          { query: print(query), operationName, variables, extensions },
          {
            next: (result) => observer.next(result as ApolloLink.Result),
            error: (reason) => observer.error(asError(reason)),
            complete: () => observer.complete(),
          },
        );
      }, (reason) => observer.error(asError(reason)));
      return () => {
        closed = true;
        unsubscribe?.();
      };
    }),
  );
}

async function connect(uri: string, onReconnect: () => void): Promise<Client> {
  const { createClient } = await import('graphql-ws');
  const url = new URL(uri, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return createClient({
    url: url.href,
    lazy: true,
    lazyCloseTimeout: 3_000,
    keepAlive: 12_000,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: waitToRetry,
    on: { connected: (_socket, _payload, wasRetry) => wasRetry && onReconnect() },
  });
}

/** Doubling to half a minute, spread so that a restarted server is not met by everybody at once. */
async function waitToRetry(retries: number): Promise<void> {
  const ceiling = Math.min(30_000, 500 * 2 ** retries);
  const delay = ceiling / 2 + Math.random() * (ceiling / 2);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, delay);
    addEventListener('online', done, { once: true });
    function done() {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    }
  });
}

function asError(reason: unknown): Error {
  if (reason instanceof Error) return reason;
  if (Array.isArray(reason)) return new Error(String(reason[0]?.message ?? 'The subscription failed'));
  return new Error('The connection was lost');
}
