import type { Handle, HandleFetch } from '@sveltejs/kit/hooks';
import { preferredLanguage } from './locale.ts';

/** For both webs' `hooks.server.ts`. */
export const handleApiPages: Handle = async ({ event, resolve }) => {
  const response = await resolve(event, {
    // Without its content type, a replayed response is no JSON to the GraphQL client.
    filterSerializedResponseHeaders: (name) => name === 'content-type',
    // The one face that every page shows above the fold.
    preload: (input) =>
      input.type === 'font' ? input.filename.endsWith('inter-latin-wght-normal.woff2') : input.type !== 'asset',
  });
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('x-content-type-options', 'nosniff');
  // Whoever presses Back after signing out must not find what was there.
  response.headers.set('cache-control', 'private, no-store');
  return response;
};

/** What `load` asks of `path` goes to the API itself, as the visitor who asked for the page. */
export const fetchFromApi = (apiUrl: string, path: '/graphql' | '/admin/graphql'): HandleFetch =>
  ({ event, request, fetch }) => {
    const url = new URL(request.url);
    if (url.origin !== event.url.origin || url.pathname !== path) return fetch(request);

    const forwarded = new Request(new URL(url.pathname + url.search, apiUrl), request);
    forwarded.headers.set('origin', event.url.origin);
    forwarded.headers.set('accept-language', preferredLanguage(event.request.headers.get('accept-language')));
    for (const name of ['cookie', 'x-forwarded-for', 'x-request-id']) {
      const value = event.request.headers.get(name);
      if (value) forwarded.headers.set(name, value);
    }
    // Not the given fetch: where the API serves this app too, both have one origin, and Kit would
    // look for a route of its own.
    return globalThis.fetch(forwarded);
  };
