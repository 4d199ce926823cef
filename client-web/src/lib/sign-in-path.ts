/** Where somebody who is not signed in is sent, and from where they come back. */
export function signInPath(from: URL): string {
  const next = from.pathname + from.search;
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}

/** A path on this origin, whatever was asked for: "//evil.example" and "\\evil" are hosts to a browser. */
export function safeNext(next: string | null, origin: string): string {
  if (!next?.startsWith('/')) return '/';
  const url = URL.parse(next, origin);
  return url?.origin === origin && !url.pathname.startsWith('//') ? url.pathname + url.search : '/';
}
