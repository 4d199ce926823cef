import { expect, test } from 'vitest';
import { emptyLine, isBlank, type DraftLine } from './draft.ts';
import { pastedRows, withPasted } from './paste-lines.ts';

const line = (description: string): DraftLine => ({ ...emptyLine(), description, unitPrice: '1' });
const paste = (lines: DraftLine[], text: string, row: number, at: 'description' | 'unitPrice' = 'description') =>
  withPasted(lines, pastedRows({ text, html: '' }, at)!, row, at, () => emptyLine(), isBlank);
const shown = (lines: DraftLine[]) => lines.map(({ description, quantity, unitPrice }) => [description, quantity, unitPrice]);

test('rows of a spreadsheet become lines, the first in place of a blank one', () => {
  const lines = paste([line('before'), emptyLine()], 'Design\t2\t€ 480.00\r\nModel\t\t240,50 kr.\r\n', 1);
  expect(shown(lines)).toEqual([
    ['before', '1', '1'],
    ['Design', '2', '480.00'],
    ['Model', '1', '240,50'],
  ]);
});

test('a written line is not overwritten', () => {
  expect(shown(paste([line('mine'), line('last')], 'A\t1\nB\t2', 0)).map(([description]) => description)).toEqual(['mine', 'A', 'B', 'last']);
});

test('a column of prices goes down, and adds lines where there are none', () => {
  expect(shown(paste([line('one'), line('two')], '10\n20\n30', 0, 'unitPrice'))).toEqual([
    ['one', '1', '10'],
    ['two', '1', '20'],
    ['', '1', '30'],
  ]);
});

test('a cell may hold line breaks and quotes', () => {
  expect(pastedRows({ text: '"two\nlines"\t"a ""quote"""', html: '' }, 'description')).toEqual([['two\nlines', 'a "quote"']]);
});

test('words are words', () => {
  expect(pastedRows({ text: 'a sentence\nof two lines', html: '<p>a sentence' }, 'description')).toBeNull();
  expect(pastedRows({ text: '12', html: '<table><tr><td>12' }, 'unitPrice')).toBeNull();
});

test('a column of descriptions is known by its table', () => {
  expect(pastedRows({ text: 'A\nB\n', html: '<table><tr><td>A' }, 'description')).toEqual([['A'], ['B']]);
});
