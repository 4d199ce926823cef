import { expect, test } from 'vitest';
import { blocksOf } from './message-format.ts';

test('bold, lists and addresses are shown as such', () => {
  expect(blocksOf('Dear **Ada**,\n\n- one\n- **two**\n\nsee https://example.com/a.')).toEqual([
    { kind: 'text', inlines: [{ text: 'Dear ' }, { text: 'Ada', isBold: true }, { text: ',' }] },
    { kind: 'list', isNumbered: false, start: 1, items: [[{ text: 'one' }], [{ text: 'two', isBold: true }]] },
    { kind: 'text', inlines: [{ text: 'see ' }, { text: 'https://example.com/a', href: 'https://example.com/a' }, { text: '.' }] },
  ]);
});

test('numbers begin where they were begun', () => {
  expect(blocksOf('3. third\n4) fourth')).toEqual([{ kind: 'list', isNumbered: true, start: 3, items: [[{ text: 'third' }], [{ text: 'fourth' }]] }]);
});

test('what only looks like formatting stays as it was written', () => {
  for (const text of ['2 ** 3 ** 4', '-5 °C', '--', '3.14 is pi', '**', 'a\n\n\nb', '<b>bold</b>']) {
    expect(blocksOf(text)).toEqual([{ kind: 'text', inlines: [{ text }] }]);
  }
});

test('a long line of asterisks takes no time', () => {
  const started = performance.now();
  blocksOf('*'.repeat(100_000));
  blocksOf('** a'.repeat(25_000));
  expect(performance.now() - started).toBeLessThan(500);
});
