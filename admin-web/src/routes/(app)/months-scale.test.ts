import { expect, test } from 'vitest';
import { roundedUp } from './months-scale.ts';

test.each([
  [0, 1],
  [-500, 1],
  [1, 1],
  [999, 1000],
  [1001, 2000],
  [250_000, 400_000],
  [810_000, 1_000_000],
])('the scale for %i ends at %i', (highest, end) => {
  expect(roundedUp(highest)).toBe(end);
});
