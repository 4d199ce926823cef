import { expect, test } from 'vitest';
import { linkParts } from './link-parts.ts';

test('sets web addresses apart', () => {
  expect(linkParts('See https://example.com/a?b=1, please.')).toEqual([
    { text: 'See ' },
    { text: 'https://example.com/a?b=1', href: 'https://example.com/a?b=1' },
    { text: ', please.' },
  ]);
});

test('takes nothing else for an address', () => {
  expect(linkParts('javascript:alert(1) http:// data:x')).toEqual([{ text: 'javascript:alert(1) http:// data:x' }]);
  expect(linkParts('')).toEqual([]);
});
