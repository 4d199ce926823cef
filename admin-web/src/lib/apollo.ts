import { browser } from '$app/env';
import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { error, redirect } from '@sveltejs/kit';
import { createApollo } from 'web-kit/apollo.ts';
import { problemOf } from 'web-kit/graphql-error.ts';
import { signInPath } from './sign-in-path.ts';

const uri = '/admin/graphql';
let inBrowser: ApolloClient | undefined;

/** One client for the life of the tab, a new one for each request on the server. */
export function apollo(): ApolloClient {
  if (!browser) return createApollo({ uri, ssr: true });
  return (inBrowser ??= createApollo({ uri, ssr: false }));
}

/** What a `load` asks. What the API refuses becomes a redirect or an error page, in this one place. */
export async function query<Data, Variables extends OperationVariables>(
  { fetch, url }: { fetch: typeof globalThis.fetch; url: URL },
  document: TypedDocumentNode<Data, Variables>,
  variables?: Variables,
): Promise<Data> {
  try {
    const { data } = await apollo().query<Data, Variables>({
      query: document,
      variables,
      fetchPolicy: 'network-only',
      context: { fetch },
    } as never);
    return data as Data;
  } catch (reason) {
    return refuse(reason, url);
  }
}

function refuse(reason: unknown, url: URL): never {
  const { code, message, id } = problemOf(reason);
  switch (code) {
    case 'UNAUTHENTICATED':
      return redirect(303, signInPath(url));
    case 'FORBIDDEN':
      return error(403, 'Your role does not include this page. Ask an owner of the business.');
    case 'NOT_FOUND':
    case 'BAD_USER_INPUT':
      return error(404, 'There is nothing here, or it belongs to another business.');
    case 'RATE_LIMITED':
      return error(429, message);
    case 'NETWORK':
      return error(503, message);
    default:
      return error(500, 'We could not load this page.', id ? { reference: id } : {});
  }
}
