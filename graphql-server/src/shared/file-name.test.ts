import { expect, test } from 'vitest';
import { contentDisposition, fileNameFrom, safeFileName } from './file-name.ts';

test.each([
  ['INV-2026-0001', 'INV-2026-0001'],
  ['../../etc/passwd', '-..-etc-passwd'],
  ['a/b\\c:d*e?f"g<h>i|j', 'a-b-c-d-e-f-g-h-i-j'],
  ['line\nbreak\u0000and\u202Ebidi', 'line-break-and-bidi'],
  [' . ', 'file'],
  ['', 'file'],
  ['CON', '_CON'],
  ['nul.pdf', '_nul.pdf'],
  ['con .txt', '_con .txt'],
  ['COM¹', '_COM¹'],
  ['CONIN$', '_CONIN$'],
  ['invoice\u202Efdp.exe', 'invoice-fdp.exe'],
  ['a\uD800b.txt', 'a\uFFFDb.txt'],
  ['.htaccess', 'htaccess'],
  ['report.pdf. . ', 'report.pdf'],
  ['Rechnung Nr. 7/26 ÄÖ 請求書', 'Rechnung Nr. 7-26 ÄÖ 請求書'],
])('%j is the file %j', (text, name) => {
  expect(fileNameFrom(text)).toBe(name);
});

test('a long name is cut, and no letter in half', () => {
  expect(fileNameFrom('x'.repeat(500))).toHaveLength(120);
  expect(fileNameFrom(`${'x'.repeat(119)}🎉`).isWellFormed()).toBe(true);
});

test('a name that is cut keeps what says how to open it, and is no longer than a disk has room for', () => {
  expect(fileNameFrom(`${'x'.repeat(500)}.pdf`)).toBe(`${'x'.repeat(116)}.pdf`);
  expect(fileNameFrom(`${'請'.repeat(200)}.tar.gz`)).toMatch(/^請+\.tar\.gz$/);
  expect(Buffer.byteLength(fileNameFrom(`${'請'.repeat(200)}.pdf`))).toBeLessThanOrEqual(240);
  expect(fileNameFrom(' '.repeat(100_000))).toBe('file');
});

test('the second of a name is numbered, on systems that know no capitals as well', () => {
  const taken = new Set<string>();
  expect(['a.pdf', 'A.PDF', 'a.pdf', 'a (2).pdf', '', 'file', `${'x'.repeat(200)}.pdf`, `${'x'.repeat(200)}.pdf`].map((name) => safeFileName(name, taken))).toEqual([
    'a.pdf', 'A (2).PDF', 'a (3).pdf', 'a (2) (2).pdf', 'file', 'file (2)', `${'x'.repeat(116)}.pdf`, `${'x'.repeat(112)} (2).pdf`,
  ]);
  expect(safeFileName('a.pdf')).toBe('a.pdf');
});

test('the header holds any name, and nothing but one header', () => {
  expect(contentDisposition('inline', 'INV-1.pdf')).toBe(`inline; filename="INV-1.pdf"; filename*=UTF-8''INV-1.pdf`);
  const header = contentDisposition('attachment', '請求書 "x"\r\nset-cookie: a=b.pdf');
  expect(header).toMatch(/^[\x20-\x7e]+$/);
  expect(header.split('"')).toHaveLength(3);
  expect(decodeURIComponent(header.split("UTF-8''")[1]!)).toContain('請求書');
});
