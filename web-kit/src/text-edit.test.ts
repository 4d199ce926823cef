import { expect, test } from 'vitest';
import { asksForCannedReply, boldEdit, listEdit, type Edit } from './text-edit.ts';

const after = (value: string, { from, to, text }: Edit) => value.slice(0, from) + text + value.slice(to);

test('bold, and not any more', () => {
  expect(after('pay now please', boldEdit('pay now please', 4, 7))).toBe('pay **now** please');
  expect(boldEdit('pay now please', 4, 7).select).toEqual([6, 9]);
  expect(after('pay **now** please', boldEdit('pay **now** please', 6, 9))).toBe('pay now please');
  expect(boldEdit('', 0, 0)).toEqual({ from: 0, to: 0, text: '****', select: [2, 2] });
});

test('the lines of a selection become a list, and lines again', () => {
  const text = 'see:\none\ntwo\nend';
  const list = after(text, listEdit(text, 6, 11));
  expect(list).toBe('see:\n- one\n- two\nend');
  expect(after(list, listEdit(list, 6, 12))).toBe(text);
  expect(after('', listEdit('', 0, 0))).toBe('- ');
  // A selection that ends with the line does not take the next one.
  expect(after('one\ntwo', listEdit('one\ntwo', 0, 4))).toBe('- one\ntwo');
});

test('a slash asks for canned replies where a line begins', () => {
  expect(asksForCannedReply('', 0)).toBe(true);
  expect(asksForCannedReply('Dear Ada,\n', 10)).toBe(true);
  expect(asksForCannedReply('1', 1)).toBe(false);
});
