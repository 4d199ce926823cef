const home = '/admin';

/** Where somebody who is not signed in is sent, and from where they come back. */
export function signInPath(from: URL): string {
  const next = from.pathname + from.search;
  return next === home || next === `${home}/` ? `${home}/sign-in` : `${home}/sign-in?next=${encodeURIComponent(next)}`;
}

/** A page of this app, whatever was asked for: "//evil.example" and "\\evil" are hosts to a browser. */
export function safeNext(next: string | null, origin: string): string {
  if (!next?.startsWith('/')) return home;
  const url = URL.parse(next, origin);
  if (url?.origin !== origin) return home;
  return url.pathname === home || url.pathname.startsWith(`${home}/`) ? url.pathname + url.search : home;
}
