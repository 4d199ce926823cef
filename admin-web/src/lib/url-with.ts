/** The same page with other parameters; null or an empty text takes one away. */
export function urlWith(url: { pathname: string; search: string }, changes: Record<string, string | null>): string {
  const parameters = new URLSearchParams(url.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value) parameters.set(name, value);
    else parameters.delete(name);
  }
  // A comma needs no escape in a query, and a list reads better with it.
  const search = parameters.toString().replaceAll('%2C', ',');
  return search ? `${url.pathname}?${search}` : url.pathname;
}
