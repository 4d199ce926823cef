import { expect, test } from 'vitest';
import { worstState } from './delivery-words.ts';

test('of several, the one that a person should know of', () => {
  expect(worstState([{ state: 'DELIVERED' }, { state: 'BOUNCED' }, { state: 'SENT' }])).toBe('BOUNCED');
  expect(worstState([{ state: 'DELIVERED' }, { state: 'SENT' }])).toBe('SENT');
  expect(worstState([])).toBe(null);
});
