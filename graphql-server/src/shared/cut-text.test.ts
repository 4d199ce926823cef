import { expect, test } from 'vitest';
import { cutText } from './cut-text.ts';

test.each([['ab', 3, 'ab'], ['abc', 2, 'ab'], ['a😀', 2, 'a'], ['a😀', 3, 'a😀'], ['a\ud800b', 3, 'a\ufffdb'], ['a\ud800', 2, 'a\ufffd'], ['', 5, '']])('%j cut to %i is %j', (text, most, cut) => {
  expect(cutText(text, most)).toBe(cut);
});
