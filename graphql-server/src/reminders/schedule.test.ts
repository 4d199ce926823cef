import { expect, test } from 'vitest';
import { dueDatesFor } from './schedule.ts';

const of = (days: number[]) => Object.fromEntries(dueDatesFor(days, '2031-03-10').map(({ dueOn, day }) => [dueOn, day]));

test('what is due today, and what was missed on the two days before', () => {
  expect(of([7])).toEqual({ '2031-03-03': 7, '2031-03-02': 7, '2031-03-01': 7 });
  expect(of([-3])).toEqual({ '2031-03-13': -3, '2031-03-12': -3, '2031-03-11': -3 });
});

test('of several missed days of one due date the latest counts', () => {
  expect(of([0, 1])).toEqual({ '2031-03-10': 0, '2031-03-09': 1, '2031-03-08': 1, '2031-03-07': 1 });
});

test('an empty schedule reminds of nothing', () => {
  expect(of([])).toEqual({});
});
