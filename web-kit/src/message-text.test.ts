import { describe, expect, test } from 'vitest';
import { blocksOf, previewOf } from './message-text.ts';

const plain = (text: string) => ({ text, isBold: false });
const bold = (text: string) => ({ text, isBold: true });
const link = (text: string, href = text) => ({ text, isBold: false, href });
const runs = (text: string) => blocksOf(text).flatMap((block) => (block.kind === 'paragraph' ? block.runs : block.items.flatMap((item) => item.runs)));

test('paragraphs keep their lines', () => {
  expect(blocksOf('one\n  two\n\nthree')).toEqual([
    { kind: 'paragraph', runs: [plain('one\n  two')] },
    { kind: 'paragraph', runs: [plain('three')] },
  ]);
});

describe('bold', () => {
  test('is what stands between two stars on either side', () => {
    expect(runs('a **b c** d')).toEqual([plain('a '), bold('b c'), plain(' d')]);
  });

  test.each(['2 ** 3 ** 4', '****', '** a**', '**a\nb**', '*a*'])('is not %j', (text) => {
    expect(runs(text).every(({ isBold }) => !isBold)).toBe(true);
    expect(runs(text).map((run) => run.text).join('')).toBe(text);
  });
});

describe('a list', () => {
  test('has a dash, a star or a dot before each item, and items may go on', () => {
    expect(blocksOf('Two things:\n- one\n  and more\n- **two**\nThanks')).toEqual([
      { kind: 'paragraph', runs: [plain('Two things:')] },
      { kind: 'list', items: [{ number: null, runs: [plain('one\nand more')] }, { number: null, runs: [bold('two')] }] },
      { kind: 'paragraph', runs: [plain('Thanks')] },
    ]);
  });

  test('keeps the numbers that were given', () => {
    expect(blocksOf('3. c\n4) d')).toEqual([{ kind: 'list', items: [{ number: 3, runs: [plain('c')] }, { number: 4, runs: [plain('d')] }] }]);
  });

  test.each(['- alone', '2024. was a good year\n2025. too', '-a\n-b', '- a\n1. b'])('is not %j', (text) => {
    expect(blocksOf(text)).toEqual([{ kind: 'paragraph', runs: [plain(text)] }]);
  });
});

describe('a link', () => {
  test.each([
    ['See https://example.com/a?b=c#d.', [plain('See '), link('https://example.com/a?b=c#d'), plain('.')]],
    ['(www.example.com)', [plain('('), link('www.example.com', 'https://www.example.com'), plain(')')]],
    ['https://en.wikipedia.org/wiki/A_(b)', [link('https://en.wikipedia.org/wiki/A_(b)')]],
    ['<https://example.com>', [plain('<'), link('https://example.com'), plain('>')]],
    ['https://example.com/\u202Efdp.exe', [link('https://example.com/'), plain('\u202Efdp.exe')]],
  ])('is found in %j', (text, expected) => {
    expect(runs(text)).toEqual(expected);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'https://', 'xhttps://a.b', 'ftp://a.b'])('is not %j', (text) => {
    expect(runs(text).some(({ href }) => href)).toBe(false);
  });
});

test('markup stays text', () => {
  expect(runs('<b onclick="x">a</b>')).toEqual([plain('<b onclick="x">a</b>')]);
});

test('what was made to be slow is not', () => {
  const before = performance.now();
  for (const piece of ['**a ', '- a\n', '**', ' www.', '(https://', '  a\n']) blocksOf(piece.repeat(100_000));
  expect(performance.now() - before).toBeLessThan(5_000);
});

test('a preview is one line without marks', () => {
  expect(previewOf('\n  **Hello** there,\n\nhow   are you?')).toBe('Hello there, how are you?');
  expect(previewOf('')).toBe('');
});
