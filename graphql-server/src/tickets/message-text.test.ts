import { describe, expect, test } from 'vitest';
import { blocksOf, previewOf, withoutMarks } from './message-text.ts';

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

  test.each(['- see x', '* see x', '• see x'])('may have one item: %j', (text) => {
    expect(blocksOf(text)).toEqual([{ kind: 'list', items: [{ number: null, runs: [plain('see x')] }] }]);
  });

  test('of dashes is not one of numbers', () => {
    expect(blocksOf('- a\n1. b')).toEqual([{ kind: 'list', items: [{ number: null, runs: [plain('a')] }] }, { kind: 'paragraph', runs: [plain('1. b')] }]);
  });

  test('keeps the numbers that were given', () => {
    expect(blocksOf('3. c\n4) d')).toEqual([{ kind: 'list', items: [{ number: 3, runs: [plain('c')] }, { number: 4, runs: [plain('d')] }] }]);
  });

  test.each(['2024. was a good year\n2025. too', '-a\n-b', '14. May', '1. alone'])('is not %j', (text) => {
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

describe('a link with a name', () => {
  test.each([
    ['See [the plan](https://example.com/a?b=c).', [plain('See '), link('the plan', 'https://example.com/a?b=c'), plain('.')]],
    ['[a](http://example.com/x_(y)) and www.example.com', [link('a', 'http://example.com/x_(y)'), plain(' and '), link('www.example.com', 'https://www.example.com')]],
    ['[Ada](mailto:ada@example.com)', [link('Ada', 'mailto:ada@example.com')]],
    ['**[a b](https://example.com)**', [{ text: 'a b', isBold: true, href: 'https://example.com' }]],
  ])('is found in %j', (text, expected) => {
    expect(runs(text)).toEqual(expected);
  });

  test.each(['[a](javascript:alert(1))', '[a](data:text/html,x)', '[a](/path)', '[a]()', '[](https:)', '[ ](b)', '[a](ftp://b.c)', '[a] (b)', '[1](2)'])('is not %j', (text) => {
    expect(runs(text)).toEqual([plain(text)]);
  });

  test.each(['[https://bank.example](https://evil.example)', '[bank.example](https://evil.example)', '[www.bank.example/a](https://evil.example)'])('may not name another address: %j', (text) => {
    expect(runs(text).map((run) => run.text).join('')).toBe(text);
    for (const { text: shown, href } of runs(text)) if (href) expect(href).toContain(shown);
  });
});

test('markup stays text', () => {
  expect(runs('<b onclick="x">a</b>')).toEqual([plain('<b onclick="x">a</b>')]);
});

test('what was made to be slow is not', () => {
  const before = performance.now();
  for (const piece of ['**a ', '- a\n', '**', ' www.', '(https://', '  a\n', '[', '[a](https://', '[a](https://x', '(a)', '[a](https://' + '(b)'.repeat(50)]) blocksOf(piece.repeat(100_000));
  expect(performance.now() - before).toBeLessThan(5_000);
});

test('a preview is one line without marks', () => {
  expect(previewOf('\n  **Hello** there,\n\nhow   are you?')).toBe('Hello there, how are you?');
  expect(previewOf('**one\ntwo** and **cut')).toBe('one two and cut');
  expect(previewOf('see [the plan](https://example.com)')).toBe('see the plan');
  expect(withoutMarks('**a**\nb')).toBe('a\nb');
  expect(previewOf('')).toBe('');
});
