import { expect, test } from 'vitest';
import { SendKey } from './send-key.ts';

test('the same words have one key until they have arrived', () => {
  const key = new SendKey();
  const first = key.of({ text: 'Thanks' });
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(key.of({ text: 'Thanks' })).toBe(first);
  expect(key.of({ text: 'Thanks!' })).not.toBe(first);
  const again = key.of({ text: 'Thanks' });
  key.forget();
  expect(key.of({ text: 'Thanks' })).not.toBe(again);
});
