import { expect, test } from 'vitest';
import { initials } from './initials.ts';

test('first and last name, whole letters', () => {
  expect(initials('Ada Byron Lovelace')).toBe('AL');
  expect(initials('  noor ')).toBe('N');
  expect(initials('𠮷野 家')).toBe('𠮷家');
  expect(initials('')).toBe('·');
});
