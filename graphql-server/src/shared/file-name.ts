const RESERVED = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)\s*(\.|$)/i;
const MAX_LENGTH = 120;
/** File systems count bytes, and have room for 255. */
const MAX_BYTES = 240;

/** A name that is one file on every system: no path, control, bidi or reserved characters. */
export function fileNameFrom(text: string): string {
  const safe = trimmed(text.slice(0, 10_000).toWellFormed().normalize('NFC').replaceAll(/[\\/:*?"<>|\p{C}\p{Zl}\p{Zp}]/gu, '-'));
  const name = shortened(RESERVED.test(safe) ? `_${safe}` : safe);
  return name || 'file';
}

/** As above, with a number where another file has the name already: `plan (2).pdf`. Adds it to those taken. */
export function safeFileName(text: string, taken = new Set<string>()): string {
  const name = fileNameFrom(text);
  const [stem, extension] = parted(name);
  let free = name;
  for (let number = 2; taken.has(key(free)); number += 1) free = `${shortened(stem, ` (${number})`.length + extension.length)} (${number})${extension}`;
  taken.add(key(free));
  return free;
}

/** Some file systems tell no capitals from small letters. */
const key = (name: string) => name.toLowerCase();

const trimmed = (text: string) => text.replace(/^[.\s]+/, '').replace(/(?<![.\s])[.\s]+$/, '');

/** The extension stays: it says what to open the file with. */
function shortened(name: string, reserved = 0): string {
  const fits = (text: string) => text.length <= MAX_LENGTH - reserved && Buffer.byteLength(text) <= MAX_BYTES - reserved;
  if (fits(name)) return name;
  const [stem, extension] = parted(name);
  const letters = [...stem.slice(0, MAX_LENGTH).replace(/[\uD800-\uDBFF]$/, '')];
  while (letters.length > 0 && !fits(letters.join('') + extension)) letters.pop();
  return trimmed(letters.join('')) + extension;
}

function parted(name: string): [stem: string, extension: string] {
  const extension = /(?<=.)(?:\.tar)?\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? '';
  return [name.slice(0, name.length - extension.length), extension];
}

/** RFC 6266: the name in UTF-8, and a plain one for programs that know no better. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  return `${kind}; filename="${name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`;
}
