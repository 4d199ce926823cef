import { expect, test } from 'vitest';
import { decodeCsv } from './decode-csv.ts';

test('reads UTF-8 with and without a mark, UTF-16, and what spreadsheets on Windows write', () => {
  const bytes = (...values: number[]) => new Uint8Array(values).buffer;
  expect(decodeCsv(bytes(0xef, 0xbb, 0xbf, 0xc3, 0xa9))).toBe('é');
  expect(decodeCsv(bytes(0xc3, 0xa9))).toBe('é');
  expect(decodeCsv(bytes(0xff, 0xfe, 0xe9, 0x00))).toBe('é');
  expect(decodeCsv(bytes(0xfe, 0xff, 0x00, 0xe9))).toBe('é');
  expect(decodeCsv(bytes(0x43, 0x61, 0x66, 0xe9))).toBe('Café');
});
