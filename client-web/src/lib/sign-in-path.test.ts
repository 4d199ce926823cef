import { expect, test } from 'vitest';
import { safeNext, signInPath } from './sign-in-path.ts';

const origin = 'https://portal.example';

test('the way back is kept', () => {
  const path = signInPath(new URL('/invoices?status=PAID&sort=status', origin));
  expect(safeNext(new URL(path, origin).searchParams.get('next'), origin)).toBe('/invoices?status=PAID&sort=status');
  expect(signInPath(new URL('/', origin))).toBe('/sign-in');
});

test.each([null, '', 'https://evil.example/', '//evil.example/', '/\\evil.example', '\\\\evil.example', '/\t/evil.example', 'javascript:alert(1)'])(
  'never leaves the origin: %j',
  (next) => {
    const landed = new URL(safeNext(next, origin), origin);
    expect(landed.origin).toBe(origin);
  },
);
