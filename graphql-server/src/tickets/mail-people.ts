import { cutText } from '../shared/cut-text.ts';
import { decodedWords } from './mail-headers.ts';

export interface MailPerson {
  /** Lower case. */
  address: string;
  /** '' where none is given. */
  name: string;
}

const ADDRESS = /[^\s<>"(),:;@[\]\\]{1,64}@[^\s<>"(),:;@[\]\\]{1,255}/;
const MAX_LIST = 50_000;
export const MAX_PEOPLE = 200;

/** `Ada <ada@x.example>, "Ek, Bo" <bo@x.example>, eve@x.example (Eve)`: RFC 5322, 3.4, as far as it is met with. */
export function peopleIn(list: string): MailPerson[] {
  return partsOf(list.slice(0, MAX_LIST)).map(personIn).filter((person) => person !== null).slice(0, MAX_PEOPLE);
}

/** Postmark's `{ Email, Name }`. */
export function personFrom(full: unknown): MailPerson | null {
  const { Email, Name } = (full ?? {}) as { Email?: unknown; Name?: unknown };
  const address = typeof Email === 'string' ? ADDRESS.exec(Email.slice(0, 1_000))?.[0] : undefined;
  return address ? { address: address.toLowerCase(), name: cleanName(typeof Name === 'string' ? Name : '') } : null;
}

/** At commas and semicolons outside of quotes, brackets and comments. */
function partsOf(list: string): string[] {
  const parts: string[] = [];
  let isQuoted = false;
  let depth = 0;
  let start = 0;
  for (let at = 0; at < list.length; at += 1) {
    const character = list[at];
    if (character === '\\') at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '(' || character === '<') depth += 1;
    else if (character === ')' || character === '>') depth = Math.max(0, depth - 1);
    else if ((character === ',' || character === ';') && depth === 0) {
      parts.push(list.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(list.slice(start));
  // A quote that is never closed would make one part of all.
  return isQuoted && parts.length === 1 ? list.split(/[,;]/) : parts;
}

function personIn(part: string): MailPerson | null {
  const bracketed = /<([^<>]{0,400})>\s*(?:\([^()]{0,400}\)\s*)?$/.exec(part.slice(-1_000));
  const address = ADDRESS.exec(bracketed?.[1] ?? part.slice(0, 1_000))?.[0];
  if (!address) return null;
  const name = bracketed ? part.slice(0, part.lastIndexOf('<')) : (/\(([^()]{1,400})\)/.exec(part.slice(0, 1_000))?.[1] ?? '');
  return { address: address.toLowerCase(), name: cleanName(name) };
}

function cleanName(name: string): string {
  const unquoted = name.slice(0, 1_000).trim().replace(/^["'](.*)["']$/, '$1').replaceAll(/\\(.)/g, '$1');
  return cutText(decodedWords(unquoted).replaceAll(/[\s\p{C}]+/gu, ' ').trim(), 200);
}
