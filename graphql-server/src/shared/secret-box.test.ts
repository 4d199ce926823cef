import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { seal, unseal } from './secret-box.ts';

const key = randomBytes(32);

test('what was sealed is opened by the same key', () => {
  for (const text of ['sk_test_1', '', 'päßwörd 🎉']) expect(unseal(key, seal(key, text))).toBe(text);
});

test('the same text is sealed differently each time, and shows nothing of itself', () => {
  const [one, two] = [seal(key, 'sk_test_1'), seal(key, 'sk_test_1')];
  expect(one).not.toBe(two);
  expect(one).not.toContain('sk_test_1');
  expect(one).not.toContain(Buffer.from('sk_test_1').toString('base64url'));
});

test('another key, or a changed letter, opens nothing', () => {
  const sealed = seal(key, 'sk_test_1');
  expect(() => unseal(randomBytes(32), sealed)).toThrow();
  const parts = sealed.split('.');
  for (const index of [1, 2, 3]) {
    const changed = parts.with(index, parts[index]!.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')));
    expect(() => unseal(key, changed.join('.'))).toThrow();
  }
  for (const text of ['', 'sk_test_1', 'v2.a.b.c', 'v1..', parts.slice(0, 3).join('.')]) expect(() => unseal(key, text)).toThrow('not a sealed text');
});
