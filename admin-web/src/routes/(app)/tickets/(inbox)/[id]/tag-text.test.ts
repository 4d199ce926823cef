import { expect, test } from 'vitest';
import { tagFrom } from './tag-text.ts';

test('one spelling for each tag', () => {
  expect(tagFrom('  #Urgent ')).toBe('urgent');
  expect(tagFrom('Late   payer')).toBe('late payer');
  expect(tagFrom('#')).toBe('');
});
