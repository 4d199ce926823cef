import { expect, test } from 'vitest';
import { numberExample } from './number-example.ts';

test.each([
  ['INV-{YYYY}-{SEQ:4}', 'INV-2026-0042'],
  ['{YY}{MM}/{SEQ}', '2603/42'],
  ['A{SEQ:1}', 'A42'],
  ['{WHAT}-{SEQ:2}', '{WHAT}-42'],
])('%s is %s', (pattern, number) => {
  expect(numberExample(pattern, 42, '2026-03-31')).toBe(number);
});
