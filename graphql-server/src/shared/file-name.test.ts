import { expect, test } from 'vitest';
import { contentDisposition, fileNameFrom } from './file-name.ts';

test.each([
  ['INV-2026-0001', 'INV-2026-0001'],
  ['../../etc/passwd', '-..-etc-passwd'],
  ['a/b\\c:d*e?f"g<h>i|j', 'a-b-c-d-e-f-g-h-i-j'],
  ['line\nbreak\u0000and\u202Ebidi', 'line-break-and-bidi'],
  [' . ', 'file'],
  ['', 'file'],
  ['CON', '_CON'],
  ['nul.pdf', '_nul.pdf'],
  ['Rechnung Nr. 7/26 ÄÖ 請求書', 'Rechnung Nr. 7-26 ÄÖ 請求書'],
])('%j is the file %j', (text, name) => {
  expect(fileNameFrom(text)).toBe(name);
});

test('a long name is cut, and no letter in half', () => {
  expect(fileNameFrom('x'.repeat(500))).toHaveLength(120);
  expect(fileNameFrom(`${'x'.repeat(119)}🎉`).isWellFormed()).toBe(true);
});

test('the header holds any name, and nothing but one header', () => {
  expect(contentDisposition('inline', 'INV-1.pdf')).toBe(`inline; filename="INV-1.pdf"; filename*=UTF-8''INV-1.pdf`);
  const header = contentDisposition('attachment', '請求書 "x"\r\nset-cookie: a=b.pdf');
  expect(header).toMatch(/^[\x20-\x7e]+$/);
  expect(header.split('"')).toHaveLength(3);
  expect(decodeURIComponent(header.split("UTF-8''")[1]!)).toContain('請求書');
});
