import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { BaseHttpLink } from '@apollo/client/link/http';
import { relayStylePagination } from '@apollo/client/utilities';
import { OperationTypeNode } from 'graphql';
import { problemOf } from './graphql-error.ts';
import { liveLink } from './live-link.ts';

export interface ApolloOptions {
  /** Path or URL of the GraphQL endpoint. */
  uri: string;
  /** Path or URL of the WebSocket; the same path as `uri` when left out. */
  wsUri?: string;
  fetch?: typeof fetch;
  /** True on the server: one client per request, no subscriptions. */
  ssr: boolean;
}

/**
 * A `fetch` in a query's context wins over the client's own: `load` passes the
 * event's, so that SvelteKit can replay its answer when the page hydrates.
 */
export function createApollo({ uri, wsUri = uri, fetch, ssr }: ApolloOptions): ApolloClient {
  const http = new ApolloLink((operation) =>
    new BaseHttpLink({ uri, fetch: operation.getContext().fetch ?? fetch }).request(operation, noForward),
  );
  const client: ApolloClient = new ApolloClient({
    link: ssr ? http : ApolloLink.split(isSubscription, liveLink(wsUri, reconnected), http),
    cache: new InMemoryCache({ typePolicies, resultCaching: !ssr }),
    ssrMode: ssr,
    devtools: { enabled: false },
    queryDeduplication: !ssr,
  });

  async function reconnected(): Promise<void> {
    try {
      // What happened meanwhile was not pushed to us: ask again for what is on screen.
      await client.refetchQueries({ include: 'active' });
    } catch (reason) {
      // Signed out elsewhere: the page is loaded anew, which leads to where one signs in. Otherwise the next connection asks again.
      if (problemOf(reason).code === 'UNAUTHENTICATED') location.reload();
    }
  }
  return client;
}

const typePolicies = {
  Query: {
    fields: {
      invoices: relayStylePagination(['sort', 'filter']),
      estimates: relayStylePagination(['filter']),
      tickets: relayStylePagination(['filter']),
      clients: relayStylePagination(['filter']),
      payments: relayStylePagination(['search']),
      disputes: relayStylePagination(),
      payouts: relayStylePagination(),
      paymentEvents: relayStylePagination(['waiting']),
      inboundEmails: relayStylePagination(['outcome', 'search']),
    },
  },
  Client: { fields: { timeline: relayStylePagination(['text', 'topics']) } },
  // A message that is taken back, and people taken out of copy, are gone with the newer list.
  Ticket: { fields: { messages: { merge: false }, participants: { merge: false } } },
  TicketMessage: { fields: { deliveries: { merge: false } } },
  // The months of one currency stand beside those of another.
  Dashboard: { merge: true },
  // There is one, and each page asks for another part of it.
  Viewer: { merge: true },
  // Without an id of its own: keep it with its parent, and let a newer answer replace it whole.
  Statement: { merge: false },
} as const;

function isSubscription({ operationType }: ApolloLink.Operation): boolean {
  return operationType === OperationTypeNode.SUBSCRIPTION;
}

function noForward(): never {
  throw new Error('The HTTP link ends the chain');
}
