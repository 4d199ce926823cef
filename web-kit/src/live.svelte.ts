import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client';

interface Watched<Data, Variables extends OperationVariables> {
  client: ApolloClient;
  query: TypedDocumentNode<Data, Variables>;
  variables?: Variables;
}

/**
 * Keeps what `load` fetched fresh: `.current` is `initial()` until the cache
 * knows better, and follows it from then on: subscriptions, mutations and the
 * refetch after a reconnect all write there. Call while a component
 * initialises; both functions are read reactively, `watched` in the browser alone.
 */
export function liveQuery<Data, Variables extends OperationVariables>(
  initial: () => Data,
  watched: () => Watched<Data, Variables>,
) {
  let pushed = $state.raw<{ of: Data; data: Data }>();
  const latest = $derived.by(() => {
    const loaded = initial();
    return pushed?.of === loaded ? pushed.data : loaded;
  });

  $effect(() => {
    const loaded = initial();
    const { client, query, variables } = watched();
    const subscription = client
      .watchQuery<Data, Variables>({ query, variables, fetchPolicy: 'cache-first' } as never)
      .subscribe(({ data, dataState }) => {
        if (dataState === 'complete') pushed = { of: loaded, data: data as Data };
      });
    return () => subscription.unsubscribe();
  });

  return {
    get current(): Data {
      return latest;
    },
  };
}

/**
 * Listens while the component lives. Entities in the payload reach every
 * liveQuery through the cache by their id; `onData` is for what the cache
 * cannot know, e.g. a new row of a list.
 */
export function liveSubscription<Data, Variables extends OperationVariables>(
  watched: () => Watched<Data, Variables> & { onData?: (data: Data) => void },
): void {
  $effect(() => {
    const { client, query, variables, onData } = watched();
    const subscription = client
      .subscribe<Data, Variables>({ query, variables } as never)
      .subscribe(({ data }) => {
        if (data) onData?.(data as Data);
      });
    return () => subscription.unsubscribe();
  });
}
