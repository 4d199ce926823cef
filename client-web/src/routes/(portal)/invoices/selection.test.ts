import { expect, test } from 'vitest';
import { countSelected, everything, isSelected, nothing, toggled, zipPath } from './selection.ts';

const filter = new URLSearchParams({ status: 'PAID' });

test('some are chosen one by one', () => {
  const chosen = toggled(toggled(nothing, 'a'), 'b');
  expect(countSelected(chosen, 400)).toBe(2);
  expect(isSelected(chosen, 'a')).toBe(true);
  expect(isSelected(chosen, 'c')).toBe(false);
  expect(zipPath(chosen, filter)).toBe('/files/invoices.zip?ids=a,b');
  expect(countSelected(toggled(chosen, 'a'), 400)).toBe(1);
});

test('all means all that match, also those not loaded, but the ones taken out', () => {
  const chosen = toggled(everything, 'a');
  expect(countSelected(everything, 400)).toBe(400);
  expect(countSelected(chosen, 400)).toBe(399);
  expect(isSelected(chosen, 'never-loaded')).toBe(true);
  expect(isSelected(chosen, 'a')).toBe(false);
  expect(zipPath(chosen, filter)).toBe('/files/invoices.zip?status=PAID&exclude=a');
});

test('without filter and selection the path is bare', () => {
  expect(zipPath(everything, new URLSearchParams())).toBe('/files/invoices.zip');
});
