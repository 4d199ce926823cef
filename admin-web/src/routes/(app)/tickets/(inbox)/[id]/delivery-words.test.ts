import { expect, test } from 'vitest';
import { forWhom, worstState } from './delivery-words.ts';

test('of several, the one that a person should know of', () => {
  expect(worstState([{ state: 'DELIVERED' }, { state: 'BOUNCED' }, { state: 'SENT' }])).toBe('BOUNCED');
  expect(worstState([{ state: 'DELIVERED' }, { state: 'SENT' }])).toBe('SENT');
  expect(worstState([])).toBe(null);
});

test('for whom it is so', () => {
  const to = (...states: ('DELIVERED' | 'BOUNCED')[]) => forWhom(states.map((state, at) => ({ state, recipient: `${at}@acme.example` })));
  expect(to('BOUNCED')).toBe('to 0@acme.example');
  expect(to('DELIVERED', 'BOUNCED', 'DELIVERED')).toBe('for 1 of 3');
  expect(to('BOUNCED', 'BOUNCED')).toBe('for all 2');
  expect(to('DELIVERED', 'DELIVERED')).toBe('to 2 people');
});
