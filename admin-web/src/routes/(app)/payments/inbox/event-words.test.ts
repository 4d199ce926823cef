import { expect, test } from 'vitest';
import { eventWords, formattedJson } from './event-words.ts';

test('an event is said in words, also one that we never heard of', () => {
  expect(eventWords('payment_intent.succeeded')).toBe('A payment came in');
  expect(eventWords('charge.dispute.updated')).toBe('A dispute changed');
  expect(eventWords('account.updated')).toBe('Something happened at Stripe');
});

test('what is no JSON is shown as it came', () => {
  expect(formattedJson('{"id":"evt_1"}')).toBe('{\n  "id": "evt_1"\n}');
  expect(formattedJson('{"id":')).toBe('{"id":');
});
