import { brotliDecompressSync } from 'node:zlib';

/** The code points that a WOFF2 font has a glyph for: its `cmap`. https://www.w3.org/TR/WOFF2/ */
export function woff2CodePoints(font: Buffer): Set<number> {
  const cmap = cmapTable(font);
  const codePoints = new Set<number>();
  for (let record = 0; record < cmap.readUInt16BE(2); record += 1) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + record * 8 + 4));
    const format = subtable.readUInt16BE(0);
    if (format === 4) addSegments(subtable, codePoints);
    if (format === 12) addGroups(subtable, codePoints);
  }
  return codePoints;
}

const HEADER_LENGTH = 48;
const CMAP = 0;
const GLYF = 10;
const LOCA = 11;
const ARBITRARY_TAG = 63;

function cmapTable(font: Buffer): Buffer {
  if (font.toString('latin1', 0, 4) !== 'wOF2') throw new Error('not a WOFF2 font');
  let at = HEADER_LENGTH;
  let start = 0;
  let cmap: { start: number; end: number } | undefined;
  const length = () => {
    let value = 0;
    for (let byte = 0x80; byte & 0x80; ) {
      byte = font.readUInt8(at++);
      value = value * 128 + (byte & 0x7f);
    }
    return value;
  };
  for (let table = font.readUInt16BE(12); table > 0; table -= 1) {
    const flags = font.readUInt8(at++);
    const tag = flags & 0x3f;
    if (tag === ARBITRARY_TAG) at += 4;
    const original = length();
    // For these two, 3 means untransformed; for all others it is 0.
    const isTransformed = tag === GLYF || tag === LOCA ? flags >> 6 !== 3 : flags >> 6 !== 0;
    const stored = isTransformed ? length() : original;
    if (tag === CMAP) cmap = { start, end: start + stored };
    start += stored;
  }
  if (!cmap) throw new Error('a font without cmap');
  const compressed = font.subarray(at, at + font.readUInt32BE(20));
  return brotliDecompressSync(compressed).subarray(cmap.start, cmap.end);
}

/** https://learn.microsoft.com/typography/opentype/spec/cmap#format-4-segment-mapping-to-delta-values */
function addSegments(subtable: Buffer, codePoints: Set<number>): void {
  const size = subtable.readUInt16BE(6);
  const [ends, starts, deltas, offsets] = [14, 16 + size, 16 + 2 * size, 16 + 3 * size] as const;
  for (let segment = 0; segment < size; segment += 2) {
    const first = subtable.readUInt16BE(starts + segment);
    const offset = subtable.readUInt16BE(offsets + segment);
    for (let code = first; code <= subtable.readUInt16BE(ends + segment) && code < 0xffff; code += 1) {
      const glyph = offset === 0
        ? (code + subtable.readUInt16BE(deltas + segment)) & 0xffff
        : subtable.readUInt16BE(offsets + segment + offset + 2 * (code - first));
      if (glyph !== 0) codePoints.add(code);
    }
  }
}

/** https://learn.microsoft.com/typography/opentype/spec/cmap#format-12-segmented-coverage */
function addGroups(subtable: Buffer, codePoints: Set<number>): void {
  for (let group = 0; group < subtable.readUInt32BE(12); group += 1) {
    const at = 16 + group * 12;
    for (let code = subtable.readUInt32BE(at); code <= subtable.readUInt32BE(at + 4); code += 1) codePoints.add(code);
  }
}
