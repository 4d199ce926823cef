import { badInput } from './domain-error.ts';

const MAX_LENGTH = 200;

/** What a person looks for, with nothing in it that `like` would read as a pattern. */
export function searchText(text: string): string {
  const wanted = text.trim();
  if (wanted.length > MAX_LENGTH) throw badInput(`Please search for at most ${MAX_LENGTH} characters.`, 'text');
  if (wanted.includes('\0')) throw badInput('The text has a NUL character, which nothing contains.', 'text');
  return wanted.replaceAll(/[\\%_]/g, '\\$&');
}
