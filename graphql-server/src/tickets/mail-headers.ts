/** By lower-case name; the values in the order in which they stand. */
export type Headers = ReadonlyMap<string, string[]>;

/** Postmark's `[{ Name, Value }]`, and the form of 2011: `[{ "X-Spam-Status": "No" }]`. */
export function headersOf(value: unknown): Headers {
  const headers = new Map<string, string[]>();
  for (const item of Array.isArray(value) ? (value as unknown[]) : []) {
    if (!item || typeof item !== 'object') continue;
    const { Name, Value } = item as { Name?: unknown; Value?: unknown };
    const pairs = typeof Name === 'string' ? [[Name, Value] as const] : Object.entries(item);
    for (const [name, content] of pairs) add(headers, name, content);
  }
  return headers;
}

const MAX_RAW_HEADERS = 200_000;

/** Those of a raw mail, for payloads that have nothing else. */
export function rawHeaders(rawEmail: string): Headers {
  const start = rawEmail.slice(0, MAX_RAW_HEADERS);
  const end = /\r?\n\r?\n/.exec(start)?.index ?? start.length;
  const headers = new Map<string, string[]>();
  for (const line of start.slice(0, end).replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) add(headers, line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return headers;
}

function add(headers: Map<string, string[]>, name: string, value: unknown): void {
  if (typeof value !== 'string') return;
  const key = name.toLowerCase();
  headers.set(key, [...(headers.get(key) ?? []), value]);
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
