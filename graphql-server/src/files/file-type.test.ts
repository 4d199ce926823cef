import JSZip from 'jszip';
import { expect, test } from 'vitest';
import { fileTypeOf, pictureType } from './file-type.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AAQRAKAAAq0gP9v2nYsQAAAABJRU5ErkJggg==', 'base64');
const CFB = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1_500)]);
const withEnd = (content: Buffer, end: Buffer) => Buffer.concat([content, end]);

async function zipped(entries: Record<string, string>): Promise<Buffer> {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(entries)) zip.file(name, content);
  return zip.generateAsync({ type: 'nodebuffer' });
}
const office = (mime: string, more: Record<string, string> = {}) =>
  zipped({ '[Content_Types].xml': `<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="${mime}.main+xml"/></Types>`, '_rels/.rels': '<x/>', 'word/document.xml': '<x/>', ...more });
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

test.each([
  ['a picture', PNG, 'a.png', 'image/png'], ['a picture with the name of a page', PNG, 'a.html', 'image/png'], ['a PDF', bytes('%PDF-1.7\n%âãÏÓ\n'), 'a.txt', 'application/pdf'], ['a page', bytes('\n<!-- x --><!DOCTYPE html><p>'), 'a.png', 'text/html'],
  ['a script of a page', bytes('<script>alert(1)</script>'), 'a.txt', 'text/html'], ['a drawing', bytes('<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg">'), 'a.jpg', 'image/svg+xml'], ['XML', bytes('<?xml version="1.0"?><Invoice/>'), 'a.xml', 'application/xml'],
  ['a table', bytes('a,b\n1,2\n'), 'a.csv', 'text/csv'], ['a text', bytes('Hello'), 'a', 'text/plain'], ['a text of another time', bytes('Gr\xfc\xdfe'), 'a.txt', 'text/plain'], ['a calendar', bytes('BEGIN:VCALENDAR\r\n'), 'a', 'text/calendar'], ['a mail', bytes('From: a@b\n\nx'), 'a.eml', 'message/rfc822'],
  ['an old document', CFB, 'a.doc', 'application/msword'], ['anything', bytes('\x00\x01\x02\x03'), 'a.png', 'application/octet-stream'], ['nothing', bytes(''), 'a.txt', 'text/plain'],
] as const)('%s is told by its bytes', async (_what, content, name, contentType) => {
  expect(await fileTypeOf(content, name)).toEqual({ contentType, blockedBecause: null, isPicture: contentType === 'image/png' });
});

test('documents of Office are told from other archives', async () => {
  expect(await fileTypeOf(await office(DOCX), 'a.zip')).toEqual({ contentType: DOCX, blockedBecause: null, isPicture: false });
  expect(await fileTypeOf(await zipped({ 'plan.pdf': 'x', 'b.txt': 'y' }), 'a.zip')).toEqual({ contentType: 'application/zip', blockedBecause: null, isPicture: false });
});

test.each([
  ['a program for Windows', bytes(`MZ${'\0'.repeat(200)}`), 'invoice.pdf'], ['a program for Linux', bytes(`\x7fELF\x02\x01\x01${'\0'.repeat(100)}`), 'a.txt'], ['a shell script', bytes('#!/bin/sh\nrm -rf ~'), 'a.txt'],
  ['a script by its name', bytes('WScript.Echo(1)'), 'invoice.pdf.js'], ['a batch file', bytes('del *.*'), 'A.BAT'], ['with a point at its end', bytes('x'), 'a.exe. '], ['an installer', withEnd(CFB, Buffer.from('84100c0000000000c000000000000046', 'hex')), 'a.doc'],
] as const)('%s is blocked', async (_what, content, name) => {
  expect((await fileTypeOf(content, name)).blockedBecause).toBe('It is a program.');
});

test('so are macros, and programs in an archive', async () => {
  expect((await fileTypeOf(await office(DOCX, { 'word/vbaProject.bin': 'x' }), 'a.docx')).blockedBecause).toContain('macros');
  expect((await fileTypeOf(await office('application/vnd.ms-word.document.macroEnabled'), 'a.docx')).blockedBecause).toContain('macros');
  expect((await fileTypeOf(withEnd(CFB, Buffer.from('_VBA_PROJECT', 'utf16le')), 'a.xls')).blockedBecause).toContain('macros');
  expect((await fileTypeOf(await zipped({ 'docs/invoice.pdf.exe': 'x' }), 'a.zip')).blockedBecause).toContain('archive');
});

test('pictures that can hold a script are no pictures', async () => {
  expect(await pictureType(PNG)).toBe('image/png');
  expect(await pictureType(bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeNull();
});

test('broken files are told in time', async () => {
  const began = process.cpuUsage();
  for (const start of ['PK\x03\x04', '\x89PNG\r\n\x1a\n', 'RIFF\0\0\0\0WEBP', '\xff\xd8\xff', 'ID3\x04\0\0\x7f\x7f\x7f\x7f', '\0\0\0\x18ftypisom', 'OggS', '0&\xb2\x75\x8e\x66\xcf\x11\xa6\xd9', '\x1aE\xdf\xa3', 'GIF89a', '%PDF', '<!--'.repeat(500), '<?xml ', 'PK\x01\x02'.repeat(1_000)]) {
    for (const fill of [0, 1, 0x20, 0x3c, 0xff]) await fileTypeOf(Buffer.concat([bytes(start), Buffer.alloc(2_000_000, fill)]), 'a.bin');
  }
  expect(process.cpuUsage(began).user / 1_000).toBeLessThan(10_000);
});
