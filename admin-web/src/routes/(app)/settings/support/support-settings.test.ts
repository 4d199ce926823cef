import { expect, test } from 'vitest';
import { aBusiness } from '../a-business.ts';
import { checkSupport, readSupport, undoOptions, writeSupport } from './support-settings.ts';

test('what is read is written unchanged', () => {
  expect(writeSupport(readSupport(aBusiness))).toEqual({ undoSendSeconds: 10, reopenDays: 30 });
});

test('days are whole, and there is an end to them', () => {
  const of = (reopenDays: string) => checkSupport({ undoSendSeconds: '10', reopenDays })?.field;
  expect(['0', '30', '3650'].map(of)).toEqual([undefined, undefined, undefined]);
  expect(['', '-1', '1.5', '3651', 'x'].every((days) => of(days) === 'reopenDays')).toBe(true);
});

test('a span that is not among the usual ones can be kept', () => {
  expect(undoOptions('15').map(({ value }) => value)).toEqual(['0', '5', '10', '15', '20', '30', '60']);
});
