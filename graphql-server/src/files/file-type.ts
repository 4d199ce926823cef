import { isUtf8 } from 'node:buffer';
import { fileTypeFromBuffer } from 'file-type';

export interface FileType {
  /** By what the bytes are; the name decides only between kinds of text and kinds of Office files, which look alike. */
  contentType: string;
  /** Why it is not kept, for people; null when it may be. */
  blockedBecause: string | null;
  /** A picture that a page may show. Everything else is downloaded: HTML and SVG run what they hold. */
  isPicture: boolean;
}

const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);

export async function fileTypeOf(content: Uint8Array, name: string): Promise<FileType> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const contentType = (await binaryType(bytes, name)) ?? textType(bytes, name) ?? 'application/octet-stream';
  return { contentType, blockedBecause: reasonToBlock(bytes, name, contentType), isPicture: PICTURES.has(contentType) };
}

/** For pictures of other sites: the type of a raster picture by its bytes, or null. */
export async function pictureType(content: Uint8Array): Promise<string | null> {
  const { contentType, isPicture } = await fileTypeOf(content, '');
  return isPicture ? contentType : null;
}

/** As much as any kind needs to be told by its beginning. */
const MAX_LOOKED_AT = 1_000_000;

async function binaryType(bytes: Buffer, name: string): Promise<string | null> {
  const found = await fileTypeFromBuffer(bytes.subarray(0, MAX_LOOKED_AT)).catch(() => undefined);
  // What the library takes for XML is told more closely below.
  if (!found || found.mime === 'application/xml') return null;
  if (found.mime === 'application/x-cfb') return COMPOUND[extensionOf(name)] ?? found.mime;
  return found.mime === 'image/apng' ? 'image/png' : found.mime;
}

/** Office's old container: a document, a mail or an installer, told apart by nothing at its beginning. */
const COMPOUND: Readonly<Record<string, string>> = {
  doc: 'application/msword', xls: 'application/vnd.ms-excel', ppt: 'application/vnd.ms-powerpoint', msg: 'application/vnd.ms-outlook', vsd: 'application/vnd.visio',
};

const TEXTS: Readonly<Record<string, string>> = {
  txt: 'text/plain', log: 'text/plain', md: 'text/markdown', csv: 'text/csv', tsv: 'text/tab-separated-values', ics: 'text/calendar', vcf: 'text/vcard', eml: 'message/rfc822', json: 'application/json', xml: 'application/xml',
};

const HTML_BEGINS = /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|script|iframe|meta|title|style|table|div|a|p|h1|img|form|base|object|embed)[\s>/]/i;
const SVG_BEGINS = /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^]{0,2000}?-->\s*|<!doctype\s+svg[^>]{0,2000}>\s*)*<(?:\w{1,20}:)?svg[\s>/]/i;

function textType(bytes: Buffer, name: string): string | null {
  const start = textOf(bytes.subarray(0, 8_000));
  if (start === null) return null;
  if (SVG_BEGINS.test(start)) return 'image/svg+xml';
  if (HTML_BEGINS.test(start)) return 'text/html';
  if (/^\s*<\?xml\s/.test(start)) return 'application/xml';
  if (/^BEGIN:VCALENDAR\b/i.test(start)) return 'text/calendar';
  if (/^BEGIN:VCARD\b/i.test(start)) return 'text/vcard';
  return TEXTS[extensionOf(name)] ?? 'text/plain';
}

function textOf(bytes: Buffer): string | null {
  if (bytes.length === 0) return '';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2))).swap16().toString('utf16le');
  const isBinary = bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
  if (isBinary) return null;
  // The last letter may be cut in half.
  const isUnicode = [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, bytes.length - cut)));
  return bytes.toString(isUnicode ? 'utf8' : 'latin1').replace(/^\uFEFF/, '');
}

const PROGRAMS = new Set([
  'application/x-msdownload', 'application/x-elf', 'application/x-mach-binary', 'application/java-vm', 'application/java-archive', 'application/vnd.android.package-archive', 'application/x-deb',
  'application/x-rpm', 'application/x-apple-diskimage', 'application/x-ms-shortcut', 'application/x.ms.shortcut', 'application/wasm', 'application/x-iso9660-image', 'application/vnd.ms-cab-compressed',
  'application/x-shockwave-flash', 'application/x-google-chrome-extension', 'application/x-install-instructions', 'application/x-virtualbox-vhd', 'application/x-virtualbox-vhdx', 'application/x-nintendo-nes-rom',
]);
/** Text that a double click runs can be told by its name alone. */
const RUN_BY_NAME = /\.(?:ade|adp|app|appx|bat|chm|cmd|com|cpl|exe|gadget|hta|inf|ins|iso|jar|js|jse|lnk|mjs|msc|msi|msix|msp|mst|pif|ps1|ps1xml|psc1|psm1|reg|scf|scr|sct|settingcontent-ms|sh|sys|url|vb|vbe|vbs|vhd|vhdx|website|ws|wsc|wsf|wsh|xll)[.\s]*$/i;
const INSTALLER_CLASS = Buffer.from('84100c0000000000c000000000000046', 'hex');
const MACRO_PROJECT = Buffer.from('_VBA_PROJECT', 'utf16le');
const MACROS = 'It has macros, which can run by themselves.';
const PROGRAM = 'It is a program.';

function reasonToBlock(bytes: Buffer, name: string, contentType: string): string | null {
  if (PROGRAMS.has(contentType) || RUN_BY_NAME.test(name)) return PROGRAM;
  if (contentType.startsWith('text/') && /^#!\s*\//.test(bytes.toString('latin1', 0, 20))) return PROGRAM;
  if (/macroenabled/i.test(contentType)) return MACROS;
  if (bytes.length > 512 && bytes.readUInt32BE(0) === 0xd0cf11e0) {
    if (bytes.includes(INSTALLER_CLASS)) return PROGRAM;
    if (bytes.includes(MACRO_PROJECT)) return MACROS;
  }
  return bytes.toString('latin1', 0, 2) === 'PK' ? reasonInArchive(bytes, contentType) : null;
}

const isOffice = (contentType: string) => /officedocument|opendocument|ms-(?:word|excel|powerpoint)/.test(contentType);
const ENTRY = Buffer.from('PK\x01\x02', 'latin1');
const MAX_ENTRIES = 10_000;

/** By the names in the list at its end, without unpacking anything (APPNOTE.TXT, 4.3.12). */
function reasonInArchive(bytes: Buffer, contentType: string): string | null {
  let at = bytes.indexOf(ENTRY);
  for (let count = 0; at >= 0 && at + 46 <= bytes.length && count < MAX_ENTRIES; count += 1) {
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, nameEnd);
    if (/vbaProject\.bin$/i.test(name) || (isOffice(contentType) && /^Basic\/.+\.xml$/.test(name) && !name.endsWith('script-lc.xml'))) return MACROS;
    if (RUN_BY_NAME.test(name) && !isOffice(contentType)) return 'It is an archive with a program in it.';
    at = bytes.indexOf(ENTRY, at + 46);
  }
  return null;
}

const extensionOf = (name: string) => /\.(\w{1,10})$/.exec(name.trim())?.[1]?.toLowerCase() ?? '';
