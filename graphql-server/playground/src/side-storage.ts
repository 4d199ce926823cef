import type { Storage } from '@graphiql/toolkit';

/** Both sides share an origin; each keeps its own tabs and history. */
export function sideStorage(side: string): Storage {
  const prefix = `${side}-playground:`;
  const ownKeys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return {
    getItem: (key) => localStorage.getItem(prefix + key),
    setItem: (key, value) => localStorage.setItem(prefix + key, withoutHeaders(value)),
    removeItem: (key) => localStorage.removeItem(prefix + key),
    clear: () => ownKeys().forEach((key) => localStorage.removeItem(key)),
    get length() {
      return ownKeys().length;
    },
  };
}

/** A bearer token must not outlive the page, but GraphiQL's history keeps the headers of each run. */
function withoutHeaders(value: string): string {
  if (!value.startsWith('{')) return value;
  try {
    return JSON.stringify(JSON.parse(value), (key, nested) => (key === 'headers' ? undefined : nested));
  } catch {
    return value;
  }
}
