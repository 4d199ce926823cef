import { badInput } from '../shared/domain-error.ts';
import type { Logo } from '../documents/printed-document.ts';

const MAX_SIDE = 4_000;

/** What the bytes say of themselves; the name and the declared type are not asked. */
export function readLogo(content: Buffer): Pick<Logo, 'contentType' | 'width' | 'height'> {
  const picture = readPng(content) ?? readJpeg(content) ?? readWebp(content);
  if (!picture) throw badInput('A logo is a PNG, JPEG or WebP picture.');
  const { width, height } = picture;
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
    throw badInput(`A logo has at most ${MAX_SIDE.toLocaleString('en')} pixels a side; this one has ${width} × ${height}.`);
  }
  return picture;
}

type Picture = ReturnType<typeof readLogo> | null;

/** https://www.w3.org/TR/png-3/#11IHDR */
function readPng(content: Buffer): Picture {
  const isPng = content.subarray(0, 8).equals(PNG) && content.toString('latin1', 12, 16) === 'IHDR' && endsWith(content, IEND);
  return isPng ? { contentType: 'image/png', width: content.readUInt32BE(16), height: content.readUInt32BE(20) } : null;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The whole last chunk: it is always empty. */
const IEND = Buffer.from('\0\0\0\0IEND\xae\x42\x60\x82', 'latin1');

/** Segment by segment to the frame header: ITU-T T.81, B.2.2. A picture that lies on its side says so in Exif, which printing follows too. */
function readJpeg(content: Buffer): Picture {
  if (content.length < 4 || content.readUInt16BE(0) !== 0xffd8 || !endsWith(content, EOI)) return null;
  for (let at = 2; at + 9 <= content.length && content[at] === 0xff; at += 2 + content.readUInt16BE(at + 2)) {
    const marker = content[at + 1]!;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { contentType: 'image/jpeg', height: content.readUInt16BE(at + 5), width: content.readUInt16BE(at + 7) };
  }
  return null;
}

const EOI = Buffer.from([0xff, 0xd9]);

/** Some programs add a few bytes after the end of a picture. */
const MAX_TRAILING = 16;
const endsWith = (content: Buffer, end: Buffer) => content.subarray(-(end.length + MAX_TRAILING)).includes(end);

/** https://developers.google.com/speed/webp/docs/riff_container: lossy, lossless, extended. */
function readWebp(content: Buffer): Picture {
  if (content.length < 30 || content.toString('latin1', 0, 4) !== 'RIFF' || content.toString('latin1', 8, 12) !== 'WEBP') return null;
  if (content.readUInt32LE(4) + 8 !== content.length) return null;
  const contentType = 'image/webp';
  const chunk = content.toString('latin1', 12, 16);
  if (chunk === 'VP8 ') return { contentType, width: content.readUInt16LE(26) & 0x3fff, height: content.readUInt16LE(28) & 0x3fff };
  if (chunk === 'VP8X') return { contentType, width: content.readUIntLE(24, 3) + 1, height: content.readUIntLE(27, 3) + 1 };
  if (chunk !== 'VP8L') return null;
  const bits = content.readUInt32LE(21);
  return { contentType, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
