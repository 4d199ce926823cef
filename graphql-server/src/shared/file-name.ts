const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A name that is one file on every system: no path, control, bidi or reserved characters. */
export function fileNameFrom(text: string): string {
  const safe = text.normalize('NFC').replaceAll(/[\\/:*?"<>|\p{C}\p{Zl}\p{Zp}]/gu, '-').replaceAll(/^[.\s]+|[.\s]+$/g, '').slice(0, 120).replace(/[\uD800-\uDBFF]$/, '');
  if (!safe) return 'file';
  return RESERVED.test(safe) ? `_${safe}` : safe;
}

/** RFC 6266: the name in UTF-8, and a plain one for programs that know no better. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  return `${kind}; filename="${name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
