import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keyRing, rewrap, seal, SealError, unseal, type SealFault } from './secret-box.ts';

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const [before, after, both] = [keyRing(oldKey), keyRing(newKey), keyRing(newKey, [oldKey])];
const PLACE = 'payment_account:1:secret_key';
const SECRET = 'sk_test_1';

const refuses = (fault: SealFault) => (act: () => unknown) => {
  let refusal: unknown;
  try {
    act();
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(SealError);
  expect(refusal).toMatchObject({ fault });
  expect((refusal as Error).message).not.toContain(SECRET);
  return (refusal as Error).message;
};
const isDamaged = refuses('DAMAGED');
const isNotSealed = refuses('NOT_SEALED');
const isOfUnknownKey = refuses('UNKNOWN_KEY');

test('what was sealed is opened by the same key in the same place', () => {
  for (const text of [SECRET, '', 'päßwörd 🎉', 'x'.repeat(10_000)]) expect(unseal(before, seal(before, text, PLACE), PLACE)).toBe(text);
});

test('the same text is sealed differently each time, under a data key of its own, and shows nothing of itself', () => {
  const [one, two] = [seal(before, SECRET, PLACE), seal(before, SECRET, PLACE)];
  expect(new Set([...one.split('.'), ...two.split('.')])).toHaveLength(6);
  expect(one).toMatch(new RegExp(`^v2\\.${before.current.id}\\.`));
  expect(one).not.toContain(SECRET);
  expect(one).not.toContain(Buffer.from(SECRET).toString('base64url'));
});

test('a key id is of the key, and is not a plain digest of it', () => {
  expect(before.current.id).toMatch(/^[0-9a-f]{8}$/);
  expect(keyRing(Buffer.from(oldKey)).current.id).toBe(before.current.id);
  expect(after.current.id).not.toBe(before.current.id);
});

describe('what was sealed does not open', () => {
  const sealed = seal(before, SECRET, PLACE);
  const parts = sealed.split('.');

  test('in another place', () => {
    for (const place of ['payment_account:2:secret_key', 'payment_account:1:webhook_secret', '', `${PLACE} `]) isDamaged(() => unseal(before, sealed, place));
  });

  test('with any letter changed', () => {
    for (const at of Array(sealed.length).keys()) {
      for (const letter of ['A', 'z', '*']) {
        const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
        if (changed !== sealed) expect(() => unseal(before, changed, PLACE), `letter ${at} as ${letter}`).toThrow(SealError);
      }
    }
  });

  test('with any part of it cut off, or more added', () => {
    for (const length of Array(sealed.length).keys()) expect(() => unseal(before, sealed.slice(0, length), PLACE), `${length} letters`).toThrow(SealError);
    for (const more of ['A', 'AAAA', '=', ' ', '\n', '.AAAA']) expect(() => unseal(before, sealed + more, PLACE)).toThrow(SealError);
  });

  test('with the data key or the text of another one', () => {
    const other = seal(before, 'sk_test_2', PLACE).split('.');
    for (const index of [2, 3]) isDamaged(() => unseal(before, parts.with(index, other[index]!).join('.'), PLACE));
  });

  test('with a short tag, which would be easier to guess', () => {
    for (const index of [2, 3]) {
      const box = Buffer.from(parts[index]!, 'base64url').subarray(0, 12 + 4);
      isDamaged(() => unseal(before, parts.with(index, box.toString('base64url')).join('.'), PLACE));
    }
  });

  test('without its key, whose id is said', () => {
    expect(isOfUnknownKey(() => unseal(after, sealed, PLACE))).toContain(before.current.id);
    expect(isOfUnknownKey(() => unseal(after, parts.with(1, 'x'.repeat(5_000)).join('.'), PLACE)).length).toBeLessThan(200);
  });

  test('under the name of another key', () => {
    isDamaged(() => unseal(both, parts.with(1, after.current.id).join('.'), PLACE));
  });

  test('when it never was sealed', () => {
    for (const text of ['', 'v1', 'v2', 'v2..', SECRET, 'v3.a.b.c', `v2.${before.current.id}.A`, 'v1..', 'v1.a.b', 'v1.a.b.c.d']) isNotSealed(() => unseal(before, text, PLACE));
    for (const text of [`v2.${before.current.id}.A.A`, 'v1.AAAA.AAAA.AAAA']) isDamaged(() => unseal(before, text, PLACE));
  });
});

test('a former key opens and never seals', () => {
  expect(unseal(both, seal(before, SECRET, PLACE), PLACE)).toBe(SECRET);
  expect(unseal(after, seal(both, SECRET, PLACE), PLACE)).toBe(SECRET);
});

describe('re-wrapping', () => {
  test('puts the data key under the current master key and leaves the text as it is', () => {
    const sealed = seal(before, SECRET, PLACE);
    const rewrapped = rewrap(both, sealed, PLACE);
    expect(unseal(after, rewrapped, PLACE)).toBe(SECRET);
    expect(rewrapped.split('.')[3]).toBe(sealed.split('.')[3]);
    expect(rewrap(both, rewrapped, PLACE)).toBe(rewrapped);
  });

  test('refuses what does not open, also under the current key', () => {
    isDamaged(() => rewrap(both, seal(both, SECRET, 'elsewhere'), PLACE));
    isOfUnknownKey(() => rewrap(after, seal(before, SECRET, PLACE), PLACE));
  });
});

describe('a text from before there were envelopes', () => {
  const sealed = sealedAsV1(oldKey, SECRET);

  test('opens by whichever key sealed it, and becomes an envelope', () => {
    for (const ring of [before, both, keyRing(oldKey, [newKey])]) expect(unseal(ring, sealed, PLACE)).toBe(SECRET);
    expect(unseal(after, rewrap(both, sealed, PLACE), PLACE)).toBe(SECRET);
    expect(rewrap(before, sealed, PLACE)).toMatch(/^v2\./);
  });

  test('does not open by another key, or changed', () => {
    isDamaged(() => unseal(after, sealed, PLACE));
    const parts = sealed.split('.');
    for (const index of [1, 2, 3]) {
      isDamaged(() => unseal(before, parts.with(index, parts[index]!.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))).join('.'), PLACE));
    }
    isDamaged(() => unseal(before, parts.with(2, parts[2]!.slice(0, 6)).join('.'), PLACE));
  });
});

function sealedAsV1(key: Buffer, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
}
