import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { useMemo } from 'react';
import type { Side } from './side.ts';
import { sideStorage } from './side-storage.ts';

export function Playground({ side }: { side: Side }) {
  const fetcher = useMemo(() => fetcherOf(side), [side]);
  const storage = useMemo(() => sideStorage(side.name), [side]);
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      defaultTabs={side.examples.map((query) => ({ query }))}
      defaultEditorToolsVisibility="headers"
      // A bearer token typed into the headers must not outlive the page.
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
      inputValueDeprecation
    >
      <GraphiQL.Logo>
        <span className="playground-title">{side.title}</span>
      </GraphiQL.Logo>
      <GraphiQL.Footer>
        <p className="playground-note">{side.note}</p>
      </GraphiQL.Footer>
    </GraphiQL>
  );
}

/**
 * Cookies go along by themselves, being of this origin. What stands in the header
 * editor is sent as HTTP headers, and as connection parameters of a subscription.
 */
function fetcherOf(side: Side) {
  const socket = new URL(side.endpoint, location.href);
  socket.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return createGraphiQLFetcher({
    url: side.endpoint,
    subscriptionUrl: socket.href,
    headers: { 'apollo-require-preflight': 'true' },
    enableIncrementalDelivery: false,
  });
}
