/** By lower-case name; the values in the order in which they stand. */
export type Headers = ReadonlyMap<string, string[]>;

/** Postmark's `[{ Name, Value }]`, and the form of 2011: `[{ "X-Spam-Status": "No" }]`. */
export function headersOf(value: unknown): Headers {
  const items = (Array.isArray(value) ? (value as unknown[]) : []).slice(0, MAX_HEADERS);
  return byName(items.flatMap((item): Pair[] => {
    if (!item || typeof item !== 'object') return [];
    const { Name, Value } = item as { Name?: unknown; Value?: unknown };
    return typeof Name === 'string' ? [[Name, Value]] : Object.entries(item);
  }));
}

type Pair = [name: string, value: unknown];

const MAX_HEADERS = 1_000;
const MAX_RAW_HEADERS = 200_000;

/** Those of a raw mail, for payloads that have nothing else. */
export function rawHeaders(rawEmail: string): Headers {
  const start = rawEmail.slice(0, MAX_RAW_HEADERS);
  const end = /\r?\n\r?\n/.exec(start)?.index ?? start.length;
  return byName(start.slice(0, end).replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/).flatMap((line): Pair[] => {
    const colon = line.indexOf(':');
    return colon > 0 ? [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]] : [];
  }));
}

function byName(pairs: Pair[]): Headers {
  const headers = new Map<string, string[]>();
  for (const [name, value] of pairs.slice(0, MAX_HEADERS)) {
    if (typeof value !== 'string') continue;
    const key = name.toLowerCase();
    const values = headers.get(key);
    if (values) values.push(value);
    else headers.set(key, [value]);
  }
  return headers;
}

const ENCODED_WORD = /=\?([\w-]{1,40})(?:\*[\w-]{0,20})?\?([bq])\?([^?\s]{0,2000})\?=/gi;

/** RFC 2047, for what some senders and forwarders leave encoded. What cannot be read stays as it is. */
export function decodedWords(value: string): string {
  if (!value.includes('=?')) return value;
  // The space between two encoded words belongs to neither.
  return value.replaceAll(/(\?=)\s{1,20}(?==\?)/g, '$1').replaceAll(ENCODED_WORD, (whole, charset: string, encoding: string, content: string) => {
    try {
      const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : fromQ(content);
      return new TextDecoder(charset).decode(bytes);
    } catch {
      return whole;
    }
  });
}

const fromQ = (content: string) =>
  Buffer.from(content.replaceAll('_', ' ').replaceAll(/=([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1');
