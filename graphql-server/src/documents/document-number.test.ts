import { expect, it } from 'vitest';

import { DomainError } from '../shared/domain-error.ts';
import { formatDocumentNumber, validateNumberPattern } from './document-number.ts';

it.each([
  ['INV-{YYYY}-{SEQ:4}', 7, 'INV-2026-0007'],
  ['INV-{YYYY}-{SEQ:4}', 12345, 'INV-2026-12345'],
  ['{YY}{MM}/{SEQ}', 42, '2603/42'],
  ['{SEQ}', 1, '1'],
  ['R#{SEQ:9}', 1, 'R#000000001'],
])('%s gives %i the number %s', (pattern, sequence, number) => {
  expect(formatDocumentNumber(pattern, sequence, '2026-03-31')).toBe(number);
});

it.each(['', 'INV', 'INV-{YYYY}', '{SEQ}{SEQ}', '{SEQ}-{SEQ:4}', '{seq}', '{SEQ:0}', '{SEQ:12}', '{SEQ}-{DD}', '{SEQ}}', '{SEQ} ', 'a\n{SEQ}', '=HYPERLINK("x"){SEQ}', `${'a'.repeat(40)}{SEQ}`])(
  'refuses the pattern %j',
  (pattern) => {
    expect(() => validateNumberPattern(pattern)).toThrow(DomainError);
    expect(() => formatDocumentNumber(pattern, 1, '2026-03-31')).toThrow(DomainError);
  },
);

it('refuses what is no date and no place in a sequence', () => {
  expect(() => formatDocumentNumber('{SEQ}', 1, '2026-02-30')).toThrow('"2026-02-30" is not a date');
  for (const sequence of [0, -1, 1.5, Number.NaN]) {
    expect(() => formatDocumentNumber('{SEQ}', sequence, '2026-03-31')).toThrow(RangeError);
  }
});
